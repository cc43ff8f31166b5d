"""The day and the month at a glance: the figures an owner gets without asking. Each is the registry's own."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from insights import cases, customers
from insights.figure import Figure, Number
from insights.registry import INSIGHTS

WAITING = ("tasks_waiting", "tasks_overdue", "red_flags_open")
YESTERDAY = ("new_customers", "scanned", "booked", "treated", "followed_up", "points_issued")
_OF_A_MONTH = {
    "new_customers": customers.new_customers,
    "scanned": cases.scanned,
    "booked": cases.booked,
    "treated": cases.treated,
    "followed_up": cases.followed_up,
    "answered": customers.answered,
    "points_issued": cases.points_issued,
    "red_flags_raised": customers.red_flags_raised,
}


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day as it lies ahead, and the one before it.

    Attributes:
        day: By the clinic's clock.
        appointments: How many start that day.
        unconfirmed: Of how many of them nobody knows whether she comes.
        first_at: When the first of them starts.
        waiting: What waits to be done now, by figure.
        yesterday: What the day before brought, by figure.
    """

    day: date
    appointments: Number
    unconfirmed: Number
    first_at: datetime | None
    waiting: Mapping[str, Number]
    yesterday: Mapping[str, Number]

    def to_json(self) -> dict[str, Any]:
        """This will give it as plain JSON values."""
        return {
            "day": self.day.isoformat(),
            "appointments": self.appointments,
            "unconfirmed": self.unconfirmed,
            "first_at": None if self.first_at is None else self.first_at.isoformat(),
            "waiting": dict(self.waiting),
            "yesterday": dict(self.yesterday),
        }


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month and the one before it, by figure: (this one, the one before)."""

    first: date
    figures: Mapping[str, tuple[Number, Number]]

    def to_json(self) -> dict[str, Any]:
        """This will give it as plain JSON values."""
        return {
            "month": self.first.isoformat(),
            "figures": {name: list(pair) for name, pair in self.figures.items()},
        }


def day_at_a_glance(session: Session, *, day: date, zone: ZoneInfo) -> Day:
    """This will look at a day that lies ahead, and back at the one before.

    Args:
        session: A session of the clinic.
        day: Today, by the wall clock of the zone.
        zone: The clinic's.
    """
    agreed = _worked_out(session, "appointments", day, zone)
    yesterday = day - timedelta(days=1)
    return Day(
        day=day,
        appointments=agreed.value,
        unconfirmed=agreed.parts["unconfirmed"].value,
        first_at=agreed.rows[0].at if agreed.rows else None,
        waiting={name: _worked_out(session, name, day, zone).value for name in WAITING},
        yesterday={name: _worked_out(session, name, yesterday, zone).value for name in YESTERDAY},
    )


def month_at_a_glance(session: Session, *, month: date, zone: ZoneInfo) -> Month:
    """This will look back at a month, beside the one before it.

    Args:
        session: A session of the clinic.
        month: Any day of it.
        zone: The clinic's.
    """
    first = month.replace(day=1)
    this, before = _of_month(session, first, zone), _of_month(session, first - timedelta(days=1), zone)
    return Month(first=first, figures={name: (this[name], before[name]) for name in _OF_A_MONTH})


def _of_month(session: Session, month: date, zone: ZoneInfo) -> dict[str, Number]:
    days = calendar.monthrange(month.year, month.month)[1]
    last = month.replace(day=days)
    return {
        name: work_out(session, day=last, zone=zone, days=days).value
        for name, work_out in _OF_A_MONTH.items()
    }


def _worked_out(session: Session, name: str, day: date, zone: ZoneInfo) -> Figure:
    return INSIGHTS[name].work_out(session, day=day, zone=zone)
