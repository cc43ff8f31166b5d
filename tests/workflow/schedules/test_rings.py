"""Which missed times are rung for: the rule as a table, worked without a clock or a store."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.schedules import Missed, Turn, decide

HOUR = timedelta(hours=1)
LATEST, EACH = Missed(), Missed(each=True)
LATEST_FRESH = Missed(not_older_than=timedelta(hours=6))
EACH_FRESH = Missed(each=True, not_older_than=timedelta(hours=30))


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def daily_at_eight(after: datetime) -> datetime:
    slot = after.replace(hour=8, minute=0, second=0, microsecond=0)
    return slot if slot > after else slot + timedelta(days=1)


@pytest.mark.parametrize(
    ("missed", "now", "turn"),
    [
        # On time, and a little late: every rule rings for it.
        *((rule, at(1), Turn(at(1), at(2))) for rule in (LATEST, EACH, LATEST_FRESH, EACH_FRESH)),
        *((rule, at(1, 11), Turn(at(1), at(2))) for rule in (LATEST, EACH, LATEST_FRESH, EACH_FRESH)),
        # Nobody ran for two days, or the clock jumped: four times have come.
        (LATEST, at(4, 12), Turn(at(4), at(5))),
        (EACH, at(4, 12), Turn(at(1), at(2))),
        (LATEST_FRESH, at(4, 12), Turn(at(4), at(5))),
        (EACH_FRESH, at(4, 12), Turn(at(3), at(4))),
        # Too late for a rule that does not want to be late: passed over.
        (LATEST_FRESH, at(4, 14, 1), Turn(None, at(5))),
        (LATEST_FRESH, at(4, 14), Turn(at(4), at(5))),
        (LATEST_FRESH, at(4, 7), Turn(None, at(4))),
        (EACH_FRESH, at(2, 7), Turn(at(1), at(2))),
        (EACH_FRESH, at(9, 7), Turn(at(8), at(9))),
    ],
)
def test_what_becomes_of_missed_times(missed: Missed, now: datetime, turn: Turn) -> None:
    assert decide(at(1), now=now, following=daily_at_eight, missed=missed) == turn


@given(
    each=st.booleans(),
    age=st.none() | st.integers(0, 100).map(lambda hours: timedelta(hours=hours)),
    jumps=st.lists(st.integers(-72, 96).map(lambda hours: timedelta(hours=hours)), max_size=30),
)
def test_however_the_clock_jumps_no_time_is_rung_for_twice(
    *, each: bool, age: timedelta | None, jumps: list[timedelta]
) -> None:
    missed = Missed(each=each, not_older_than=age)
    now, due_at, rung = at(1, 0), at(1), list[datetime]()
    for jump in jumps:
        now += jump
        while due_at <= now:
            turn = decide(due_at, now=now, following=daily_at_eight, missed=missed)
            assert turn.next_run_at > due_at
            if turn.slot is not None:
                assert due_at <= turn.slot <= now
                rung.append(turn.slot)
            due_at = turn.next_run_at
        assert due_at > now

    assert rung == sorted(set(rung))
    if each and age is None:
        assert len(rung) == (due_at - at(1)).days, "each time that has come was rung for"
