"""Who is there: shifts, less time off, within opening hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories.calendars import a_shift, a_special_day, a_weekday
from tests.factories.clinics import a_branch
from tests.factories.people import a_staff
from workflow.calendars import (
    AlreadyOff,
    EndsBeforeItBegins,
    NotTheirRoster,
    add_time_off,
    after_working_time,
    next_working_time,
    on_shift,
    take_back_time_off,
    time_off_of,
    working_times,
)
from workflow.refusal import NotFound
from workflow.store.base import new_id
from workflow.store.models import Clinic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.factories.cases import Walk
    from workflow.store.models import Staff, TimeOff

MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A time of the branch's wall clock, seven hours before UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def there(walk: Walk, when: datetime) -> set[str]:
    known = {one.id: one.name for one in (walk.cast.fon, walk.cast.ploy, walk.cast.anan)}
    found = on_shift(walk.session, branch_id=walk.cast.branch.id, at=when)
    return {known[one] for one in found if one in known}


def off(walk: Walk, staff: Staff, starts_at: datetime, ends_at: datetime) -> TimeOff:
    return add_time_off(
        walk.session,
        staff_id=staff.id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason="leave",
        by=walk.anan,
        now=walk.now,
    )


@pytest.mark.parametrize(
    ("when", "somebody"), [(at(9, 59), False), (at(10), True), (at(19, 59), True), (at(20), False)]
)
def test_without_shifts_they_are_there_whenever_it_is_open(
    walk: Walk, when: datetime, somebody: bool
) -> None:
    assert bool(there(walk, when)) is somebody


def test_a_weekly_shift_says_when_they_are_there_and_when_not(walk: Walk) -> None:
    a_shift(walk.session, walk.cast.ploy, time(12), time(16), weekday=0)

    assert "พลอย" in there(walk, at(12))
    assert "พลอย" not in there(walk, at(11, 59))
    assert "พลอย" not in there(walk, at(16))
    assert "พลอย" not in there(walk, at(12, day=24))  # no shift on Tuesdays
    assert "ฝน" in there(walk, at(12, day=24))


def test_a_shift_of_a_date_goes_before_the_weeks(walk: Walk) -> None:
    a_shift(walk.session, walk.cast.ploy, time(12), time(16), weekday=0)
    a_shift(walk.session, walk.cast.ploy, time(17), time(19), day=MONDAY)

    assert "พลอย" not in there(walk, at(13))
    assert "พลอย" in there(walk, at(18))
    assert "พลอย" in there(walk, at(13, day=30))


def test_nobody_is_there_while_it_is_closed(walk: Walk) -> None:
    a_shift(walk.session, walk.cast.ploy, time(8), time(23), weekday=0)
    assert there(walk, at(9)) == set()
    assert "พลอย" in there(walk, at(13))

    a_special_day(walk.session, walk.cast.branch, MONDAY)

    assert there(walk, at(13)) == set()


def test_a_night_shift_lasts_past_midnight(walk: Walk) -> None:
    a_weekday(walk.session, walk.cast.branch, 0, time(16), time(2))
    a_shift(walk.session, walk.cast.ploy, time(22), time(2), weekday=0)

    assert "พลอย" in there(walk, at(1, day=24))
    assert "พลอย" not in there(walk, at(3, day=24))


def test_helping_out_elsewhere_is_not_being_at_home(walk: Walk) -> None:
    clinic = walk.session.get_one(Clinic, walk.cast.clinic_id)
    other = a_branch(walk.session, clinic, key="ekkamai")
    a_shift(walk.session, walk.cast.ploy, time(10), time(20), day=MONDAY, branch=other)

    assert "พลอย" not in there(walk, at(13))
    assert on_shift(walk.session, branch_id=other.id, at=at(13)) == {walk.cast.ploy.id}
    assert on_shift(walk.session, branch_id=other.id, at=at(13, day=24)) == set()
    assert "พลอย" in there(walk, at(13, day=24))


def test_who_has_left_is_nowhere(walk: Walk) -> None:
    gone = a_staff(walk.session, walk.cast.branch, name="เก่า", active=False)

    assert gone.id not in on_shift(walk.session, branch_id=walk.cast.branch.id, at=at(13))


def test_time_off_goes_before_every_shift(walk: Walk) -> None:
    noted = off(walk, walk.cast.ploy, at(12), at(14))

    assert "พลอย" in there(walk, at(11, 59))
    assert "พลอย" not in there(walk, at(12))
    assert "พลอย" in there(walk, at(14))
    working = working_times(
        walk.session,
        branch_id=walk.cast.branch.id,
        first=MONDAY,
        days=1,
        staff_ids=[walk.cast.ploy.id],
    )
    assert working == {walk.cast.ploy.id: [(at(10), at(12)), (at(14), at(20))]}

    take_back_time_off(walk.session, time_off_id=noted.id, by=walk.anan)

    assert "พลอย" in there(walk, at(12))


def test_staff_note_their_own_time_off_and_the_owner_everybodys(walk: Walk) -> None:
    days = {"starts_at": at(0), "ends_at": at(0, day=25), "reason": "sick", "now": walk.now}
    with pytest.raises(NotTheirRoster):
        add_time_off(walk.session, staff_id=walk.cast.ploy.id, by=walk.fon, **days)
    own = add_time_off(walk.session, staff_id=walk.cast.ploy.id, by=walk.ploy, **days)
    assert own.noted_by == walk.cast.ploy.id
    with pytest.raises(NotTheirRoster):
        take_back_time_off(walk.session, time_off_id=own.id, by=walk.fon)
    assert off(walk, walk.cast.fon, at(9), at(12)).noted_by == walk.cast.anan.id
    found = time_off_of(
        walk.session, staff_ids=[walk.cast.ploy.id, walk.cast.fon.id], from_at=at(11), until=at(12)
    )
    assert [one.staff_id for one in found] == [walk.cast.ploy.id, walk.cast.fon.id]


def test_it_refuses_time_off_that_cannot_be(walk: Walk) -> None:
    off(walk, walk.cast.ploy, at(12), at(14))
    with pytest.raises(AlreadyOff):
        off(walk, walk.cast.ploy, at(12), at(14))
    with pytest.raises(EndsBeforeItBegins):
        off(walk, walk.cast.ploy, at(14), at(14))
    walk.cast.ploy.id = new_id()
    with pytest.raises(NotFound):
        off(walk, walk.cast.ploy, at(12), at(14))
    with pytest.raises(NotFound):
        take_back_time_off(walk.session, time_off_id=new_id(), by=walk.anan)


@pytest.mark.parametrize(
    ("after", "answer"),
    [
        (at(9), at(10)),
        (at(10), at(10)),
        (at(15, 3), at(15, 3)),
        (at(20), at(10, day=25)),
        (at(23), at(10, day=25)),
    ],
)
def test_it_finds_the_next_time_that_the_branch_is_open(
    walk: Walk, after: datetime, answer: datetime
) -> None:
    a_special_day(walk.session, walk.cast.branch, date(2026, 11, 24))

    assert next_working_time(walk.session, branch_id=walk.cast.branch.id, after=after) == answer


def test_it_finds_the_next_time_that_somebody_is_there(walk: Walk) -> None:
    a_shift(walk.session, walk.cast.ploy, time(12), time(16), weekday=2)

    def next_of(after: datetime) -> datetime | None:
        return next_working_time(
            walk.session, branch_id=walk.cast.branch.id, after=after, staff_id=walk.cast.ploy.id
        )

    assert next_of(at(10)) == at(12, day=25)
    off(walk, walk.cast.ploy, at(0, day=25), at(13, day=25))
    assert next_of(at(10)) == at(13, day=25)
    off(walk, walk.cast.ploy, at(13, day=25), at(13) + timedelta(days=365))
    assert next_of(at(10)) is None


@pytest.mark.parametrize(
    ("after", "minutes", "answer"),
    [
        (at(11), 30, at(11, 30)),
        (at(8), 30, at(10, 30)),
        (at(19, 50), 30, at(10, 20, day=24)),
        (at(19, 30), 30, at(20)),
        (at(21), 0, at(10, day=24)),
        (at(19), 11 * 60, at(20, day=24)),
        (at(19), 10**6, None),
    ],
)
def test_it_counts_minutes_only_while_open(
    walk: Walk, after: datetime, minutes: int, answer: datetime | None
) -> None:
    assert (
        after_working_time(walk.session, branch_id=walk.cast.branch.id, after=after, minutes=minutes)
        == answer
    )


def test_a_branch_that_never_opens_has_no_working_time(walk: Walk) -> None:
    for weekday in range(7):
        a_weekday(walk.session, walk.cast.branch, weekday)
    names: Sequence[str] = sorted(there(walk, at(13)))

    assert names == []
    assert next_working_time(walk.session, branch_id=walk.cast.branch.id, after=at(13)) is None
