"""Answers to a follow-up: by words, by a button, or by telling of something that worries her."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.handover import call_for_person
from bot.turns.kit import TurnKit, answer, customer_of, press_of
from workflow.access import Person
from workflow.follow_ups import record_check_in


def takes_words(session: Session, *, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will keep words as the answer to a follow-up, if one waits for an answer."""
    customer = customer_of(person)
    return record_check_in(session, customer=customer, text=event.text, now=now) is not None


def feels(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will keep what a follow-up's button says: all is well, or something worries her."""
    del kit
    customer = customer_of(person)
    press = press_of(event)
    is_well = press.extra.get("f") == "good"
    said = "good" if is_well else "odd"
    record_check_in(session, customer=customer, text=said, follow_up_id=press.ref, now=now)
    if not is_well:
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
