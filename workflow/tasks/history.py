"""What became of a task, numbered without gaps and never edited: who gave it to whom, why, and who heard of it."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.store.models import Task, TaskEvent

log = structlog.get_logger(__name__)


def write_task_event(
    session: Session,
    task: Task,
    name: str,
    *,
    by: Actor,
    now: datetime,
    **detail: Any,  # noqa: ANN401 - JSON values of many types
) -> TaskEvent:
    """This will add the next event of a task whose row the caller holds or has just made."""
    session.flush()
    last = session.scalar(sa.select(sa.func.max(TaskEvent.seq)).where(TaskEvent.task_id == task.id))
    event = TaskEvent(
        clinic_id=task.clinic_id,
        task_id=task.id,
        seq=(last or 0) + 1,
        name=f"task.{name}",
        by_kind=by.kind.value,
        by_id=by.id,
        staff_id=task.staff_id,
        detail=detail,
        at=now,
    )
    session.add(event)
    session.flush()
    log.info(
        "task.changed",
        what=name,
        task_id=str(task.id),
        kind=task.kind.value,
        staff_id=str(task.staff_id),
    )
    return event


def task_events(session: Session, *, task_id: uuid.UUID) -> list[TaskEvent]:
    """This will give what became of a task, in order."""
    statement = sa.select(TaskEvent).where(TaskEvent.task_id == task_id).order_by(TaskEvent.seq)
    return list(session.scalars(statement))


def who_declined(session: Session, *, task_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """This will name everybody who has said that they cannot do it."""
    statement = sa.select(TaskEvent.by_id).where(
        TaskEvent.task_id == task_id, TaskEvent.name == "task.declined", TaskEvent.by_id.is_not(None)
    )
    return frozenset(one for one in session.scalars(statement) if one is not None)


def who_heard(session: Session, *, task_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """This will name everybody who was told that it waits too long."""
    statement = sa.select(TaskEvent.detail).where(
        TaskEvent.task_id == task_id, TaskEvent.name == "task.passed_up"
    )
    return frozenset(uuid.UUID(one) for detail in session.scalars(statement) for one in detail["told"])
