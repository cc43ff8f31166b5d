"""Who is late for the visit of that day is told on at once: nothing is moved, and whoever waits for her knows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, customer_of
from bot.turns.to_person import COMES_LATE
from bot.wording.late_words import says_late
from workflow.access import Person, branch
from workflow.cases import booked_appointment, open_case_of


def told_of_being_late(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> bool:
    """This function will pass on that she comes late, where she has a visit on that very day.

    Returns:
        Whether it was passed on; without such a visit her words ask for another time, or for none.
    """
    if not says_late(event.text):
        return False
    found = open_case_of(session, customer_id=customer_of(person).id)
    agreed = booked_appointment(session, case_id=found.id) if found is not None else None
    if found is None or agreed is None:
        return False
    zone = ZoneInfo(branch(session, branch_id=found.branch_id).zone)
    if agreed.starts_at.astimezone(zone).date() != now.astimezone(zone).date():
        return False
    COMES_LATE(session, kit=kit, person=person, event=event, now=now)
    return True
