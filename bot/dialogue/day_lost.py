"""A day that suits her no more, of a time that is agreed, held or wished for: it is let go, and another is asked for."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.became import agreed_day
from bot.dialogue.changing import reschedule
from bot.dialogue.taking_back import forget_day
from bot.dialogue.unsuited import is_among, unsuited
from bot.dialogue.wish import talk_of_wish, waiting_wishes
from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of
from workflow.access import Person
from workflow.customers import open_form


def loses_its_day(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take words that rule out the day of her time, where no form is open."""
    del meaning
    if open_form(identity_of(person), now) is not None:
        return False
    talk = talk_of_wish(session, kit=kit, person=person, event=event, now=now)
    out = unsuited(talk)
    if out is None or not out.days:
        return False
    agreed = agreed_day(talk)
    wishes = [one for one in waiting_wishes(talk) if one.facts.get("day")]
    lost = [one for one in wishes if is_among(str(one.facts["day"]), out.days)]
    if not lost and (agreed is None or not is_among(agreed, out.days)):
        return False
    reschedule(session, kit=kit, person=person, event=event, now=now)
    for one in lost:
        forget_day(talk, one)
    return True
