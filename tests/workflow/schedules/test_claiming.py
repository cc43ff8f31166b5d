"""A clock of the service rings once for each of its times, however many processes hear it."""

import contextlib
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.schedules import (
    Failing,
    Missed,
    Plan,
    Schedule,
    Turn,
    claim_ring,
    due_schedules,
    push_aside,
    set_up_schedules,
)
from workflow.unit_of_work import Sessions, in_transaction

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hourly(after: datetime) -> datetime:
    return after.replace(minute=0, second=0, microsecond=0) + HOUR


@pytest.fixture(autouse=True)
def _set_up(sessions: Sessions) -> None:
    set_up(sessions, {"test": "hourly"})


def set_up(sessions: Sessions, rings: dict[str, str], *, now: datetime = NOON) -> None:
    plans = {key: Plan(words, hourly(now), hourly(hourly(now))) for key, words in rings.items()}
    in_transaction(sessions, lambda session: set_up_schedules(session, plans=plans, now=now), clinic_id=None)


def ring(sessions: Sessions, now: datetime) -> Turn | None:
    return in_transaction(
        sessions,
        lambda session: claim_ring(session, key="test", following=hourly, missed=Missed(), now=now),
        clinic_id=None,
    )


def due(sessions: Sessions, now: datetime) -> list[str]:
    return in_transaction(sessions, lambda session: due_schedules(session, now=now), clinic_id=None)


def next_run_at(sessions: Sessions) -> dict[str, datetime]:
    def look(session: Session) -> dict[str, datetime]:
        return {row.key: row.next_run_at for row in session.scalars(sa.select(Schedule))}

    return in_transaction(sessions, look, clinic_id=None)


def test_it_rings_when_its_time_has_come_and_not_before(sessions: Sessions) -> None:
    assert ring(sessions, NOON + HOUR - timedelta(seconds=1)) is None
    assert due(sessions, NOON + HOUR - timedelta(seconds=1)) == []

    assert due(sessions, NOON + HOUR) == ["test"]
    assert ring(sessions, NOON + HOUR) == Turn(NOON + HOUR, NOON + 2 * HOUR)
    assert ring(sessions, NOON + HOUR) is None
    assert due(sessions, NOON + HOUR) == []


def test_what_was_missed_rings_by_its_rule(sessions: Sessions) -> None:
    assert ring(sessions, NOON + 5 * HOUR) == Turn(NOON + 5 * HOUR, NOON + 6 * HOUR)
    assert ring(sessions, NOON + 5 * HOUR) is None


def test_a_clock_that_goes_back_rings_nothing_again(sessions: Sessions) -> None:
    assert ring(sessions, NOON + 50 * HOUR) is not None
    for back in range(50):
        assert ring(sessions, NOON + back * HOUR) is None
    assert ring(sessions, NOON + 51 * HOUR) == Turn(NOON + 51 * HOUR, NOON + 52 * HOUR)


def test_of_several_that_hear_it_one_does_the_work(sessions: Sessions) -> None:
    heard: list[Turn | None] = []
    together = threading.Barrier(6)

    def hear() -> None:
        together.wait()
        heard.append(ring(sessions, NOON + HOUR))

    threads = [threading.Thread(target=hear) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [turn for turn in heard if turn is not None] == [Turn(NOON + HOUR, NOON + 2 * HOUR)]
    assert len(heard) == 6


def test_work_that_fails_is_not_counted_as_done(sessions: Sessions) -> None:
    class FailedError(Exception):
        pass

    def fail(session: Session) -> None:
        assert claim_ring(session, key="test", following=hourly, missed=Missed(), now=NOON + HOUR)
        raise FailedError

    with contextlib.suppress(FailedError):
        in_transaction(sessions, fail, clinic_id=None)

    assert ring(sessions, NOON + HOUR) is not None


def test_one_that_was_pushed_aside_is_left_alone_for_a_while_and_keeps_its_time(sessions: Sessions) -> None:
    def push(session: Session) -> Failing:
        return push_aside(session, key="test", until=NOON + HOUR + timedelta(minutes=10))

    assert [in_transaction(sessions, push, clinic_id=None) for _ in range(2)] == [
        Failing("test", NOON + HOUR, times) for times in (1, 2)
    ]
    assert due(sessions, NOON + HOUR) == []
    assert ring(sessions, NOON + HOUR) is None

    assert ring(sessions, NOON + HOUR + timedelta(minutes=10)) == Turn(NOON + HOUR, NOON + 2 * HOUR)
    assert ring(sessions, NOON + 2 * HOUR) is not None, "it is no longer pushed aside"


def test_setting_up_again_keeps_what_is_due_and_follows_what_has_changed(sessions: Sessions) -> None:
    later = NOON + 30 * HOUR
    set_up(sessions, {"test": "hourly", "new": "hourly"}, now=later)
    assert next_run_at(sessions) == {"test": NOON + HOUR, "new": later + HOUR}, (
        "what was missed is still known"
    )

    set_up(sessions, {"new": "at another time"}, now=later + HOUR)
    assert next_run_at(sessions) == {"new": later + 2 * HOUR}, "switched off for a day, and begun anew"


def test_one_that_is_not_known_here_stays_while_another_process_may_ring_for_it(sessions: Sessions) -> None:
    set_up(sessions, {}, now=NOON + 25 * HOUR)
    assert next_run_at(sessions) == {"test": NOON + HOUR}

    until = NOON + 26 * HOUR
    in_transaction(sessions, lambda session: push_aside(session, key="test", until=until), clinic_id=None)
    set_up(sessions, {}, now=NOON + 49 * HOUR)
    assert next_run_at(sessions) == {"test": NOON + HOUR}, "it fails, but somebody tries"

    set_up(sessions, {}, now=NOON + 51 * HOUR)
    assert next_run_at(sessions) == {}
