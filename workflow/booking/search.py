"""All free times of a stretch of days at once: one read of the calendar, one of what is taken, the rest is bits."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.booking.bitmaps import Board, starts_of_runs
from workflow.booking.needs import Needs
from workflow.booking.slots import CELL
from workflow.calendars import Opening, Span, openings, working_within
from workflow.store.models import Appointment, Hold, ResourceCell


@dataclass(frozen=True)
class FreeDay:
    """One day of a branch, with the times at which somebody can be treated.

    Attributes:
        opening: When it is open; or that it is closed, and why.
        starts: Aware UTC, the earliest first; none where it is closed or full.
    """

    opening: Opening
    starts: tuple[datetime, ...]

    @property
    def day(self) -> date:
        """The date of the branch's calendar."""
        return self.opening.day


def free_days(
    session: Session,
    *,
    needs: Needs,
    first: date,
    days: int,
    now: datetime,
    but_for: Appointment | Hold | None = None,
    also_but_for: Hold | None = None,
) -> list[FreeDay]:
    """This will give so many days with their free times, in as many queries as one day takes.

    Args:
        session: The caller's transaction.
        needs: What is needed.
        first: The first date of the branch's calendar.
        days: How many.
        now: Aware UTC; times up to it are left out, and holds that end by it are over.
        but_for: What this one has taken counts as free: the appointment that is to be moved.
        also_but_for: The same of the hold of whoever asks.
    """
    opened = openings(session, branch_id=needs.branch.id, first=first, days=days)
    stretch = _stretch(opened, needs=needs)
    if stretch is None:
        return [FreeDay(day, ()) for day in opened]
    mine = [one.id for one in (but_for, also_but_for) if one is not None]
    taken = taken_times(session, resource_ids=needs.resource_ids, stretch=stretch, now=now, but_for=mine)
    working = working_within(session, branch_id=needs.branch.id, opened=opened, staff_ids=[needs.staff_id])
    return free_starts(needs, opened=opened, working=working.get(needs.staff_id, ()), taken=taken, now=now)


def free_starts(
    needs: Needs,
    *,
    opened: Sequence[Opening],
    working: Iterable[Span],
    taken: Mapping[uuid.UUID, Iterable[Span]],
    now: datetime,
) -> list[FreeDay]:
    """This will find every half-hour of some days at which everybody and everything is free. Pure.

    Args:
        needs: What is needed.
        opened: The days, one after the other.
        working: When whoever treats is there.
        taken: Resource to the times at which it is taken.
        now: Aware UTC; times up to it are left out.
    """
    stretch = _stretch(opened, needs=needs)
    if stretch is None:
        return [FreeDay(day, ()) for day in opened]
    begins, ends = stretch
    begins -= timedelta(minutes=begins.minute % 5, seconds=begins.second, microseconds=begins.microsecond)
    board = Board(begins, -((begins - ends) // CELL))
    busy = {resource_id: board.touched(spans) for resource_id, spans in taken.items()}
    free = _startable(board, needs=needs, busy=busy, there=board.held_whole(working)) & board.after(now)
    return [FreeDay(day, tuple(board.instants(free & _grid(board, needs, day)))) for day in opened]


def _stretch(opened: Sequence[Opening], *, needs: Needs) -> Span | None:
    """This will give the time from the first opening to the last closing, with buffers; None if it is closed throughout."""
    hours = [day.hours for day in opened if day.hours is not None]
    if not hours:
        return None
    return hours[0][0] - needs.longest_before, hours[-1][1] + needs.longest_after


def _grid(board: Board, needs: Needs, day: Opening) -> int:
    """This will give the half-hours of a day from which the treatment ends before closing."""
    if day.hours is None:
        return 0
    opens, closes = day.hours
    return board.half_hours((opens, closes - needs.length + CELL)) if opens + needs.length <= closes else 0


def _startable(board: Board, *, needs: Needs, busy: dict[uuid.UUID, int], there: int) -> int:
    """This will give the cells at which everybody and everything is free for as long as it is needed."""

    def free(resource_id: uuid.UUID) -> int:
        return board.every & ~busy.get(resource_id, 0)

    starts = starts_of_runs(there, needs.length)
    starts &= starts_of_runs(free(needs.customer_id), needs.length)
    starts &= starts_of_runs(
        free(needs.staff_id), needs.length + needs.staff_after, before=needs.staff_before
    )
    for choices in needs.choices.values():
        any_of_them = 0
        for one in choices:
            any_of_them |= starts_of_runs(free(one), needs.length + needs.cleaning, before=needs.preparing)
        starts &= any_of_them
    return starts


def taken_times(
    session: Session,
    *,
    resource_ids: Collection[uuid.UUID],
    stretch: Span,
    now: datetime,
    but_for: Collection[uuid.UUID] = (),
) -> dict[uuid.UUID, list[Span]]:
    """This will read what is taken, as one row for each appointment or hold of each resource.

    Whatever takes a resource takes it for one stretch without a gap, so its first and last cell say all. A hold that is
    over takes nothing.
    """
    taker = sa.func.coalesce(ResourceCell.appointment_id, ResourceCell.hold_id)
    statement = (
        sa.select(
            ResourceCell.resource_id,
            sa.func.min(ResourceCell.cell_at).label("first_at"),
            sa.func.max(ResourceCell.cell_at).label("last_at"),
        )
        .where(
            ResourceCell.resource_id.in_(resource_ids),
            ResourceCell.cell_at > stretch[0] - CELL,
            ResourceCell.cell_at < stretch[1],
            sa.or_(ResourceCell.held_until.is_(None), ResourceCell.held_until > now),
        )
        .group_by(ResourceCell.resource_id, ResourceCell.appointment_id, ResourceCell.hold_id)
    )
    if but_for:
        statement = statement.where(taker.not_in(but_for))
    taken: dict[uuid.UUID, list[Span]] = defaultdict(list)
    for row in session.execute(statement):
        taken[row.resource_id].append((row.first_at, row.last_at + CELL))
    return taken
