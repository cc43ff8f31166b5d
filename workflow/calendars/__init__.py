"""When a branch is open, and who is there. Hours are a wall clock's inside, instants outside."""

from workflow.calendars.branch_calendar import (
    DayTold,
    close_branch,
    open_again,
    set_calendar,
    set_weekly_shifts,
)
from workflow.calendars.holidays import Holiday, holiday_keys, holidays_chosen, known_until, known_years
from workflow.calendars.hours import Opening, Span, holds, span_of
from workflow.calendars.opening import opening, openings
from workflow.calendars.presence import (
    after_working_time,
    next_working_time,
    on_shift,
    working_times,
    working_within,
)
from workflow.calendars.refusals import AlreadyOff, EndsBeforeItBegins, NotTheirRoster
from workflow.calendars.time_off import add_time_off, take_back_time_off, time_off_of
from workflow.store.models import DayKind, OpeningHours, Shift, SpecialDay, TimeOff

__all__ = [
    "AlreadyOff",
    "DayKind",
    "DayTold",
    "EndsBeforeItBegins",
    "Holiday",
    "NotTheirRoster",
    "Opening",
    "OpeningHours",
    "Shift",
    "Span",
    "SpecialDay",
    "TimeOff",
    "add_time_off",
    "after_working_time",
    "close_branch",
    "holds",
    "holiday_keys",
    "holidays_chosen",
    "known_until",
    "known_years",
    "next_working_time",
    "on_shift",
    "open_again",
    "opening",
    "openings",
    "set_calendar",
    "set_weekly_shifts",
    "span_of",
    "take_back_time_off",
    "time_off_of",
    "working_times",
    "working_within",
]
