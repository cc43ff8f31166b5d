"""The file sets hours, dates and shifts as often as it likes; what a hand set stays."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from tests.factories.cases import state_of
from workflow.calendars import (
    DayKind,
    DayTold,
    EndsBeforeItBegins,
    NotTheirRoster,
    close_branch,
    open_again,
    opening,
    set_calendar,
    set_weekly_shifts,
    working_times,
)
from workflow.store.models import OpeningHours, Shift, SpecialDay

if TYPE_CHECKING:
    from tests.factories.cases import Walk

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HOLIDAY = DayTold(kind=DayKind.HOLIDAY, hours=None, name_th="วันพ่อแห่งชาติ", name_en="Father's Day")
SHORT = DayTold(kind=DayKind.HOURS, hours=(time(10), time(15)), name_th="งานปีใหม่", name_en="party")


def hours(walk: Walk, day: date) -> str:
    found = opening(walk.session, branch_id=walk.cast.branch.id, day=day).hours
    return f"{found[0]:%H:%M}-{found[1]:%H:%M}" if found else "closed"


def told(walk: Walk, weekly: dict[int, tuple[time, time] | None], days: dict[date, DayTold]) -> None:
    set_calendar(
        walk.session,
        branch_id=walk.cast.branch.id,
        weekly=weekly,
        days=days,
        holidays_until=date(2027, 12, 31),
    )


def test_telling_it_twice_changes_nothing(walk: Walk) -> None:
    weekly: dict[int, tuple[time, time] | None] = {0: (time(11), time(19)), 6: None}
    told(walk, weekly, {TUESDAY: HOLIDAY})
    before = state_of(walk.session, OpeningHours, SpecialDay)

    told(walk, weekly, {TUESDAY: HOLIDAY})

    assert state_of(walk.session, OpeningHours, SpecialDay) == before
    assert (hours(walk, MONDAY), hours(walk, TUESDAY)) == ("04:00-12:00", "closed")


def test_what_the_file_no_longer_tells_is_gone(walk: Walk) -> None:
    told(walk, {0: None}, {TUESDAY: HOLIDAY})
    told(walk, {}, {MONDAY: SHORT})

    assert (hours(walk, MONDAY), hours(walk, TUESDAY)) == ("03:00-08:00", "03:00-13:00")


def test_a_date_closed_by_hand_outlives_the_file_until_it_is_taken_back(walk: Walk) -> None:
    words = {"name_th": "ปิดปรับปรุง", "name_en": "renovation", "by": walk.anan, "now": walk.now}
    branch_id = walk.cast.branch.id
    close_branch(walk.session, branch_id=branch_id, first=MONDAY, last=TUESDAY, **words)
    close_branch(walk.session, branch_id=branch_id, first=MONDAY, last=TUESDAY, **words)
    told(walk, {}, {MONDAY: SHORT})
    assert (hours(walk, MONDAY), hours(walk, TUESDAY)) == ("closed", "closed")
    assert opening(walk.session, branch_id=branch_id, day=MONDAY).name_en == "renovation"

    open_again(walk.session, branch_id=branch_id, first=MONDAY, last=MONDAY, by=walk.anan)

    assert (hours(walk, MONDAY), hours(walk, TUESDAY)) == ("03:00-08:00", "closed")
    with pytest.raises(EndsBeforeItBegins):
        close_branch(walk.session, branch_id=branch_id, first=TUESDAY, last=MONDAY, **words)
    with pytest.raises(NotTheirRoster):
        close_branch(
            walk.session, branch_id=branch_id, first=MONDAY, last=MONDAY, **{**words, "by": walk.fon}
        )
    with pytest.raises(NotTheirRoster):
        open_again(walk.session, branch_id=branch_id, first=MONDAY, last=MONDAY, by=walk.ploy)


def test_shifts_follow_the_file(walk: Walk) -> None:
    ploy, branch_id = walk.cast.ploy.id, walk.cast.branch.id

    def monday() -> list[str]:
        working = working_times(walk.session, branch_id=branch_id, first=MONDAY, days=1, staff_ids=[ploy])
        return [f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in working[ploy]]

    early, late = (0, (time(10), time(13))), (0, (time(15), time(20)))
    set_weekly_shifts(walk.session, staff_id=ploy, branch_id=branch_id, shifts=[early, late])
    before = state_of(walk.session, Shift)
    set_weekly_shifts(walk.session, staff_id=ploy, branch_id=branch_id, shifts=[late, early])
    assert state_of(walk.session, Shift) == before
    assert monday() == ["03:00-06:00", "08:00-13:00"]

    set_weekly_shifts(walk.session, staff_id=ploy, branch_id=branch_id, shifts=[late])
    assert monday() == ["08:00-13:00"]

    set_weekly_shifts(walk.session, staff_id=ploy, branch_id=branch_id, shifts=[])
    assert monday() == ["03:00-13:00"]
