"""The forms there are, and the open one of a talk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.dialogue import LASTS, Form, Talk, booking, filling, intake, intake_starting, registration
from bot.events import Incoming, Then
from bot.turns.kit import TurnKit, identity_of
from workflow.access import Person
from workflow.customers import FormState, left_form, open_form

FORMS: Mapping[str, Form] = MappingProxyType(
    {form.kind: form for form in (booking.FORM, intake.FORM, registration.FORM)}
)


def takes_words(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will let the open form take words, if one is open and they are for it, or begin the one they ask for."""
    talk = open_talk(session, kit=kit, person=person, event=event, now=now)
    if intake_starting.is_asked_for(event):
        intake_starting.start(session, kit=kit, person=person, event=event, now=now)
        return True
    return talk is not None and filling.take_words(talk, FORMS[talk.state.kind], meaning)


def answers_about_health(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> bool:
    """This function will say whether words are the answer to a question about health that is open: they are kept as that."""
    talk = open_talk(session, kit=kit, person=person, event=event, now=now)
    return talk is not None and talk.state.kind == intake.INTAKE and intake.is_answered(talk)


def waits_or_rests(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, is_short: bool, now: datetime
) -> Incoming:
    """This function will see to an open form while words about something else are taken.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: The customer.
        event: Her words.
        is_short: Whether they only want an answer: then the form's question is asked again behind it. Whatever else she
            turns to, the form rests, and her wish for the same picks it up: no question stays open that nobody asks.
        now: Aware UTC.

    Returns:
        The event, with what is to be said behind the answer.
    """
    if event.then is not None:
        return event
    if is_short:
        return asks_again(session, kit=kit, person=person, event=event, now=now)
    talk = open_talk(session, kit=kit, person=person, event=event, now=now)
    if talk is not None:
        talk.rest()
    return event


def asks_again(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> Incoming:
    """This function will have the open form's question asked again behind the answer to words about something else."""
    talk = open_talk(session, kit=kit, person=person, event=event, now=now)
    if talk is None:
        return event
    return replace(event, then=_back_to(talk))


def _back_to(talk: Talk) -> Then:
    """This function will open a form, or leave it open, and give its question to be asked behind something else."""
    talk.note("back")
    talk.keep()
    form = FORMS[talk.state.kind]
    return Then(kind=f"form_{form.kind}", data=form.question(talk))


def _goes_on(over: Talk) -> Then | None:
    """This function will go on with the form that was interrupted by one that is over; not with one put off, or long ago."""
    left = left_form(over.identity, over.now, within=LASTS)
    if left is None or left.kind not in FORMS or left.asked is None or booking.RESTS in left.filled:
        return None
    return _back_to(
        Talk(
            session=over.session,
            kit=over.kit,
            person=over.person,
            event=over.event,
            now=over.now,
            state=left,
        )
    )


def talk_of(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime, state: FormState
) -> Talk:
    """This function will give the talk of a form that is there; what rests under it goes on once it is over."""
    return Talk(
        session=session,
        kit=kit,
        person=person,
        event=event,
        now=now,
        state=state,
        goes_on=_goes_on,
    )


def open_talk(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Talk | None:
    """This function will give the talk with the form that is open; None where none is."""
    state = open_form(identity_of(person), now)
    if state is None or state.kind not in FORMS:
        return None
    return talk_of(session, kit=kit, person=person, event=event, now=now, state=state)
