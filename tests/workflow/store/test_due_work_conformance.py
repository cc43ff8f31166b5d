"""What every lane of due work promises, on both engines: taken once, in order, and never for ever."""

from __future__ import annotations

from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from threading import Barrier, Lock
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW
from tests.workflow.store.due_lanes import WORKS, Person, Work, people, write
from workflow.store.due_work import (
    CLOCKS_DIFFER,
    TELLINGS,
    TOO_MANY_ATTEMPTS,
    claim,
    claim_worn_out,
    give_up,
    hold,
    leased,
    release,
    renew,
    settle,
    take,
)
from workflow.store.scope import scope_to
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflow.store.due_work import Lane

LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
LATER = NOW + timedelta(days=30)


def claims(session: Session, lane: Lane[Any], now: datetime, limit: int) -> list[Any]:
    """Lease in one statement."""
    return claim(session, lane, now=now, lease=LEASE, limit=limit)


def takes(session: Session, lane: Lane[Any], now: datetime, limit: int) -> list[Any]:
    """Lease by a take, and what its transaction writes on each row."""
    model = lane.model
    taken = take(session, lane, light(lane), now=now, lease=LEASE, limit=limit)
    for row in taken:
        session.execute(
            sa.update(model).where(model.id == row.id).values(leased(lane, until=now + LEASE)),
            execution_options={"synchronize_session": False},
        )
    return [row._replace(attempts=row.attempts + 1) for row in taken]


def light(lane: Lane[Any]) -> Any:
    """What is read of a row that is taken."""
    return namedtuple("Light", {"id": None, lane.first: None, "attempts": None})  # noqa: PYI024 - its fields are the lane's


class Desk:
    """One lane at one clinic, worked from outside: each call is a transaction of its own."""

    def __init__(self, sessions: Sessions, work: Work, lease_some: Callable[..., list[Any]] = claims) -> None:
        self.sessions, self.work, self.lane = sessions, work, work.lane
        self.lease_some = lease_some
        self.cast: Cast = two_clinics(sessions)[0]

    def people(self, number: int) -> list[Person]:
        return people(self.sessions, self.cast, number)

    def write(self, *due: tuple[Person, datetime]) -> list[uuid.UUID]:
        return write(self.sessions, self.cast, self.work, *due)

    def do(self, work: Callable[[Session], Any]) -> Any:
        return in_transaction(self.sessions, work, clinic_id=None)

    def claim(self, now: datetime = NOW, *, limit: int = 100) -> list[uuid.UUID]:
        return [row.id for row in self.rows(now, limit=limit)]

    def rows(self, now: datetime = NOW, *, limit: int = 100) -> list[Any]:
        found: list[Any] = self.do(lambda session: self.lease_some(session, self.lane, now, limit))
        return found

    def worn_out(self, now: datetime) -> list[uuid.UUID]:
        return [
            row.id
            for row in self.do(lambda session: claim_worn_out(session, self.lane, now=now, lease=LEASE))
        ]

    def done(self, row_id: uuid.UUID) -> bool:
        return bool(
            self.do(lambda session: settle(session, self.lane, row_id=row_id, state=self.work.done, now=NOW))
        )

    def row(self, row_id: uuid.UUID) -> Any:
        return self.do(
            lambda session: session.scalars(
                sa.select(self.lane.model).where(self.lane.model.id == row_id)
            ).one()
        )


@pytest.fixture(params=product(WORKS, (claims, takes)), ids=lambda both: f"{both[0].name}-{both[1].__name__}")
def desk(request: pytest.FixtureRequest, sessions: Sessions) -> Desk:
    return Desk(sessions, *request.param)


@pytest.fixture(params=[work for work in WORKS if work.lane.retry], ids=lambda work: work.name)
def counting(request: pytest.FixtureRequest, sessions: Sessions) -> Desk:
    """A lane that counts attempts by itself."""
    return Desk(sessions, request.param)


@pytest.fixture(
    params=product([work for work in WORKS if work.lane.due], (claims, takes)),
    ids=lambda both: f"{both[0].name}-{both[1].__name__}",
)
def waiting(request: pytest.FixtureRequest, sessions: Sessions) -> Desk:
    """A lane whose rows have a time of their own; what people did is due at once."""
    return Desk(sessions, *request.param)


def test_a_row_is_given_once_until_its_lease_runs_out_and_each_time_counts(desk: Desk) -> None:
    (mali,) = desk.people(1)
    (row,) = desk.write((mali, NOW))

    given = [desk.claim(NOW + wait) for wait in (0 * SECOND, 0 * SECOND, LEASE - SECOND, LEASE)]

    assert given == [[row], [], [], [row]]
    kept = desk.row(row)
    assert (kept.attempts, kept.lease_until) == (2, NOW + 2 * LEASE)


