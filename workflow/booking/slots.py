"""Times of day, five-minute cells and gaps between treatments. Pure: no row, no clock.

Every interval is half-open: it holds its start and not its end, so one may end where the next begins.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

CELL = timedelta(minutes=5)
GRID = timedelta(minutes=30)


@dataclass(frozen=True)
class Slot:
    """A free time.

    Attributes:
        starts_at: Aware UTC.
        ends_at: When the treatment ends (aware UTC); the next may start then.
        staff_id: Who treats.
    """

    starts_at: datetime
    ends_at: datetime
    staff_id: UUID


class OpeningHours(Protocol):
    """A branch's hours on its own wall clock."""

    opens_at: time
    closes_at: time


def opening_of(day: date, hours: OpeningHours, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """This will give when a branch opens and closes on a day of its own calendar, in UTC.

    A branch that closes at or before the time it opens closes on the next day.
    """
    opens = datetime.combine(day, hours.opens_at, tzinfo=zone).astimezone(UTC)
    closes_on = day if hours.closes_at > hours.opens_at else day + timedelta(days=1)
    return opens, datetime.combine(closes_on, hours.closes_at, tzinfo=zone).astimezone(UTC)


def starts_between(opens: datetime, closes: datetime, length: timedelta) -> Iterator[datetime]:
    """This will give the half-hourly starts from which a treatment of this length ends before closing."""
    start = opens
    while start + length <= closes:
        yield start
        start += GRID


def cells(starts_at: datetime, ends_at: datetime) -> tuple[datetime, ...]:
    """This will give the five-minute cells an interval touches."""
    midnight = starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight + (starts_at - midnight) // CELL * CELL
    count = -((first - ends_at) // CELL)
    return tuple(first + CELL * number for number in range(count))


def is_on_grid(starts_at: datetime) -> bool:
    """This will say whether a time begins a cell; only such times can be agreed."""
    return (
        starts_at.minute % (CELL.seconds // 60) == 0 and starts_at.second == 0 and not starts_at.microsecond
    )


def is_free(wanted: Collection[datetime], taken: Collection[datetime]) -> bool:
    """This will say whether none of the wanted cells is taken."""
    return not any(cell in taken for cell in wanted)


def first_safe_date(done_on: Collection[date], min_gap_days: int | None) -> date | None:
    """This will give the first date on which a treatment may be done again; None if nothing stands in its way."""
    if not done_on or not min_gap_days:
        return None
    return max(done_on) + timedelta(days=min_gap_days)


def choose_one(
    choices: Collection[UUID], wanted: Collection[datetime], taken: Mapping[UUID, Collection[datetime]]
) -> UUID | None:
    """This will choose the first of several like rooms or devices that is free in all wanted cells."""
    return next((one for one in choices if is_free(wanted, taken.get(one, ()))), None)
