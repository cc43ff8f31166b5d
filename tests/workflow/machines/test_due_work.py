"""Workers claim, die, fail, renew and settle in any order while time jumps: a few lines of Python say who gets what.

The model is the promise in its simplest form. Every claim of the product is compared with it, row by row, on each lane
that counts its attempts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW
from tests.workflow.machines.pace import pace
from tests.workflow.store.due_lanes import WORKS, Person, Work, a_person
from workflow.store.due_work import (
    TELLINGS,
    claim,
    claim_worn_out,
    decide_retry,
    give_up,
    hold,
    release,
    renew,
    settle,
)
from workflow.unit_of_work import Sessions, in_transaction, scope_to

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

LEASE = timedelta(seconds=30)
PERSONS = 2
WHICH = st.integers(0, 3)


@dataclass(frozen=True)
class Row:
    """What the model knows of a row."""

    id: uuid.UUID
    person: int
    due_at: datetime
    lease_until: datetime | None = None
    attempts: int = 0
    state: str = "waiting"

    @property
    def place(self) -> tuple[datetime, uuid.UUID]:
        return self.due_at, self.id


@dataclass(frozen=True)
class Held:
    """What a worker knows of a row it has claimed."""

    id: uuid.UUID
    attempt: int


class Workers(RuleBasedStateMachine):
    """One lane in one transaction that is taken back at the end."""

    def __init__(self, sessions: Sessions, cast: Cast, work: Work) -> None:
        super().__init__()
        self.session = sessions()
        self.cast, self.work, self.lane = cast, work, work.lane
        assert work.lane.retry is not None
        self.retry = work.lane.retry
        self.now = NOW
        self.rows: dict[uuid.UUID, Row] = {}
        self.held: list[Held] = []  # also by workers that have lost it and do not know

    @initialize()
    def people_come(self) -> None:
        scope_to(self.session, self.cast.clinic_id)
        self.people: list[Person] = [a_person(self.session, self.cast) for _ in range(PERSONS)]
        for person in (0, 0, 1):
            self.work_comes(person=person, seconds=0)

    def teardown(self) -> None:
        self.session.close()

    @rule(person=st.integers(0, PERSONS - 1), seconds=st.sampled_from([-20, 0, 5]))
    def work_comes(self, person: int, seconds: int) -> None:
        due_at = self.now + timedelta(seconds=seconds)
        scope_to(self.session, self.cast.clinic_id)
        row = self.work.row(self.session, self.cast, self.people[person], due_at)
        self.session.add(row)
        self.session.flush()
        scope_to(self.session, None)
        self.rows[row.id] = Row(row.id, person, due_at)

    @rule(seconds=st.sampled_from([0, 10, 31, 31, 4000]))
    def time_passes_and_a_worker_looks(self, seconds: int) -> None:
        """As each worker does: first for what can never be done, then for what is due."""
        self.now += timedelta(seconds=seconds)
        worn_out = [row for row in self.rows.values() if self.is_free(row) and self.is_worn_out(row)]
        untold = [row for row in worn_out if row.attempts >= self.retry.attempts + TELLINGS]
        told = sorted((row for row in worn_out if row not in untold), key=lambda row: row.place)
        poison = claim_worn_out(self.session, self.lane, now=self.now, lease=LEASE)
        for row in untold:
            self.rows[row.id] = replace(row, state="over", lease_until=None, attempts=row.attempts + 1)
        self.takes(poison, told)

        expected = sorted((row for row in self.rows.values() if self.may_go(row)), key=lambda row: row.place)
        self.takes(claim(self.session, self.lane, now=self.now, lease=LEASE, limit=100), expected)

    @precondition(lambda self: self.held)
    @rule(which=WHICH)
    def a_worker_dies(self, which: int) -> None:
        self.held.pop(which % len(self.held))

    @precondition(lambda self: self.held)
    @rule(which=WHICH)
    def a_worker_renews(self, which: int) -> None:
        held = self.held[which % len(self.held)]
        row, until = self.rows[held.id], self.now + LEASE
        is_mine = renew(self.session, self.lane, row_id=held.id, attempt=held.attempt, until=until)
        assert is_mine == self.is_held_by(row, held)
        if is_mine:
            self.rows[row.id] = replace(row, lease_until=until)

    @precondition(lambda self: self.held)
    @rule(which=WHICH)
    def a_worker_succeeds(self, which: int) -> None:
        held = self.held.pop(which % len(self.held))
        row = self.rows[held.id]
        mine = hold(self.session, self.lane, row_id=held.id, attempt=held.attempt)
        assert (mine is not None) == self.is_held_by(row, held)
        settled = settle(self.session, self.lane, row_id=held.id, state=self.work.done, now=self.now)
        assert settled == (row.state == "waiting"), "the first to settle does, whoever holds it"
        self.rows[row.id] = replace(row, state="over", lease_until=None)

    @precondition(lambda self: self.held)
    @rule(which=WHICH, counts=st.booleans())
    def a_worker_fails(self, which: int, counts: bool) -> None:
        held = self.held.pop(which % len(self.held))
        row = self.rows[held.id]
        wait = decide_retry(self.retry, attempts=held.attempt)
        if wait is None:
            given_up = give_up(self.session, self.lane, row_id=held.id, reason="KeyError", now=self.now)
            assert given_up == (row.state == "waiting")
            self.rows[row.id] = replace(row, state="over", lease_until=None)
            return
        until = self.now + wait
        back = release(
            self.session, self.lane, row_id=held.id, until=until, attempt=held.attempt, is_failure=counts
        )
        assert back == self.is_held_by(row, held)
        if back:
            row = replace(row, attempts=row.attempts - int(not counts))
            self.rows[row.id] = (
                replace(row, lease_until=until)
                if self.lane.due is None
                else replace(row, lease_until=None, due_at=until)
            )

    @invariant()
    def the_table_says_what_the_model_says(self) -> None:
        scope_to(self.session, None)
        model = self.lane.model
        found = self.session.execute(
            sa.select(model.id, model.lease_until, model.attempts, model.state == self.lane.waiting).where(
                model.id.in_(list(self.rows))
            )
        ).all()
        assert {row_id: tuple(told) for row_id, *told in found} == {
            row.id: (row.lease_until, row.attempts, row.state == "waiting") for row in self.rows.values()
        }

    @invariant()
    def nobodys_work_is_out_twice(self) -> None:
        running = [row.person for row in self.rows.values() if row.lease_until and row.lease_until > self.now]
        if self.lane.due is None:
            assert all(number == 1 for number in Counter(running).values())

    def takes(self, found: list[Any], expected: list[Row]) -> None:
        assert [row.id for row in found] == [row.id for row in expected]
        for row in expected:
            claimed = replace(row, lease_until=self.now + LEASE, attempts=row.attempts + 1)
            self.rows[row.id] = claimed
            self.held.append(Held(row.id, claimed.attempts))

    def is_free(self, row: Row) -> bool:
        return row.state == "waiting" and (row.lease_until is None or row.lease_until <= self.now)

    def is_worn_out(self, row: Row) -> bool:
        return row.attempts >= self.retry.attempts

    def is_held_by(self, row: Row, held: Held) -> bool:
        return row.state == "waiting" and row.attempts == held.attempt

    def may_go(self, row: Row) -> bool:
        is_due = self.lane.due is None or row.due_at <= self.now
        return self.is_free(row) and is_due and not self.is_worn_out(row) and not self.must_wait(row)

    def must_wait(self, row: Row) -> bool:
        """An event waits for all that came before and for a turn that runs; others for what is due before them."""
        others = [
            other
            for other in self.rows.values()
            if other.state == "waiting" and other.person == row.person and other.id != row.id
        ]
        if self.lane.due is None:
            return any(
                (other.lease_until and other.lease_until > self.now) or other.place < row.place
                for other in others
            )
        return any(other.due_at <= self.now and other.place < row.place for other in others)


@pytest.mark.parametrize("work", [work for work in WORKS if work.lane.retry], ids=lambda work: work.name)
def test_every_claim_gives_what_a_few_lines_of_python_say(sessions: Sessions, work: Work) -> None:
    cast, _ = two_clinics(sessions)
    # Whatever a row of this lane points at is there before the first example, and made once.
    in_transaction(
        sessions,
        lambda session: work.row(session, cast, a_person(session, cast), NOW),
        clinic_id=cast.clinic_id,
    )

    run_state_machine_as_test(lambda: Workers(sessions, cast, work), settings=pace(sessions))
