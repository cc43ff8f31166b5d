"""Whatever people do with tasks in whatever order: a task has exactly one holder who can see it, or it has ended.

The rules are hammered by a machine: tasks are made, accepted, declined, handed over, taken over, put off, finished;
people go and come back; time passes. After every step everything that waits is looked for.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.cases import MONDAY, Walk, a_treatment
from tests.factories.cast import two_clinics
from tests.factories.people import a_staff, acting, an_identity
from workflow.actor import Role
from workflow.cases import decline_case_task, hand_over_case_task, mark_away, take_over_case_task
from workflow.refusal import Refusal
from workflow.settings import ClinicRules
from workflow.store.models import Customer, Staff, Task, TaskEvent, TaskKind, TaskState
from workflow.store.scope import scope_to
from workflow.tasks import (
    Later,
    Why,
    accept_task,
    assign_task,
    claim_task_to_look_at,
    finish_task,
    look_at_task,
    put_off_task,
    task_events,
    tasks_of,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

ROLES = (Role.SALES, Role.BEAUTICIAN, Role.MANAGER, Role.OWNER)
ACTS = ("make", "accept", "decline", "hand_over", "take_over", "put_off", "finish", "away", "leave", "time")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 5), st.integers(1, 300)),
    min_size=10,
    max_size=25,
)


class Clinic:
    """One clinic whose people do things with tasks."""

    def __init__(self, session: Session, walk: Walk, staff: list[Staff]) -> None:
        self.session, self.walk, self.staff, self.now = session, walk, staff, MONDAY

    def waiting(self) -> list[Task]:
        return self.session.query(Task).filter(Task.state.in_([TaskState.OPEN, TaskState.ACCEPTED])).all()

    def act(self, what: str, which: int, who: int, minutes: int) -> None:
        """Do one thing; a refusal is an answer too."""
        self.now += timedelta(minutes=minutes)
        waiting = self.waiting()
        actor = acting(self.staff[who % len(self.staff)])
        told: dict[str, Any] = {"by": actor, "now": self.now}
        if what == "make":
            assign_task(
                self.session,
                kind=[TaskKind.CALL_CUSTOMER, TaskKind.RED_FLAG][which % 2],
                customer_id=self.walk.customer.id,
                roles=ROLES,
                now=self.now,
            )
        elif what == "time":
            while (task := claim_task_to_look_at(self.session, now=self.now)) is not None:
                look_at_task(self.session, task=task, now=self.now, rules=ClinicRules())
        elif what == "away":
            until = self.now + timedelta(minutes=10 * minutes)
            mark_away(self.session, staff_id=actor.id, from_at=self.now, until=until, reason="sick", **told)
        elif what == "leave":
            others = [one for one in self.staff if one.active]
            if len(others) > 1 and not self.staff[who % len(self.staff)].leads:
                self.staff[who % len(self.staff)].active = False
        elif waiting:
            task_id = waiting[which % len(waiting)].id
            to = self.staff[(who + which) % len(self.staff)].id
            {
                "accept": lambda: accept_task(self.session, task_id=task_id, **told),
                "decline": lambda: decline_case_task(self.session, task_id=task_id, why=Why.BUSY, **told),
                "hand_over": lambda: hand_over_case_task(self.session, task_id=task_id, to=to, **told),
                "take_over": lambda: take_over_case_task(self.session, task_id=task_id, **told),
                "put_off": lambda: put_off_task(self.session, task_id=task_id, later=Later.HOUR, **told),
                "finish": lambda: finish_task(self.session, task_id=task_id, **told),
            }[what]()

    def check(self) -> None:
        """Everything that waits stands with exactly one person, and time will look at it until its steps are over."""
        held: dict[Any, list[Any]] = {}
        for one in self.staff:
            for task in tasks_of(self.session, staff_id=one.id):
                held.setdefault(task.id, []).append(task.staff_id)
        for task in self.session.query(Task).all():
            events = task_events(self.session, task_id=task.id)
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            assert events[-1].staff_id == task.staff_id
            ended = [event for event in events if event.name in ("task.done", "task.cancelled")]
            if task.state in (TaskState.DONE, TaskState.CANCELLED):
                assert len(ended) == 1
                assert task.look_at is None
                continue
            assert not ended
            assert set(held[task.id]) == {task.staff_id}
            rule = ClinicRules().tasks[task.kind.value]
            assert (
                task.look_at is not None or task.step == len(rule.steps) or task.state is TaskState.ACCEPTED
            )


@pytest.fixture
def clinic_of(migrated_sqlite_url: str) -> Any:
    """Give a clinic in a transaction that is thrown away."""
    from workflow.store.engine import make_engine
    from workflow.unit_of_work import make_sessions

    engine = make_engine(migrated_sqlite_url)
    sessions: sessionmaker[Session] = make_sessions(engine)
    cast, _ = two_clinics(sessions)

    def open_clinic(session: Session) -> Clinic:
        scope_to(session, cast.clinic_id)
        a_treatment(session, cast)
        others = [
            a_staff(session, cast.branch, role, name=name)
            for role, name in ((Role.SALES, "ก้อย"), (Role.BEAUTICIAN, "แนน"), (Role.MANAGER, "เก่ง"))
        ]
        for one in others:
            an_identity(session, cast.channel, staff=one)
        staff = [session.get_one(Staff, one.id) for one in (cast.fon, cast.ploy, cast.anan)]
        walk = Walk(session, cast, session.get_one(Customer, cast.mali.id))
        return Clinic(session, walk, [*staff, *others])

    yield sessions, open_clinic
    engine.dispose()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_a_task_is_never_lost(clinic_of: Any, steps: list[tuple[str, int, int, int]]) -> None:
    sessions, open_clinic = clinic_of
    with sessions() as session:
        clinic = open_clinic(session)
        for number in range(3):
            clinic.act("make", number, 0, 1)
        for step in steps:
            try:
                with session.begin_nested():
                    clinic.act(*step)
            except Refusal:
                session.expire_all()
            clinic.check()
        session.rollback()


def test_every_task_says_who_gave_it_to_whom(walk: Walk) -> None:
    walk.finished()
    tasks = walk.session.query(Task).all()
    assert tasks
    for task in tasks:
        first = task_events(walk.session, task_id=task.id)[0]
        assert (first.name, first.seq) == ("task.given", 1)
    assert walk.session.query(TaskEvent).filter(TaskEvent.clinic_id != walk.cast.clinic_id).count() == 0
