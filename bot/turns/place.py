"""Where the clinic is and when it is open."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of
from workflow.access import Person, branch
from workflow.calendars import openings

# Two weeks say what the coming days are like; more than ten lines nobody reads.
DAYS_AHEAD, MOST_DAYS = 14, 10


def opening_hours(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell when the customer's branch is open, and on which of the coming days it is not as usual."""
    del kit
    data = {**_facts(session, person), **_coming(session, person, now=now)}
    answer(session, person=person, event=event, kind="opening_hours", data=data, now=now)


def location(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell where the customer's branch is."""
    del kit
    answer(session, person=person, event=event, kind="location", data=_facts(session, person), now=now)


def _facts(session: Session, person: Person) -> dict[str, Any]:
    place = branch(session, branch_id=customer_of(person).branch_id)
    return {
        "branch": {
            "name_th": place.name_th,
            "name_en": place.name_en,
            "address_th": place.address_th,
            "address_en": place.address_en,
            "phone": place.phone,
        },
        "opens": f"{place.opens_at:%H:%M}",
        "closes": f"{place.closes_at:%H:%M}",
    }


def _coming(session: Session, person: Person, *, now: datetime) -> dict[str, Any]:
    """This function will give the coming days on which the branch is closed or open at other hours than usual."""
    place = branch(session, branch_id=customer_of(person).branch_id)
    zone = ZoneInfo(place.zone)
    unlike = []
    for day in openings(session, branch_id=place.id, first=now.astimezone(zone).date(), days=DAYS_AHEAD):
        hours = None if day.hours is None else tuple(at.astimezone(zone).time() for at in day.hours)
        if hours == (place.opens_at, place.closes_at):
            continue
        opens, closes = (None, None) if hours is None else (f"{at:%H:%M}" for at in hours)
        unlike.append(
            {
                "day": day.day.isoformat(),
                "opens": opens,
                "closes": closes,
                "name_th": day.name_th,
                "name_en": day.name_en,
            }
        )
    return {"unlike": unlike[:MOST_DAYS], "zone": place.zone}
