"""Setting a branch's hours, dates and shifts: by the clinic's file, safe to repeat, and single dates by hand."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.calendars.refusals import EndsBeforeItBegins, NotTheirRoster
from workflow.store.models import Branch, DayKind, OpeningHours, Shift, SpecialDay, Staff

log = structlog.get_logger(__name__)

Hours: TypeAlias = tuple[time, time]


@dataclass(frozen=True, kw_only=True)
class DayTold:
    """A date as the clinic's file tells it; without hours the branch is closed.

    Attributes:
        kind: Why it is unlike its weekday.
        hours: On the branch's own clock.
        name_th: What people are told.
        name_en: The same in English.
    """

    kind: DayKind
    hours: Hours | None
    name_th: str
    name_en: str


def set_calendar(
    session: Session,
    *,
    branch_id: uuid.UUID,
    weekly: Mapping[int, Hours | None],
    days: Mapping[date, DayTold],
    holidays_until: date | None,
) -> None:
    """This will make a branch's weekdays and dates what the file tells; dates set by hand stay.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        weekly: Weekday (0 is Monday) to hours; None: closed on it; a weekday left out has the usual hours.
        days: The dates unlike their weekday.
        holidays_until: The last date of which the public holidays are known; None: the branch keeps none.
    """
    branch = session.get_one(Branch, branch_id)
    branch.holidays_until = holidays_until
    _set_weekly(session, branch=branch, weekly=weekly)
    _set_days(session, branch=branch, days=days)
    session.flush()


def set_weekly_shifts(
    session: Session, *, staff_id: uuid.UUID, branch_id: uuid.UUID, shifts: Collection[tuple[int, Hours]]
) -> None:
    """This will make somebody's weekly shifts what the file tells; shifts set by hand stay.

    Args:
        session: The caller's transaction.
        staff_id: Who.
        branch_id: Where they work them.
        shifts: Weekday (0 is Monday) and hours; none: they are there whenever their branch is open.
    """
    staff = session.get_one(Staff, staff_id)
    wanted = {(branch_id, weekday, *hours) for weekday, hours in shifts}
    kept = set()
    for row in session.scalars(sa.select(Shift).where(Shift.staff_id == staff_id, sa.not_(Shift.by_hand))):
        key = (row.branch_id, row.weekday, row.starts_at, row.ends_at)
        if key in wanted and key not in kept:
            kept.add(key)
        else:
            session.delete(row)
    for branch_of, weekday, starts_at, ends_at in sorted(wanted - kept, key=str):
        session.add(
            Shift(
                clinic_id=staff.clinic_id,
                branch_id=branch_of,
                staff_id=staff_id,
                weekday=weekday,
                starts_at=starts_at,
                ends_at=ends_at,
            )
        )
    session.flush()


def close_branch(
    session: Session,
    *,
    branch_id: uuid.UUID,
    first: date,
    last: date,
    name_th: str,
    name_en: str,
    by: Actor,
    now: datetime,
) -> list[SpecialDay]:
    """This will close a branch on some dates, whatever the file says. Times agreed already are for people to move.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        first: The first date.
        last: The last date, closed too.
        name_th: What people are told.
        name_en: The same in English.
        by: A manager or owner.
        now: When (aware UTC).

    Raises:
        NotTheirRoster: Only managers and owners close a branch.
        EndsBeforeItBegins: The last date lies before the first.
    """
    if not by.has(Role.MANAGER, Role.OWNER):
        raise NotTheirRoster
    if last < first:
        raise EndsBeforeItBegins(starts_at=first, ends_at=last)
    branch = session.get_one(Branch, branch_id)
    open_again(session, branch_id=branch_id, first=first, last=last, by=by)
    closed = [
        SpecialDay(
            clinic_id=branch.clinic_id,
            branch_id=branch_id,
            day=first + timedelta(days=number),
            kind=DayKind.CLOSURE,
            name_th=name_th,
            name_en=name_en,
            by_hand=True,
        )
        for number in range((last - first).days + 1)
    ]
    session.add_all(closed)
    session.flush()
    log.info("branch.closed", branch_id=str(branch_id), days=len(closed), at=now.isoformat())
    return closed


def open_again(session: Session, *, branch_id: uuid.UUID, first: date, last: date, by: Actor) -> None:
    """This will take back what was set by hand for some dates; then the file's word stands for them.

    Raises:
        NotTheirRoster: Only managers and owners may.
    """
    if not by.has(Role.MANAGER, Role.OWNER):
        raise NotTheirRoster
    session.execute(
        sa.delete(SpecialDay).where(
            SpecialDay.branch_id == branch_id, SpecialDay.by_hand, SpecialDay.day.between(first, last)
        )
    )


def _set_weekly(session: Session, *, branch: Branch, weekly: Mapping[int, Hours | None]) -> None:
    there = {
        row.weekday: row
        for row in session.scalars(sa.select(OpeningHours).where(OpeningHours.branch_id == branch.id))
    }
    for weekday, row in there.items():
        if weekday not in weekly:
            session.delete(row)
    for weekday, hours in weekly.items():
        row = there.get(weekday) or OpeningHours(
            clinic_id=branch.clinic_id, branch_id=branch.id, weekday=weekday
        )
        row.opens_at, row.closes_at = hours or (None, None)
        session.add(row)


def _set_days(session: Session, *, branch: Branch, days: Mapping[date, DayTold]) -> None:
    statement = sa.select(SpecialDay).where(SpecialDay.branch_id == branch.id, sa.not_(SpecialDay.by_hand))
    there = {row.day: row for row in session.scalars(statement)}
    for day, row in there.items():
        if day not in days:
            session.delete(row)
    for day, told in days.items():
        row = there.get(day) or SpecialDay(
            clinic_id=branch.clinic_id, branch_id=branch.id, day=day, by_hand=False
        )
        row.kind, row.name_th, row.name_en = told.kind, told.name_th, told.name_en
        row.opens_at, row.closes_at = told.hours or (None, None)
        session.add(row)
