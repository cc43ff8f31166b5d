"""Anybody presses anything in any order, as often as they like, while time passes.

Whatever happens: the case is never in a stage its events do not lead to, a visit earns once, each follow-up is
promised and sent once, times are held exactly while they are agreed, and a refusal leaves every row as it was.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.factories.cases import Walk, a_treatment, state_of
from tests.factories.cast import the_cast
from tests.factories.people import acting
from workflow.booking import book_appointment, free_slots, move_appointment
from workflow.cases import (
    TABLE,
    Move,
    Stage,
    accept_case_task,
    booked_appointment,
    close_case,
    events,
    finish_treatment,
    send_due_follow_up,
    start_treatment,
    stop_treatment,
)
from workflow.follow_ups import claim_due_follow_ups, next_follow_up
from workflow.refusal import Refusal
from workflow.store.base import Base
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    CaseEvent,
    FollowUp,
    FollowUpState,
    LoyaltyLedgerEntry,
    Notice,
    ResourceCell,
    Staff,
    Task,
    TaskKind,
    TaskState,
    TreatmentSession,
)
from workflow.unit_of_work import make_engine, make_sessions, scope_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from workflow.actor import Actor

ROWS = (
    Appointment,
    Case,
    CaseEvent,
    FollowUp,
    LoyaltyLedgerEntry,
    Notice,
    ResourceCell,
    Staff,
    Task,
    TreatmentSession,
)
CELLS = 44  # of one appointment: people 50 minutes, room and device 60
PEOPLE = st.sampled_from(["mali", "fon", "ploy", "anan"])


class AnyOrder(RuleBasedStateMachine):
    """One case in one transaction that is taken back at the end."""

    sessions: Callable[[], Session]

    @initialize(steps=st.integers(0, 6))
    def a_selfie_was_read_and_more(self, steps: int) -> None:
        self.rows: list[tuple[Any, ...]] | None = None  # as read before the first button after a change
        self.session = self.sessions()
        scope_to(self.session, None)
        cast = the_cast(self.session)
        a_treatment(self.session, cast)
        self.walk = Walk(self.session, cast, cast.mali)
        self.case = self.walk.scanned()
        for _ in range(steps):
            self.everybody_does_what_they_should()

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()

    def press(self, button: Callable[[], Any]) -> bool:
        """Press a button as the bot does: a refusal is caught inside the transaction, which goes on."""
        if self.rows is None:
            self.rows = state_of(self.session, *ROWS)
        try:
            button()
        except Refusal:
            assert state_of(self.session, *ROWS) == self.rows
            return False
        self.rows = None
        return True

    def actor(self, who: str) -> Actor:
        found: Actor = getattr(self.walk, who)
        return found

    @rule(who=PEOPLE, number=st.integers(0, 20))
    def accept(self, who: str, number: int) -> None:
        tasks = self.session.scalars(sa.select(Task.id).order_by(Task.id)).all()
        task_id = tasks[number % len(tasks)]
        self.press(
            lambda: accept_case_task(self.session, task_id=task_id, by=self.actor(who), now=self.walk.now)
        )

    @rule(who=PEOPLE, hours=st.integers(-1, 30), again=st.booleans())
    def agree(self, who: str, hours: int, again: bool) -> None:
        operation = move_appointment if again else book_appointment
        starts_at = self.walk.now.replace(minute=0) + timedelta(hours=hours)
        self.press(
            lambda: operation(
                self.session,
                case_id=self.case.id,
                starts_at=starts_at,
                by=self.actor(who),
                now=self.walk.now,
            )
        )

    @rule()
    def everybody_does_what_they_should(self) -> None:
        """The next step of the story, by the right person at the right time; it must be possible."""
        case, walk = self.case, self.walk
        given = {"case_id": case.id, "now": walk.now}
        if case.closed_at is not None:
            return
        if case.stage is Stage.SCANNED and case.beautician_id is None:
            task = walk.task(TaskKind.PREPARE_TREATMENT)
            assert self.press(
                lambda: accept_case_task(self.session, task_id=task.id, by=walk.ploy, now=walk.now)
            )
        elif case.stage is Stage.SCANNED:
            slot = free_slots(self.session, day=walk.now.date() + timedelta(days=1), **given)[0]
            assert self.press(
                lambda: book_appointment(self.session, starts_at=slot.starts_at, by=walk.fon, **given)
            )
        elif case.stage is Stage.TREATMENT_SCHEDULED:
            agreed = booked_appointment(self.session, case_id=case.id)
            assert agreed is not None
            # A time that has passed is not turned back for this: then it takes a new one, which `agree` may make.
            if walk.now <= agreed.starts_at + timedelta(hours=12):
                walk.now = max(walk.now, agreed.starts_at)
                by = acting(self.session.get_one(Staff, agreed.staff_id))
                assert self.press(lambda: start_treatment(self.session, case_id=case.id, by=by, now=walk.now))
        elif case.stage is Stage.IN_TREATMENT:
            event("a treatment is finished")
            assert self.press(lambda: finish_treatment(self.session, by=walk.ploy, **given))
        elif (due := next_follow_up(self.session, case_id=case.id)) is not None:
            event(f"time passes until day {due.day}")
            self.time_passes(hours=(max(due.due_at, walk.now) - walk.now) // timedelta(hours=1) + 1, times=2)

    @rule(who=PEOPLE)
    def start(self, who: str) -> None:
        self.press(
            lambda: start_treatment(self.session, case_id=self.case.id, by=self.actor(who), now=self.walk.now)
        )

    @rule(who=PEOPLE)
    def stop(self, who: str) -> None:
        self.press(
            lambda: stop_treatment(
                self.session, case_id=self.case.id, reason="unwell", by=self.actor(who), now=self.walk.now
            )
        )

    @rule(who=PEOPLE, times=st.integers(1, 3))
    def finish(self, who: str, times: int) -> None:
        treating = self.case.stage is Stage.IN_TREATMENT and self.actor(who).id == self.case.beautician_id
        done = [
            self.press(
                lambda: finish_treatment(
                    self.session, case_id=self.case.id, by=self.actor(who), now=self.walk.now
                )
            )
            for _ in range(times)
        ]
        assert done == [treating, *[False] * (times - 1)]

    @rule(who=st.sampled_from(["mali", "ploy", "fon"]))
    def close(self, who: str) -> None:
        self.press(
            lambda: close_case(
                self.session, case_id=self.case.id, reason="asked", by=self.actor(who), now=self.walk.now
            )
        )

    @rule(hours=st.sampled_from([1, 3, 12, 24, 24 * 7, 24 * 23, 24 * 60]), times=st.integers(1, 2))
    def time_passes(self, hours: int, times: int) -> None:
        self.walk.now += timedelta(hours=hours)
        self.rows = None
        for _ in range(times):
            for row in claim_due_follow_ups(self.session, now=self.walk.now, limit=10):
                send_due_follow_up(self.session, follow_up=row, now=self.walk.now)

    @invariant()
    def its_events_lead_to_its_stage(self) -> None:
        stage = Stage.SCANNED
        happened = events(self.session, case_id=self.case.id)
        for one in happened:
            move = one.name.removeprefix("case.")
            if move in set(Move):
                stage = TABLE[stage, Move(move)].to
        assert self.case.stage is stage
        assert [one.seq for one in happened] == list(range(1, len(happened) + 1))

    @invariant()
    def a_visit_earns_and_promises_once(self) -> None:
        finished = self.session.scalars(
            sa.select(TreatmentSession.id).where(TreatmentSession.finished_at.is_not(None))
        ).all()
        keys = self.session.scalars(sa.select(LoyaltyLedgerEntry.key)).all()
        assert sorted(keys) == sorted(f"session:{one}" for one in finished)
        promised = self.session.execute(sa.select(FollowUp.session_id, FollowUp.day)).all()
        assert Counter(tuple(row) for row in promised) == Counter(
            (one, day) for one in finished for day in (1, 7, 30, 90)
        )

    @invariant()
    def a_follow_up_is_told_once_when_it_was_sent(self) -> None:
        sent = self.session.scalars(sa.select(FollowUp.id).where(FollowUp.state == FollowUpState.SENT)).all()
        told = self.session.scalars(sa.select(Notice).where(Notice.kind.startswith("follow_up_"))).all()
        assert sorted(notice.data["follow_up_id"] for notice in told) == sorted(str(one) for one in sent)

    @invariant()
    def times_are_held_while_they_are_agreed(self) -> None:
        rows = self.session.scalars(sa.select(Appointment)).all()
        booked = [row for row in rows if row.state is AppointmentState.BOOKED]
        held = [row for row in rows if row.state is not AppointmentState.CANCELLED]
        agreed = self.case.stage in (Stage.TREATMENT_SCHEDULED, Stage.IN_TREATMENT)
        assert len(booked) == int(agreed and self.case.closed_at is None)
        assert self.session.scalar(sa.select(sa.func.count()).select_from(ResourceCell)) == CELLS * len(held)

    @invariant()
    def nobody_has_the_same_work_twice(self) -> None:
        waiting = self.session.scalars(
            sa.select(Task.kind).where(Task.state.in_([TaskState.OPEN, TaskState.ACCEPTED]))
        ).all()
        assert all(number == 1 for number in Counter(waiting).values())


class TestAnyOrder(AnyOrder.TestCase):  # type: ignore[misc]  # Hypothesis makes this class at run time
    settings = settings(
        max_examples=12,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )

    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = make_engine("sqlite://")
        Base.metadata.create_all(cls.engine)
        AnyOrder.sessions = staticmethod(make_sessions(cls.engine))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.engine.dispose()
