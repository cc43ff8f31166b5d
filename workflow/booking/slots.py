"""Times of day, five-minute cells and gaps between treatments. Pure: no row, no clock.

Every interval is half-open: it holds its start and not its end, so one may end where the next begins.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

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
