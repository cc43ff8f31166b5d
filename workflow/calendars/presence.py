"""Who works when: a shift of the date, else those of the weekday, less time off; and nobody while it is closed.

Somebody without weekly shifts is there whenever their own branch is open.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.calendars.hours import Opening, Span, common, joined, span_of, without
from workflow.calendars.opening import openings
from workflow.store.models import Branch, Shift, Staff, TimeOff

# How far ahead the next working time is looked for: longer than any closure of a branch that still lives.
LOOK_AHEAD_DAYS = 60


def on_shift(session: Session, *, branch_id: uuid.UUID, at: datetime) -> set[uuid.UUID]:
    """This will say who is working at a branch at an instant.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        at: Aware UTC.
    """
    working = working_times(session, branch_id=branch_id, first=_day_before(session, branch_id, at), days=2)
    return {
        staff_id for staff_id, spans in working.items() if any(starts <= at < ends for starts, ends in spans)
    }


def working_times(
    session: Session,
    *,
    branch_id: uuid.UUID,
    first: date,
    days: int,
    staff_ids: Collection[uuid.UUID] | None = None,
) -> dict[uuid.UUID, list[Span]]:
    """This will give when everybody works at a branch, within its opening hours; in as many queries as for one day.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        first: The first date of the branch's calendar.
        days: How many.
        staff_ids: Whose times; None for everybody active who belongs there or has a shift there.
    """
    opened = openings(session, branch_id=branch_id, first=first, days=days)
    return working_within(session, branch_id=branch_id, opened=opened, staff_ids=staff_ids)


def working_within(
    session: Session,
    *,
    branch_id: uuid.UUID,
    opened: Sequence[Opening],
    staff_ids: Collection[uuid.UUID] | None,
) -> dict[uuid.UUID, list[Span]]:
    """This will do the same for days, one after the other, whose opening has been read already."""
    zone = ZoneInfo(session.get_one(Branch, branch_id).zone)
    home = _people(session, staff_ids=staff_ids)
    shifts = _shifts(session, opened=opened, staff_ids=staff_ids)
    away = _away(session, opened=opened, staff_ids=staff_ids)
    times: dict[uuid.UUID, list[Span]] = {}
    for staff_id, home_id in home.items():
        theirs = shifts.get(staff_id, [])
        if home_id != branch_id and all(shift.branch_id != branch_id for shift in theirs):
            continue
        spans = [
            span
            for day in opened
            for span in _on(day, shifts=theirs, branch_id=branch_id, at_home=home_id == branch_id, zone=zone)
        ]
        times[staff_id] = without(joined(spans), away.get(staff_id, ()))
    return times


def next_working_time(
    session: Session, *, branch_id: uuid.UUID, after: datetime, staff_id: uuid.UUID | None = None
) -> datetime | None:
    """This will give the first instant from `after` on at which a branch is open, or at which somebody works there.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        after: Aware UTC; it is the answer itself if it falls into working time.
        staff_id: Who shall be there; None: it is enough that the branch is open.

    Returns:
        Aware UTC; None if there is none within 60 days.
    """
    spans = _spans(session, branch_id=branch_id, after=after, staff_id=staff_id)
    return next((max(starts, after) for starts, ends in spans if ends > after), None)


def after_working_time(
    session: Session,
    *,
    branch_id: uuid.UUID,
    after: datetime,
    minutes: int,
    staff_id: uuid.UUID | None = None,
) -> datetime | None:
    """This will give the instant by which so many minutes of working time have passed.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        after: Aware UTC; from when on minutes are counted.
        minutes: How many; 0 gives the next working time.
        staff_id: Whose working time; None for the branch's.

    Returns:
        Aware UTC; None if that many minutes do not pass within 60 days.
    """
    left = timedelta(minutes=minutes)
    for starts, ends in _spans(session, branch_id=branch_id, after=after, staff_id=staff_id):
        begun = max(starts, after)
        if begun >= ends:
            continue
        if left <= ends - begun:
            return begun + left
        left -= ends - begun
    return None


def _spans(
    session: Session, *, branch_id: uuid.UUID, after: datetime, staff_id: uuid.UUID | None
) -> list[Span]:
    """This will give the working times from the day before on (one of its shifts may last past midnight)."""
    first = _day_before(session, branch_id, after)
    opened = openings(session, branch_id=branch_id, first=first, days=LOOK_AHEAD_DAYS)
    if staff_id is None:
        return joined(day.hours for day in opened if day.hours is not None)
    working = working_within(session, branch_id=branch_id, opened=opened, staff_ids=[staff_id])
    return working.get(staff_id, [])


def _day_before(session: Session, branch_id: uuid.UUID, at: datetime) -> date:
    zone = ZoneInfo(session.get_one(Branch, branch_id).zone)
    return at.astimezone(zone).date() - timedelta(days=1)


def _on(
    day: Opening, *, shifts: Sequence[Shift], branch_id: uuid.UUID, at_home: bool, zone: ZoneInfo
) -> list[Span]:
    """This will give one person's times at a branch on one day."""
    if day.hours is None:
        return []
    weekly = [shift for shift in shifts if shift.weekday is not None]
    stands = [shift for shift in shifts if shift.day == day.day]
    if not stands and not weekly:
        return [day.hours] if at_home else []
    stands = stands or [shift for shift in weekly if shift.weekday == day.day.weekday()]
    spans = [
        span_of(day.day, shift.starts_at, shift.ends_at, zone)
        for shift in stands
        if shift.branch_id == branch_id
    ]
    return common(joined(spans), [day.hours])


def _people(session: Session, *, staff_ids: Collection[uuid.UUID] | None) -> dict[uuid.UUID, uuid.UUID]:
    """This will give who works in the clinic, and at which branch they are at home."""
    statement = sa.select(Staff.id, Staff.branch_id).where(Staff.active)
    if staff_ids is not None:
        statement = statement.where(Staff.id.in_(staff_ids))
    return {row.id: row.branch_id for row in session.execute(statement)}


def _shifts(
    session: Session, *, opened: Sequence[Opening], staff_ids: Collection[uuid.UUID] | None
) -> Mapping[uuid.UUID, list[Shift]]:
    """This will read the weekly shifts, and those of single dates among these days."""
    dated = sa.false() if not opened else Shift.day.between(opened[0].day, opened[-1].day)
    statement = sa.select(Shift).where(sa.or_(Shift.weekday.is_not(None), dated))
    if staff_ids is not None:
        statement = statement.where(Shift.staff_id.in_(staff_ids))
    found: dict[uuid.UUID, list[Shift]] = defaultdict(list)
    for shift in session.scalars(statement):
        found[shift.staff_id].append(shift)
    return found


def _away(
    session: Session, *, opened: Sequence[Opening], staff_ids: Collection[uuid.UUID] | None
) -> Mapping[uuid.UUID, list[Span]]:
    """This will read the time off that touches these days."""
    hours = [day.hours for day in opened if day.hours is not None]
    if not hours:
        return {}
    statement = sa.select(TimeOff).where(TimeOff.ends_at > hours[0][0], TimeOff.starts_at < hours[-1][1])
    if staff_ids is not None:
        statement = statement.where(TimeOff.staff_id.in_(staff_ids))
    away: dict[uuid.UUID, list[Span]] = defaultdict(list)
    for off in session.scalars(statement):
        away[off.staff_id].append((off.starts_at, off.ends_at))
    return away
