"""A question that comes with a condition of the body: a doctor answers it, no card and no passage."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.shelf import ASKS
from bot.turns.kit import TurnKit
from bot.turns.to_person import BY_INTENT
from nlu.conditions import tells_of_condition
from workflow.access import Person

_ELSE_ANSWERED = ASKS | {"ask_price", "ask_promotion", "ask_doctor"}


def is_for_a_doctor(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will pass on a question that tells of a condition, and say whether it did."""
    if (meaning is not None and meaning not in _ELSE_ANSWERED) or not tells_of_condition(event.text):
        return False
    BY_INTENT["ask_doctor"](session, kit=kit, person=person, event=event, now=now)
    return True
