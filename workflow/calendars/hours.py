"""Hours on a wall clock, made into instants. Pure: no row, no clock.

Every interval is half-open: it holds its start and not its end, so one may end where the next begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Span: TypeAlias = tuple[datetime, datetime]


@dataclass(frozen=True)
class Opening:
    """What one day of a branch is like.

    Attributes:
        day: A date of the branch's calendar.
        hours: When it opens and closes (aware UTC); None: it is closed.
        name_th: Why the day is unlike its weekday, as the holiday's name; empty for a day like any other.
        name_en: The same in English.
        known: False if the branch keeps public holidays and nobody has told it those of this date yet.
    """

    day: date
    hours: Span | None
    name_th: str = ""
    name_en: str = ""
    known: bool = True


def span_of(day: date, starts: time, ends: time, zone: ZoneInfo) -> Span:
    """This will give when something on a wall clock begins and ends, in UTC.

    What ends at or before the time it begins ends on the next day.
    """
    ends_on = day if ends > starts else day + timedelta(days=1)
    return (
        datetime.combine(day, starts, tzinfo=zone).astimezone(UTC),
        datetime.combine(ends_on, ends, tzinfo=zone).astimezone(UTC),
    )


def without(spans: Iterable[Span], away: Sequence[Span]) -> list[Span]:
    """This will take times away from others, in order; what touches only at an end stays whole."""
    left = list(spans)
    for from_at, until in away:
        left = [
            part
            for starts, ends in left
            for part in ((starts, min(ends, from_at)), (max(starts, until), ends))
            if part[0] < part[1]
        ]
    return sorted(left)


def common(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """This will give the times that stand in both, in order; each must be in order itself and not overlap itself."""
    both: list[Span] = []
    one = two = 0
    while one < len(some) and two < len(others):
        starts = max(some[one][0], others[two][0])
        ends = min(some[one][1], others[two][1])
        if starts < ends:
            both.append((starts, ends))
        if some[one][1] <= others[two][1]:
            one += 1
        else:
            two += 1
    return both


def joined(spans: Iterable[Span]) -> list[Span]:
    """This will put together what overlaps or touches, in order."""
    whole: list[Span] = []
    for starts, ends in sorted(spans):
        if whole and starts <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ends))
        else:
            whole.append((starts, ends))
    return whole


def holds(spans: Iterable[Span], wanted: Span) -> bool:
    """This will say whether one of the times holds the whole of another."""
    return any(starts <= wanted[0] and wanted[1] <= ends for starts, ends in spans)
