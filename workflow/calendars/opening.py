"""When a branch is open: its usual hours, then its weekdays, then single dates; the nearest to the date decides."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.calendars.hours import Opening, span_of
from workflow.store.models import Branch, OpeningHours, SpecialDay


def opening(session: Session, *, branch_id: uuid.UUID, day: date) -> Opening:
    """This will say what a day of a branch is like.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        day: A date of the branch's calendar.
    """
    return openings(session, branch_id=branch_id, first=day, days=1)[0]


def openings(session: Session, *, branch_id: uuid.UUID, first: date, days: int) -> list[Opening]:
    """This will say what so many days of a branch are like, one after the other; in as many queries as for one day.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        first: The first of the dates.
        days: How many.
    """
    branch = session.get_one(Branch, branch_id)
    weekly = {
        row.weekday: row
        for row in session.scalars(sa.select(OpeningHours).where(OpeningHours.branch_id == branch_id))
    }
    statement = sa.select(SpecialDay).where(
        SpecialDay.branch_id == branch_id,
        SpecialDay.day >= first,
        SpecialDay.day < first + timedelta(days=days),
    )
    # By hand last, so that it stands.
    special = {row.day: row for row in session.scalars(statement.order_by(SpecialDay.by_hand))}
    dates = [first + timedelta(days=number) for number in range(days)]
    return [
        _opening_on(day, branch=branch, weekly=weekly.get(day.weekday()), special=special.get(day))
        for day in dates
    ]


def _opening_on(
    day: date, *, branch: Branch, weekly: OpeningHours | None, special: SpecialDay | None
) -> Opening:
    told: Sequence[Branch | OpeningHours | SpecialDay] = [
        row for row in (special, weekly, branch) if row is not None
    ]
    hours = told[0]
    return Opening(
        day=day,
        hours=None
        if hours.opens_at is None or hours.closes_at is None
        else span_of(day, hours.opens_at, hours.closes_at, ZoneInfo(branch.zone)),
        name_th=special.name_th if special else "",
        name_en=special.name_en if special else "",
        known=branch.holidays_until is None or day <= branch.holidays_until,
    )
