"""A clock of the service rings once, however many processes hear it."""

import contextlib
import threading
from datetime import UTC, datetime, timedelta

from workflow.schedules import claim_ring
from workflow.unit_of_work import Sessions, in_transaction

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hourly(after: datetime) -> datetime:
    return after.replace(minute=0, second=0, microsecond=0) + HOUR


def ring(sessions: Sessions, now: datetime) -> bool:
    return in_transaction(
        sessions,
        lambda session: claim_ring(session, key="test", following=hourly, now=now),
        clinic_id=None,
    )


def test_it_rings_when_its_time_has_come_and_not_before(sessions: Sessions) -> None:
    assert not ring(sessions, NOON)  # sets the clock up for 13:00
    assert not ring(sessions, NOON + HOUR - timedelta(seconds=1))

    assert ring(sessions, NOON + HOUR)
    assert not ring(sessions, NOON + HOUR)


def test_what_was_missed_rings_once(sessions: Sessions) -> None:
    ring(sessions, NOON)

    assert ring(sessions, NOON + 5 * HOUR)
    assert not ring(sessions, NOON + 5 * HOUR)
    assert ring(sessions, NOON + 6 * HOUR)


def test_of_several_that_hear_it_one_does_the_work(sessions: Sessions) -> None:
    ring(sessions, NOON)
    heard: list[bool] = []
    together = threading.Barrier(6)

    def hear() -> None:
        together.wait()
        heard.append(ring(sessions, NOON + HOUR))

    threads = [threading.Thread(target=hear) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(heard) == [False] * 5 + [True]


def test_work_that_fails_is_not_counted_as_done(sessions: Sessions) -> None:
    ring(sessions, NOON)

    class FailedError(Exception):
        pass

    def fail(session: object) -> None:
        assert claim_ring(session, key="test", following=hourly, now=NOON + HOUR)  # type: ignore[arg-type]
        raise FailedError

    with contextlib.suppress(FailedError):
        in_transaction(sessions, fail, clinic_id=None)

    assert ring(sessions, NOON + HOUR)
