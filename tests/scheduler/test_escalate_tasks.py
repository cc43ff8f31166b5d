"""Tasks that wait too long are looked at: once, in whichever process comes first, and one that breaks holds up nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from scheduler.jobs import escalate_tasks
from scheduler.jobs.escalate_tasks import EscalateTasks
from tests.factories.cases import MONDAY
from workflow.actor import Role
from workflow.settings import ClinicRules
from workflow.store.models import Notice, Task, TaskKind
from workflow.tasks import assign_task, giving_up
from workflow.tasks.giving_up import LOOKS
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast

_DONE = """INSERT INTO task (id, clinic_id, customer_id, kind, staff_id, state, detail, made_at, due_at, roles, step)
    SELECT {}, clinic_id, customer_id, kind, staff_id, 'done', detail, made_at, due_at, roles, step FROM task LIMIT 1"""
DONE_ON_POSTGRES, DONE_ON_SQLITE = _DONE.format("gen_random_uuid()"), _DONE.format("randomblob(16)")
CLAIM = "SELECT id FROM task WHERE look_at <= '2030-01-01' ORDER BY look_at, id LIMIT 1"
LATE = MONDAY + timedelta(minutes=46)  # 30 until a call is due, 15 until the next roles hear of it


def calls(sessions: Sessions, cast: Cast, count: int) -> None:
    def write(session: Session) -> None:
        for _ in range(count):
            assign_task(
                session,
                kind=TaskKind.CALL_CUSTOMER,
                customer_id=cast.mali.id,
                roles=(Role.BEAUTICIAN,),
                now=MONDAY,
            )

    in_transaction(sessions, write, clinic_id=cast.clinic_id)


def a_job(sessions: Sessions, cast: Cast, now: datetime = LATE) -> EscalateTasks:
    return EscalateTasks(sessions=sessions, clock=lambda: now, rules={cast.clinic_id: ClinicRules()})


def told(sessions: Sessions, cast: Cast) -> list[str]:
    def look(session: Session) -> list[str]:
        kinds = sa.select(Notice.kind).where(Notice.kind.in_(("task_late", "task_passed_up")))
        return sorted(session.scalars(kinds))

    return in_transaction(sessions, look, clinic_id=cast.clinic_id)


def to_look_at(sessions: Sessions, cast: Cast) -> int:
    def look(session: Session) -> int:
        due = sa.select(sa.func.count(Task.id)).where(Task.look_at <= LATE)
        return session.scalar(due) or 0

    return in_transaction(sessions, look, clinic_id=cast.clinic_id)


def tasks(sessions: Sessions, cast: Cast) -> list[Task]:
    return in_transaction(
        sessions, lambda session: list(session.scalars(sa.select(Task))), clinic_id=cast.clinic_id
    )


def fail(
    monkeypatch: pytest.MonkeyPatch, when: Callable[[int], bool], error: Exception | None = None
) -> None:
    """Let looking at a task break after everything of it is written."""
    look, count = escalate_tasks.look_at_task, iter(range(1_000))

    def sometimes(session: Session, **asked: Any) -> None:
        look(session, **asked)
        if when(next(count)):
            raise error or ZeroDivisionError

    monkeypatch.setattr(escalate_tasks, "look_at_task", sometimes)


def test_each_is_told_once_and_then_not_again(sessions: Sessions, cast: Cast) -> None:
    calls(sessions, cast, 3)
    assert a_job(sessions, cast, MONDAY).run_due() == 0
    assert a_job(sessions, cast).run_due() == 3
    assert a_job(sessions, cast).run_due() == 0
    assert told(sessions, cast) == ["task_late"] * 3 + ["task_passed_up"] * 3


def test_whoever_dies_in_between_has_told_nobody_and_the_next_tells(
    sessions: Sessions, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(sessions, cast, 1)

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        look = escalate_tasks.look_at_task
        patched.setattr(
            escalate_tasks, "look_at_task", lambda session, **asked: (look(session, **asked), die())
        )
        with pytest.raises(Killed):
            a_job(sessions, cast).run_due()
    assert told(sessions, cast) == []
    assert a_job(sessions, cast).run_due() == 1
    assert told(sessions, cast) == ["task_late", "task_passed_up"]


def test_one_that_breaks_is_put_aside_and_holds_up_nobody(
    sessions: Sessions, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(sessions, cast, 3)
    with monkeypatch.context() as patched:
        fail(patched, lambda number: number == 0)
        assert a_job(sessions, cast).run_due() == 3
    assert told(sessions, cast) == ["task_late"] * 2 + ["task_passed_up"] * 2
    assert a_job(sessions, cast, LATE + timedelta(minutes=4)).run_due() == 0
    assert a_job(sessions, cast, LATE + timedelta(minutes=5)).run_due() == 1
    assert len(told(sessions, cast)) == 6


@pytest.mark.parametrize("kind", [DataError, IntegrityError])
def test_one_that_the_database_refuses_holds_up_nobody(
    sessions: Sessions, cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: type[DBAPIError]
) -> None:
    calls(sessions, cast, 3)
    fail(monkeypatch, lambda number: number == 0, kind("INSERT", {}, Exception("too long")))
    assert a_job(sessions, cast).run_due() == 3
    assert told(sessions, cast) == ["task_late"] * 2 + ["task_passed_up"] * 2


def test_trouble_of_the_database_counts_for_no_task(
    sessions: Sessions, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(sessions, cast, 1)
    with monkeypatch.context() as patched:
        fail(patched, lambda _: True, OperationalError("INSERT", {}, Exception("disk full")))
        with pytest.raises(OperationalError):
            a_job(sessions, cast).run_due()
    assert a_job(sessions, cast).run_due() == 1


def test_one_that_always_breaks_is_given_up_with_the_reason_and_those_who_lead_are_told(
    sessions: Sessions, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(sessions, cast, 1)
    fail(monkeypatch, lambda _: True)
    now, looks = LATE, 0
    for _ in range(60):
        looks += a_job(sessions, cast, now).run_due()
        now += timedelta(minutes=5)
    assert looks == LOOKS.attempts
    [task] = tasks(sessions, cast)
    assert (task.look_at, task.look_attempts, task.look_failure) == (
        None,
        LOOKS.attempts,
        "ZeroDivisionError",
    )
    assert told(sessions, cast) == ["task_passed_up"]


def test_whoever_cannot_even_be_told_of_keeps_nobody_from_the_others(
    sessions: Sessions, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(sessions, cast, 1)
    fail(monkeypatch, lambda _: True)

    def refuse(*_: object, **__: object) -> bool:
        raise DataError("INSERT", {}, Exception("too long"))

    monkeypatch.setattr(giving_up, "tell_passed_up", refuse)
    for minutes in range(0, 300, 5):
        a_job(sessions, cast, LATE + timedelta(minutes=minutes)).run_due()
    [task] = tasks(sessions, cast)
    assert (task.look_at, task.look_failure) == (None, "ZeroDivisionError")


def test_one_that_works_again_begins_to_count_anew(
    sessions: Sessions, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(sessions, cast, 1)
    with monkeypatch.context() as patched:
        fail(patched, lambda _: True)
        a_job(sessions, cast).run_due()
    assert [task.look_attempts for task in tasks(sessions, cast)] == [1]
    a_job(sessions, cast, LATE + timedelta(minutes=5)).run_due()
    assert [(task.look_attempts, task.look_failure) for task in tasks(sessions, cast)] == [(0, None)]


def test_three_processes_tell_once(sessions: Sessions, cast: Cast) -> None:
    calls(sessions, cast, 20)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: a_job(sessions, cast).run_due(), range(3)))
    assert sum(done) == 20
    assert told(sessions, cast) == ["task_late"] * 20 + ["task_passed_up"] * 20


def test_the_claim_goes_by_its_index_however_many_tasks_there_are(sessions: Sessions, cast: Cast) -> None:
    calls(sessions, cast, 1)

    def plan(session: Session) -> str:
        connection = session.connection()
        postgres = connection.dialect.name == "postgresql"
        for _ in range(2_000):
            connection.exec_driver_sql(DONE_ON_POSTGRES if postgres else DONE_ON_SQLITE)
        connection.exec_driver_sql("ANALYZE task" if postgres else "ANALYZE")
        return str(
            connection.exec_driver_sql(("EXPLAIN " if postgres else "EXPLAIN QUERY PLAN ") + CLAIM).all()
        )

    assert "ix_task_to_look_at" in in_transaction(sessions, plan, clinic_id=cast.clinic_id)
