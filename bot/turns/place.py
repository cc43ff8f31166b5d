"""Where the clinic is and when it is open."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of, named
from workflow.access import Branch, Person, branch, branches
from workflow.calendars import Opening, openings

# Two weeks say what the coming days are like; more than ten lines nobody reads.
DAYS_AHEAD, MOST_DAYS = 14, 10


def opening_hours(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell when the branch she names, or else her own, is open: on the days she names, and usually.

    With it stand the coming days that are not as usual.
    """
    del kit
    place = _place_meant(session, person, event)
    data = {**_facts(place), **_coming(session, place, now=now), **_on_days(session, place, event)}
    answer(session, person=person, event=event, kind="opening_hours", data=data, now=now)


def location(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell where the branch she names is, or else her own."""
    del kit
    data = _facts(_place_meant(session, person, event))
    answer(session, person=person, event=event, kind="location", data=data, now=now)


def _place_meant(session: Session, person: Person, event: Incoming) -> Branch:
    """This function will give the branch that the words name, or else the customer's own."""
    key = named(event, "branch")
    asked = next((one for one in branches(session) if one.key == key), None) if key else None
    return asked or branch(session, branch_id=customer_of(person).branch_id)


def _facts(place: Branch) -> dict[str, Any]:
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


def _coming(session: Session, place: Branch, *, now: datetime) -> dict[str, Any]:
    """This function will give the coming days on which the branch is closed or open at other hours than usual."""
    zone = ZoneInfo(place.zone)
    ahead = openings(session, branch_id=place.id, first=now.astimezone(zone).date(), days=DAYS_AHEAD)
    unlike = [
        _hours(day, zone)
        for day in ahead
        if day.hours is None
        or tuple(at.astimezone(zone).time() for at in day.hours) != (place.opens_at, place.closes_at)
    ]
    return {"unlike": unlike[:MOST_DAYS], "zone": place.zone}


def _on_days(session: Session, place: Branch, event: Incoming) -> dict[str, Any]:
    """This function will give the hours of the day, or of each of the days, that the words name."""
    found = [
        day
        for first, last in _days_named(event)
        for day in openings(
            session, branch_id=place.id, first=first, days=min((last - first).days + 1, MOST_DAYS)
        )
    ]
    return {"asked_days": [_hours(day, ZoneInfo(place.zone)) for day in found[:MOST_DAYS]]} if found else {}


def _days_named(event: Incoming) -> list[tuple[date, date]]:
    """This function will give the first and last of the days that the words name; each alone, where it could be several."""
    first, _, last = (named(event, "date_range") or "").partition("/")
    if first and last:
        return [(date.fromisoformat(first), date.fromisoformat(last))]
    alone = (named(event, "date") or named(event, "date_unclear") or "").split(",")
    return [(date.fromisoformat(day), date.fromisoformat(day)) for day in alone if day]


def _hours(day: Opening, zone: ZoneInfo) -> dict[str, str | None]:
    """This function will give one day's hours as they are worded; none where it is closed."""
    opens, closes = (
        (None, None) if day.hours is None else (f"{at.astimezone(zone):%H:%M}" for at in day.hours)
    )
    return {
        "day": day.day.isoformat(),
        "opens": opens,
        "closes": closes,
        "name_th": day.name_th,
        "name_en": day.name_en,
    }