def test_the_longest_due_comes_first_and_no_more_than_asked_for(desk: Desk) -> None:
    crowd = desk.people(5)
    rows = desk.write(*((whose, NOW - number * SECOND) for number, whose in enumerate(crowd)))

    assert desk.claim(limit=2) == [rows[4], rows[3]]
    assert desk.claim() == [rows[2], rows[1], rows[0]]


def test_a_take_writes_nothing_and_holds_its_rows_until_the_transaction_ends(desk: Desk) -> None:
    mali, fon = desk.people(2)
    first, _, other = desk.write((mali, NOW), (mali, NOW), (fon, NOW))

    def look(session: Session) -> list[Any]:
        return take(session, desk.lane, light(desk.lane), now=NOW, lease=LEASE, limit=10)

    for _ in range(2):
        assert [(row.id, row.attempts) for row in desk.do(look)] == [(first, 0), (other, 0)]
    kept = desk.row(first)
    assert (kept.attempts, kept.lease_until, kept.state) == (0, None, desk.lane.waiting)


def test_what_is_not_due_is_not_given_and_holds_up_nobody(waiting: Desk) -> None:
    mali, fon = waiting.people(2)
    later, now, also = waiting.write((mali, LATER), (mali, NOW), (fon, NOW))

    assert sorted(waiting.claim()) == sorted([now, also])
    assert waiting.done(now)
    assert later not in waiting.claim(LATER - SECOND)
    assert later in waiting.claim(LATER + LEASE)


def test_of_one_person_only_the_first_is_out_and_nobody_else_waits_for_it(desk: Desk) -> None:
    mali, fon = desk.people(2)
    first, second, third, other = desk.write((mali, NOW), (mali, NOW), (mali, NOW + SECOND), (fon, NOW))
    now = NOW + 2 * SECOND

    assert sorted(desk.claim(now)) == sorted([first, other])
    for row, following in ((first, [second]), (second, [third]), (third, [])):
        assert desk.done(row)
        assert desk.claim(now) == following


def test_one_that_is_given_back_is_due_again_when_it_was_said(desk: Desk) -> None:
    (mali,) = desk.people(1)
    (row,) = desk.write((mali, NOW))
    (held,) = desk.rows()

    until = NOW + 5 * SECOND
    assert desk.do(
        lambda session: release(session, desk.lane, row_id=row, until=until, attempt=held.attempts)
    )

    assert [desk.claim(until - SECOND), desk.claim(until)] == [[], [row]]


@pytest.mark.parametrize(("is_failure", "attempts"), [(True, 1), (False, 0)])
def test_only_a_failure_counts_as_an_attempt(desk: Desk, *, is_failure: bool, attempts: int) -> None:
    (mali,) = desk.people(1)
    (row,) = desk.write((mali, NOW))
    desk.claim()

    desk.do(lambda session: release(session, desk.lane, row_id=row, until=LATER, is_failure=is_failure))

    assert desk.row(row).attempts == attempts


def test_a_renewed_lease_keeps_others_away_for_longer(desk: Desk) -> None:
    (mali,) = desk.people(1)
    (row,) = desk.write((mali, NOW))
    (held,) = desk.rows()

    until = NOW + 2 * LEASE
    assert desk.do(lambda session: renew(session, desk.lane, row_id=row, attempt=held.attempts, until=until))

    assert [desk.claim(NOW + LEASE), desk.claim(until)] == [[], [row]]


def test_whoever_lost_a_row_can_neither_renew_nor_hold_nor_give_it_back(desk: Desk) -> None:
    (mali,) = desk.people(1)
    (row,) = desk.write((mali, NOW))
    (slow,), (quick,) = desk.rows(), desk.rows(NOW + LEASE)

    def may(session: Session, attempt: int) -> list[bool]:
        whose = {"row_id": row, "attempt": attempt}
        return [
            hold(session, desk.lane, **whose) is not None,
            renew(session, desk.lane, **whose, until=NOW + 3 * LEASE),
            release(session, desk.lane, **whose, until=LATER),
        ]

    assert desk.do(lambda session: may(session, slow.attempts)) == [False, False, False]
    assert desk.do(lambda session: may(session, quick.attempts)) == [True, True, True]


