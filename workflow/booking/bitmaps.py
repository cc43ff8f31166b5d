"""Times as bits of one long number: bit i is the i-th five-minute cell after a first instant. Pure: no row, no clock.

A quarter of a year is 26 thousand bits. Cutting, joining and shifting such a number costs microseconds, so that all
starts of ninety days are found at once instead of one by one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.booking.slots import CELL, GRID
from workflow.calendars import Span


@dataclass(frozen=True)
class Board:
    """A stretch of time cut into cells.

    Attributes:
        starts_at: When its first cell begins (aware UTC, on a full five minutes).
        size: How many cells.
    """

    starts_at: datetime
    size: int

    @property
    def every(self) -> int:
        """All of its cells."""
        return (1 << self.size) - 1

    def touched(self, spans: Iterable[Span]) -> int:
        """This will give the cells that any of the times touches."""
        bits = 0
        for starts, ends in spans:
            bits |= self._between(self._floor(starts), self._ceiling(ends))
        return bits

    def held_whole(self, spans: Iterable[Span]) -> int:
        """This will give the cells that lie wholly within one of the times."""
        bits = 0
        for starts, ends in spans:
            bits |= self._between(self._ceiling(starts), self._floor(ends))
        return bits

    def half_hours(self, span: Span) -> int:
        """This will give every half-hour from the beginning of a time until before its end."""
        first, last = self._ceiling(span[0]), self._ceiling(span[1])
        step = GRID // CELL
        count = max(0, -(-(last - first) // step))
        # One bit, doubled until there are enough of them: 1, 1 0 1, 1 0 1 0 1 0 1, ...
        bits, have = 1, 1
        while have < count:
            bits |= bits << (have * step)
            have *= 2
        bits &= (1 << (count * step)) - 1
        return (bits << first if first >= 0 else bits >> -first) & self.every

    def after(self, at: datetime) -> int:
        """This will give the cells that begin after an instant."""
        past = self._floor(at) + 1
        return self.every & ~((1 << max(0, past)) - 1)

    def instants(self, bits: int) -> Iterator[datetime]:
        """This will give when each of these cells begins, the earliest first."""
        while bits:
            lowest = bits & -bits
            yield self.starts_at + CELL * (lowest.bit_length() - 1)
            bits ^= lowest

    def _between(self, first: int, last: int) -> int:
        first, last = max(0, first), min(self.size, last)
        return ((1 << (last - first)) - 1) << first if first < last else 0

    def _floor(self, at: datetime) -> int:
        return (at - self.starts_at) // CELL

    def _ceiling(self, at: datetime) -> int:
        return -((self.starts_at - at) // CELL)


def starts_of_runs(free: int, length: timedelta, *, before: timedelta = timedelta(0)) -> int:
    """This will give the cells from which on all are free for a length, and for a while before too.

    Args:
        free: The free cells.
        length: From the start on; what begins a cell needs it whole.
        before: Up to the start.
    """
    lead, rest = _cells(before), _cells(length)
    have = 1
    while have < lead + rest:
        step = min(have, lead + rest - have)
        free &= free >> step
        have += step
    return free << lead


def _cells(length: timedelta) -> int:
    return -(-length // CELL)
