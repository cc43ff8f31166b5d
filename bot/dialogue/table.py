"""The forms there are, and the open one of a talk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.dialogue import Form, Talk, booking, filling, intake, intake_starting, registration
from bot.events import Incoming, Then
from bot.turns.kit import TurnKit, identity_of
from workflow.access import Person
from workflow.customers import open_form

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
    talk.note("back")
    talk.keep()
    form = FORMS[talk.state.kind]
    return replace(event, then=Then(kind=f"form_{form.kind}", data=form.question(talk)))


def open_talk(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Talk | None:
    """This function will give the talk with the form that is open; None where none is."""
    state = open_form(identity_of(person), now)
    if state is None or state.kind not in FORMS:
        return None
    return Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)
