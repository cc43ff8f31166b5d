"""Telling one's birthday, on the calendar of a button. Nobody has to, and the year is not kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of
from workflow.access import Person
from workflow.customers import keep_birthday


def tell_birthday(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will keep the day and month a customer picked."""
    del kit
    kept = keep_birthday(session, customer=customer_of(person), picked=event.picked)
    answer(
        session, person=person, event=event, kind="birthday_kept", data={"birthday": kept.birthday}, now=now
    )
