"""A branch is open by its dates, else its weekdays, else its usual hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tests.factories.calendars import a_special_day, a_weekday
from workflow.calendars import opening, openings
from workflow.store.models import DayKind

if TYPE_CHECKING:
    from tests.factories.cases import Walk

MONDAY = date(2026, 11, 23)


def hours(walk: Walk, day: date) -> str:
    found = opening(walk.session, branch_id=walk.cast.branch.id, day=day).hours
    return f"{found[0]:%H:%M}-{found[1]:%H:%M}" if found else "closed"


def test_it_keeps_its_usual_hours_where_nothing_else_is_said(walk: Walk) -> None:
    assert hours(walk, MONDAY) == "03:00-13:00"


def test_a_weekday_goes_before_the_usual_hours(walk: Walk) -> None:
    a_weekday(walk.session, walk.cast.branch, 0, time(12), time(18))
    a_weekday(walk.session, walk.cast.branch, 1)

    assert [hours(walk, MONDAY + timedelta(days=number)) for number in range(3)] == [
        "05:00-11:00",
        "closed",
        "03:00-13:00",
    ]


def test_a_date_goes_before_its_weekday_and_a_hand_before_the_file(walk: Walk) -> None:
    branch = walk.cast.branch
    a_weekday(walk.session, branch, 0, time(12), time(18))
    a_special_day(walk.session, branch, MONDAY)
    assert hours(walk, MONDAY) == "closed"
    found = opening(walk.session, branch_id=branch.id, day=MONDAY)
    assert (found.name_th, found.name_en) == ("วันสงกรานต์", "Songkran")

    a_special_day(
        walk.session, branch, MONDAY, time(13), time(17), kind=DayKind.HOURS, name_en="party", by_hand=True
    )

    assert hours(walk, MONDAY) == "06:00-10:00"
    assert hours(walk, MONDAY + timedelta(days=7)) == "05:00-11:00"


def test_it_says_where_its_holidays_end(walk: Walk) -> None:
    walk.cast.branch.holidays_until = MONDAY
    walk.session.merge(walk.cast.branch)
    walk.session.flush()

    days = openings(walk.session, branch_id=walk.cast.branch.id, first=MONDAY, days=2)

    assert [day.known for day in days] == [True, False]


def test_a_quarter_is_read_in_as_many_queries_as_a_day(walk: Walk) -> None:
    def queries(days: int) -> int:
        asked: list[str] = []
        bind = walk.session.get_bind()

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        sa.event.listen(bind, "before_cursor_execute", note)
        openings(walk.session, branch_id=walk.cast.branch.id, first=MONDAY, days=days)
        sa.event.remove(bind, "before_cursor_execute", note)
        return len(asked)

    assert queries(90) == queries(1) == 3  # the branch, its weekdays, its dates


def test_another_branchs_days_are_its_own(walk: Walk) -> None:
    a_special_day(walk.session, walk.cast.branch, MONDAY)

    found = opening(walk.session, branch_id=walk.cast.branch.id, day=MONDAY + timedelta(days=1))

    assert found.hours == (datetime(2026, 11, 24, 3, tzinfo=UTC), datetime(2026, 11, 24, 13, tzinfo=UTC))
