"""Notices are sent by workers that die at every step, to a LINE that fails before and after it takes them.

At the end, when everything works again, every notice has arrived exactly once, with the same bytes at each attempt, and
each person's in the order they were written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

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
from tests.workflow.store.due_lanes import Person, a_person
from workflow.notices import (
    Arrived,
    DueNotice,
    Leaving,
    Notice,
    NoticePurpose,
    NoticeState,
    begin_sending_all,
    postpone,
    settle_accepted,
    take_due_notices,
    tell,
)
from workflow.unit_of_work import Sessions, scope_to

if TYPE_CHECKING:
    import uuid

LEASE = timedelta(seconds=30)
PERSONS = 2
LANES = {
    NoticePurpose.URGENT: 0,
    NoticePurpose.ANSWER: 1,
    NoticePurpose.TRANSACTIONAL: 2,
    NoticePurpose.CARE: 3,
}
WHICH = st.integers(0, 3)
FAULTS = st.sampled_from(
    ["none", "none", "refused", "lost before", "lost after", "dies before", "dies after"]
)


@dataclass
class Line:
    """What LINE does: it takes a retry key once, and remembers it."""

    taken: dict[uuid.UUID, str] = field(default_factory=dict)
    arrived: list[uuid.UUID] = field(default_factory=list)

    def push(self, key: uuid.UUID, body: str) -> None:
        assert self.taken.setdefault(key, body) == body, "a retry key demands the same bytes"
        if key not in self.arrived:
            self.arrived.append(key)


class Outbox(RuleBasedStateMachine):
    """Several workers and one LINE, in one transaction that is taken back at the end."""

    def __init__(self, sessions: Sessions, cast: Cast) -> None:
        super().__init__()
        self.session, self.cast = sessions(), cast
        self.now, self.line = NOW, Line()
        self.written: list[Notice] = []
        self.put_off: set[uuid.UUID] = set()  # let others pass, and so have no place in the order
        self.ready: list[DueNotice] = []  # frozen and about to leave, also by workers that lost them

    @initialize()
    def people_come(self) -> None:
        scope_to(self.session, self.cast.clinic_id)
        self.people: list[Person] = [a_person(self.session, self.cast) for _ in range(PERSONS)]
        for purpose in (NoticePurpose.ANSWER, NoticePurpose.ANSWER, NoticePurpose.CARE):
            self.somebody_is_told(person=0, purpose=purpose)

    def teardown(self) -> None:
        try:
            if hasattr(self, "people"):
                self.everything_works_again()
        finally:
            self.session.close()

    @rule(person=st.integers(0, PERSONS - 1), purpose=st.sampled_from(list(LANES)))
    def somebody_is_told(self, person: int, purpose: NoticePurpose) -> None:
        scope_to(self.session, self.cast.clinic_id)
        told = tell(
            self.session,
            to=self.people[person].on_line,
            kind="greeting",
            purpose=purpose,
            data={},
            key=f"notice {len(self.written)}",
            now=self.now,
        )
        assert told is not None
        self.written.append(told)

    @rule(seconds=st.sampled_from([0, 1, 31, 31, 700]), dies=st.booleans())
    def time_passes_and_a_worker_claims(self, seconds: int, dies: bool) -> None:
        """One commit leases and freezes; whoever dies in it leaves nothing, whoever dies after it the lease."""
        self.now += timedelta(seconds=seconds)
        scope_to(self.session, None)
        for lane in LANES.values():
            for row in take_due_notices(self.session, lane=lane, now=self.now, lease=LEASE, limit=10):
                body = f"worded at {self.now}"  # another text at each attempt, if it were asked for again
                leaving = [Leaving(row.id, body, by_reply=False)]
                begin_sending_all(self.session, leaving, until=self.now + LEASE, now=self.now)
                if not dies:
                    self.ready.append(self.as_it_is_held(row))

    def as_it_is_held(self, row: DueNotice) -> DueNotice:
        kept = self.session.get_one(Notice, row.id, populate_existing=True)
        held = row.leased(self.now + LEASE)
        assert (held.attempts, held.lease_until) == (kept.attempts, kept.lease_until)
        return held._replace(body=kept.body)

    @rule(wait=st.sampled_from([0, 60]))
    def the_gate_lets_nothing_go(self, wait: int) -> None:
        """What may have gone is asked for all the same; the rest only waits, and that is no attempt."""
        scope_to(self.session, None)
        for lane in LANES.values():
            for row in take_due_notices(self.session, lane=lane, now=self.now, lease=LEASE, limit=10):
                until = self.now + timedelta(seconds=wait)
                if row.may_have_gone:
                    continue
                assert postpone(self.session, notice_id=row.id, until=until, attempt=row.attempts)
                if wait:
                    self.put_off.add(row.id)

    @precondition(lambda self: self.ready)
    @rule(which=WHICH, wait=st.sampled_from([600, 3600]))
    def the_quota_is_used_up(self, which: int, wait: int) -> None:
        """LINE certainly takes nothing, and the wait is long: later ones of the person need not wait."""
        row = self.ready.pop(which % len(self.ready))
        if row.id in self.line.taken:
            return
        self.put_off.add(row.id)
        until = self.now + timedelta(seconds=wait)
        postpone(
            self.session,
            notice_id=row.id,
            attempt=row.attempts,
            until=until,
            reason="monthly_limit",
            may_have_gone=False,
            lets_others_pass=True,
        )

    @precondition(lambda self: self.ready)
    @rule(which=WHICH, fault=FAULTS)
    def a_worker_sends(self, which: int, fault: str) -> None:
        row = self.ready.pop(which % len(self.ready))
        if fault in ("none", "lost after", "dies after"):
            self.line.push(row.id, str(row.body))
        if fault == "none":
            arrived = Arrived(notice_id=row.id, reason="accepted", request_id=None)
            settle_accepted(self.session, [arrived], now=self.now)
        elif fault in ("refused", "lost before", "lost after"):
            reason = "rate_limit" if fault == "refused" else "no_answer"
            postpone(
                self.session,
                notice_id=row.id,
                attempt=row.attempts,
                until=self.now + timedelta(seconds=2),
                reason=reason,
                may_have_gone=None if fault == "refused" else True,
            )

    @invariant()
    def what_is_settled_has_arrived(self) -> None:
        scope_to(self.session, None)
        settled = self.session.scalars(sa.select(Notice.id).where(Notice.state == NoticeState.ACCEPTED))
        assert set(settled) <= set(self.line.arrived)

    @invariant()
    def each_person_reads_what_was_written_in_the_order_it_was(self) -> None:
        """In each lane but the urgent one, which waits for nothing; what was put off has lost its place."""
        place = {row.id: number for number, row in enumerate(self.written)}
        by_id = {row.id: row for row in self.written}
        for person in self.people:
            for lane in (1, 2, 3):
                mine = [
                    place[one]
                    for one in self.line.arrived
                    if by_id[one].recipient_id == person.on_line.id
                    and by_id[one].lane == lane
                    and one not in self.put_off
                ]
                assert mine == sorted(mine)

    def everything_works_again(self) -> None:
        for _ in range(len(self.written) + 1):
            self.ready.clear()
            self.time_passes_and_a_worker_claims(seconds=7200, dies=False)
            if not self.ready:
                break
            while self.ready:
                self.a_worker_sends(which=0, fault="none")
        states = self.session.scalars(sa.select(Notice.state)).all()
        assert set(states) <= {NoticeState.ACCEPTED}, "nothing is lost"
        assert sorted(self.line.arrived) == sorted(row.id for row in self.written), "and nothing doubled"
        self.each_person_reads_what_was_written_in_the_order_it_was()


def test_whoever_dies_and_whatever_line_does_each_notice_arrives_once_and_in_order(
    sessions: Sessions,
) -> None:
    cast, _ = two_clinics(sessions)

    run_state_machine_as_test(lambda: Outbox(sessions, cast), settings=pace(sessions))
