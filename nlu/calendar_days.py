"""A branch's calendar: which day is meant by a number, a weekday, a month or a holiday, seen from its today."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from nlu.date_words import FIXED_HOLIDAYS, SUNDAY

BUDDHIST_ERA = 543
"""The Thai year is this much ahead of the common one."""

FARTHEST_DAYS = 270
"""A day and month without a year that lie farther ahead than this were likelier meant in the past: not guessed."""

_OLDEST = 1900
"""Nobody names a year before this one."""

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Calendar:
    """Where a branch stands in time.

    Attributes:
        today: Its date.
        holidays: The dates of holidays that differ from year to year, or are more than the law says, by key
            (`songkran`, `makha_bucha` ...).
    """

    today: date
    holidays: Mapping[str, Sequence[date]] = field(default_factory=dict)

    def weekday(self, weekday: int) -> date:
        """This function will give the coming such weekday, today included."""
        return self.today + timedelta(days=(weekday - self.today.weekday()) % 7)

    def last_weekday(self, weekday: int) -> date:
        """This function will give the last such weekday before today."""
        return self.weekday(weekday) - _WEEK

    def week(self, ahead: int = 0) -> tuple[date, date]:
        """This function will give Monday and Sunday of this week or a later one."""
        monday = self.today - timedelta(days=self.today.weekday()) + ahead * _WEEK
        return monday, monday + 6 * _DAY

    def month(self, ahead: int = 0) -> tuple[date, date]:
        """This function will give the first and last day of this month or a later one."""
        number = self.today.month - 1 + ahead
        return month_of(self.today.year + number // 12, number % 12 + 1)

    def named_month(self, month: int) -> tuple[date, date]:
        """This function will give the first and last day of the coming such month, this one included."""
        return month_of(self.today.year + (month < self.today.month), month)

    def numbered(self, day: int) -> tuple[date, ...]:
        """This function will give the dates with that number that can be meant: the next one, two where it is today's.

        None is given for a number that this month does not have: a slip of the pen, or the next month that has it?
        """
        if not 1 <= day <= self.month()[1].day and day > self.today.day:
            return ()
        dates = [_dated(first, day) for first in (self.month()[0], self.month(1)[0])]
        ahead = [on for on in dates if on and on >= self.today]
        return tuple(ahead) if day == self.today.day else tuple(ahead[:1])

    def last_numbered(self, day: int) -> date | None:
        """This function will give the last date with that number before today."""
        for first in (self.month()[0], self.month(-1)[0], self.month(-2)[0]):
            on = _dated(first, day)
            if on and on < self.today:
                return on
        return None

    def dated(self, day: int, month: int, year: int | None) -> date | None:
        """This function will make a date; without a year the next one, however far. None where there is none such."""
        try:
            whole = date(year or self.today.year, month, day)
            return whole.replace(year=whole.year + 1) if year is None and whole < self.today else whole
        except ValueError:
            return None

    def year(self, written: str) -> int | None:
        """This function will read a year in either era, of two digits or four, if only one reading is near."""
        number = int(written)
        short = len(written) == 2  # noqa: PLR2004 - two digits or four
        readings = {number + (2000 if short else 0), number + (2500 if short else 0) - BUDDHIST_ERA}
        near = [year for year in readings if self.today.year - 1 <= year <= self.today.year + 3]
        if len(near) == 1:
            return near[0]
        # Four digits say which era they are of, however long ago.
        gone = [year for year in readings if _OLDEST <= year < self.today.year]
        return gone[0] if len(gone) == 1 and not short else None

    def holiday(self, key: str) -> tuple[date, date] | None:
        """This function will give the first and last day of the coming such holiday; None where nobody told."""
        told = [day for day in self.holidays.get(key, ()) if day >= self.today]
        fixed = [
            date(year, month, day)
            for year in (self.today.year, self.today.year + 1)
            for month, day in FIXED_HOLIDAYS.get(key, ())
            if date(year, month, day) >= self.today
        ]
        days = sorted(told or fixed)
        if not days:
            return None
        last = days[0]
        for day in days:
            last = day if day - last <= _DAY else last
        return days[0], last

    @property
    def next_week_is_clear(self) -> bool:
        """Whether "next week" means one week to everybody: on a Sunday it does not, for to some the week just began."""
        return self.today.weekday() != SUNDAY

    def is_far(self, day: date) -> bool:
        """This function will tell whether a day without a year is so far ahead that it was likelier meant in the past."""
        return (day - self.today).days > FARTHEST_DAYS


def month_of(year: int, month: int) -> tuple[date, date]:
    """This function will give the first and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _dated(first: date, day: int) -> date | None:
    try:
        return first.replace(day=day)
    except ValueError:
        return None