def test_only_the_first_to_settle_settles_and_then_it_is_over(desk: Desk) -> None:
    (mali,) = desk.people(1)
    (row,) = desk.write((mali, NOW))
    (held,) = desk.rows()

    assert [desk.done(row), desk.done(row)] == [True, False]

    kept = desk.row(row)
    assert (kept.state, kept.settled_at, kept.lease_until) == (desk.work.done, NOW, None)
    assert desk.claim(LATER) == []
    assert not desk.do(
        lambda session: renew(session, desk.lane, row_id=row, attempt=held.attempts, until=LATER)
    )
    assert not desk.do(lambda session: release(session, desk.lane, row_id=row, until=LATER))
    assert not desk.do(lambda session: give_up(session, desk.lane, row_id=row, reason="late", now=NOW))


def test_one_that_is_given_up_says_why_and_lets_the_next_go(desk: Desk) -> None:
    (mali,) = desk.people(1)
    first, second = desk.write((mali, NOW), (mali, NOW))
    desk.claim()

    assert desk.do(lambda session: give_up(session, desk.lane, row_id=first, reason="KeyError", now=NOW))

    kept = desk.row(first)
    assert (kept.state, getattr(kept, desk.lane.reason)) == (desk.lane.given_up, "KeyError")
    assert desk.claim() == [second]


def test_poison_is_given_out_to_be_failed_and_then_put_aside_by_itself(counting: Desk) -> None:
    mali, fon = counting.people(2)
    poison, following = counting.write((mali, NOW), (mali, NOW))
    tries = counting.lane.retry.attempts
    now = NOW
    for _ in range(tries):
        assert counting.claim(now) == [poison]
        assert counting.worn_out(now) == [], "its last try may still be running"
        now += LEASE

    (other,) = counting.write((fon, NOW))
    assert counting.claim(now) == [other], "poison is not claimed, and holds up nobody else"
    for _ in range(TELLINGS):
        assert counting.worn_out(now) == [poison]
        assert counting.worn_out(now) == [], "one at a time tells of it"
        now += LEASE
    assert counting.worn_out(now) == []

    kept = counting.row(poison)
    assert (kept.state, getattr(kept, counting.lane.reason)) == (counting.lane.given_up, TOO_MANY_ATTEMPTS)
    assert following in counting.claim(now)


def test_a_lease_from_a_clock_that_ran_ahead_counts_as_over(desk: Desk) -> None:
    (mali,) = desk.people(1)
    (row,) = desk.write((mali, NOW))
    tomorrow = NOW + timedelta(days=1)
    desk.claim(tomorrow)

    assert desk.claim(tomorrow - CLOCKS_DIFFER) == [], "clocks may differ a little"
    assert desk.claim(NOW) == [row]


def test_workers_at_once_share_the_rows_and_keep_each_persons_order(desk: Desk) -> None:
    crowd = desk.people(3)
    rows = desk.write(*((whose, NOW) for _ in range(6) for whose in crowd))
    start, lock, given, out = Barrier(3), Lock(), [], set()

    def worker() -> None:
        while batch := desk.claim(limit=2):
            for row in batch:
                person = rows.index(row) % 3
                with lock:
                    assert person not in out
                    out.add(person)
                    given.append(row)
                with lock:
                    out.discard(person)
                assert desk.done(row)

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(lambda: (start.wait(), worker())) for _ in range(3)]:
            done.result()
    # A worker that found nothing, because the others held each person's first, has left; whoever is last finishes.
    worker()

    for person in range(3):
        assert [row for row in given if rows.index(row) % 3 == person] == rows[person::3]


@pytest.mark.servers
@pytest.mark.parametrize("lease_some", [claims, takes])
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_on_postgresql_nobody_waits_for_a_row_that_another_has_in_hand(
    migrated_postgres_url: str, work: Work, lease_some: Callable[..., list[Any]]
) -> None:
    from workflow.unit_of_work import make_engine, make_sessions

    engine = make_engine(migrated_postgres_url)
    desk = Desk(make_sessions(engine), work, lease_some)
    busy_one, free_one = desk.people(2)
    busy, free = desk.write((busy_one, NOW), (free_one, NOW))

    def claim_without_waiting(session: Session) -> list[uuid.UUID]:
        # Should the claim wait for the lock after all, it fails here instead of hanging.
        session.connection().execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
        return [row.id for row in lease_some(session, desk.lane, NOW, 10)]

    with desk.sessions() as other:
        scope_to(other, None)
        other.execute(sa.select(work.lane.model.id).where(work.lane.model.id == busy).with_for_update())
        assert desk.do(claim_without_waiting) == [free]
        other.rollback()
    engine.dispose()
