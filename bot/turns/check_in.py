"""Answers to a follow-up: by words, by a button, or by telling of something that worries her."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming, Then
from bot.handover import call_for_person
from bot.turns.kit import TurnKit, answer, customer_of, press_of
from bot.wording.short_words import feels_said
from bot.wording.talk_words import without_goodbye
from workflow.access import Person
from workflow.follow_ups import follow_up_to_answer, record_check_in


def takes_words(session: Session, *, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will keep words as the answer to a follow-up, if one waits for an answer."""
    customer = customer_of(person)
    return record_check_in(session, customer=customer, text=event.text, now=now) is not None


def feels(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will keep what a follow-up's button says: all is well, or something worries her."""
    del kit
    press = press_of(event)
    said = "good" if press.extra.get("f") == "good" else "odd"
    _keep(session, person=person, event=event, said=said, follow_up_id=press.ref, now=now)


def takes_short_words(session: Session, *, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will take "all is well", "not so good", 1 or 2 as the buttons of a follow-up that waits for an answer."""
    said = feels_said(without_goodbye(event.text))
    if said is None:
        return False
    waits = follow_up_to_answer(session, customer_id=customer_of(person).id, now=now, answered_too=False)
    if waits is None:
        return False
    _keep(session, person=person, event=event, said=said, follow_up_id=waits.id, now=now)
    return True


def may_wait(session: Session, *, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will leave her the time to answer a follow-up, if one waits for an answer."""
    return _offer(session, person=person, event=event, kind="check_in_put_off", now=now)


def asks_again(session: Session, *, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will ask for one of a follow-up's two answers, if one waits for an answer."""
    return _offer(session, person=person, event=event, kind="check_in_in_words", now=now)


def asked_behind(session: Session, *, person: Person, event: Incoming, now: datetime) -> Incoming:
    """This function will have a follow-up that waits asked again behind what is said, if nothing else is."""
    waits = follow_up_to_answer(session, customer_id=customer_of(person).id, now=now, answered_too=False)
    if waits is None or event.then is not None:
        return event
    return replace(event, then=Then(kind="check_in_in_words", data={"follow_up_id": str(waits.id)}))


def _offer(session: Session, *, person: Person, event: Incoming, kind: str, now: datetime) -> bool:
    waits = follow_up_to_answer(session, customer_id=customer_of(person).id, now=now, answered_too=False)
    if waits is None:
        return False
    data = {"follow_up_id": str(waits.id)}
    answer(session, person=person, event=event, kind=kind, data=data, now=now)
    return True


def _keep(
    session: Session, *, person: Person, event: Incoming, said: str, follow_up_id: UUID | None, now: datetime
) -> None:
    """This function will keep a short answer; what worries her brings a person."""
    customer = customer_of(person)
    record_check_in(session, customer=customer, text=said, follow_up_id=follow_up_id, now=now)
    if said == "odd":
        call_for_person(
            session, customer=customer, why="side_effect", words=None, key=f"feels:{event.id}", now=now
        )
    answer(session, person=person, event=event, kind="check_in_kept", data={"feels": said}, now=now)


def side_effect(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will pass on what worries her to a person, and keep it as her answer."""
    del kit
    customer = customer_of(person)
    takes_words(session, person=person, event=event, now=now)
    call_for_person(
        session,
        customer=customer,
        why="side_effect",
        words=event.text,
        key=f"side_effect:{event.id}",
        now=now,
    )
    answer(session, person=person, event=event, kind="side_effect_noted", data={}, now=now)
