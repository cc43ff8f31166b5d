"""Words about a time that is agreed or waits, where no form is open: whether it is confirmed, or that she cannot come."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.became import agreed_day
from bot.dialogue.changing import reschedule
from bot.dialogue.whether import ask_which
from bot.dialogue.wish import talk_of_wish, waiting_wishes
from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of
from bot.turns.standing import status
from bot.wording.cancel_words import asks_standing, cannot_come
from workflow.access import Person
from workflow.customers import open_form


def of_her_time(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take words that ask whether her time is confirmed, or say that she cannot come at all."""
    del meaning
    if open_form(identity_of(person), now) is not None:
        return False
    if asks_standing(event.text):
        status(session, kit=kit, person=person, event=event, now=now)
        return True
    if not cannot_come(event.text):
        return False
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    wishes = [one for one in waiting_wishes(talk) if one.facts.get("day")]
    if agreed_day(talk) is not None:
        reschedule(session, kit=kit, person=person, event=event, now=now)
    elif wishes:
        ask_which(talk, wishes)
    else:
        return False
    return True
