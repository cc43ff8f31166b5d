"""When a clock rings next, by the wall clock of a zone. Each date it names rings once, whatever the clocks there do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_DECEMBER = 12


class Times(Protocol):
    """A rule that says when something rings."""

    def following(self, after: datetime, *, zone: ZoneInfo) -> datetime:
        """This will give the first instant strictly after `after` at which it rings.

        Args:
            after: Aware UTC.
            zone: Whose wall clock counts.
        """


@dataclass(frozen=True, kw_only=True)
class Daily:
    """Every day at a time of the wall clock.

    A time that the clocks jump over rings as much later as they jump; one that comes twice rings the first time.
    """

    at: time

    def following(self, after: datetime, *, zone: ZoneInfo) -> datetime:
        """This will give the first instant strictly after `after` at which it rings; see `Times`."""
        day = after.astimezone(zone).date() - _DAY
        return _first_after(after, days=_every_day(day), at=self.at, zone=zone)

    def __str__(self) -> str:
        return f"daily {self.at:%H:%M}"


@dataclass(frozen=True, kw_only=True)
class Monthly:
    """Once a month, on a day that every month has (1-28), at a time of the wall clock."""

    day: int
    at: time

    def following(self, after: datetime, *, zone: ZoneInfo) -> datetime:
        """This will give the first instant strictly after `after` at which it rings; see `Times`."""
        first = (after.astimezone(zone).date() - _DAY).replace(day=self.day)
        return _first_after(after, days=_every_month(first), at=self.at, zone=zone)

    def __str__(self) -> str:
        return f"monthly {self.day} {self.at:%H:%M}"


def _first_after(after: datetime, *, days: Iterator[date], at: time, zone: ZoneInfo) -> datetime:
    moments = (datetime.combine(day, at, tzinfo=zone).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment > after)


def _every_day(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _DAY


def _every_month(day: date) -> Iterator[date]:
    while True:
        yield day
        year, month = (day.year + 1, 1) if day.month == _DECEMBER else (day.year, day.month + 1)
        day = day.replace(year=year, month=month)
