"""Which days and times can be wished for: those free for her case, or those her branch is open, where she has none yet."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.dialogue.branch_slot import wished_place
from bot.dialogue.talk import Talk
from workflow.booking import LOOK_AHEAD_DAYS, FreeDay, coming_days
from workflow.calendars import openings

_STEP = timedelta(minutes=30)
_LAST_START = timedelta(minutes=60)
"""Nobody begins a first visit in a branch's last hour."""


class Diary:
    """The coming days, read once in a turn.

    Attributes:
        days: From today on, closed ones too.
        zone: The branch's clock.
    """

    def __init__(self, days: Sequence[FreeDay], zone: ZoneInfo) -> None:
        """This will keep the days."""
        self.days = tuple(days)
        self.zone = zone
        self._by_day = {day.day: day for day in days}

    def on(self, day: date) -> FreeDay | None:
        """This will give a day; None for one that lies outside of what can be agreed on."""
        return self._by_day.get(day)

    def times(self, day: date) -> dict[time, datetime]:
        """This will give a day's free times by the wall clock."""
        found = self._by_day.get(day)
        return {at.astimezone(self.zone).time(): at for at in found.starts} if found is not None else {}


def diary_of(talk: Talk) -> Diary:
    """This function will read the days of the form's case, or of the branch where the form is about no case."""
    case_id = talk.filled.get("case_id")
    key = f"diary:{case_id}:{talk.filled.get('branch')}"
    if key not in talk.memo:
        talk.memo[key] = _read(talk, case_id)
    diary: Diary = talk.memo[key]
    return diary


def _read(talk: Talk, case_id: str | None) -> Diary:
    if case_id is not None:
        found = coming_days(talk.session, case_id=UUID(case_id), now=talk.now, rules=talk.kit.rules)
        return Diary(found, talk.zone)
    today = talk.now.astimezone(talk.zone).date()
    days = openings(talk.session, branch_id=wished_place(talk).id, first=today, days=LOOK_AHEAD_DAYS)
    return Diary([FreeDay(day, _starts(day.hours, talk.now)) for day in days], talk.zone)


def _starts(hours: tuple[datetime, datetime] | None, now: datetime) -> tuple[datetime, ...]:
    """This function will give the half hours of a day at which a visit can begin."""
    if hours is None:
        return ()
    opens, closes = hours
    count = max(0, int((closes - _LAST_START - opens) / _STEP) + 1)
    return tuple(at for number in range(count) if (at := opens + number * _STEP) > now)
