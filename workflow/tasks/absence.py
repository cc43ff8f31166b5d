"""Somebody is not there: what waits for them goes to others by the same rule."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.settings import ClinicRules
from workflow.store.models import Task, TaskKind
from workflow.tasks.handing import give_on
from workflow.tasks.held import task_for_change
from workflow.tasks.queries import waiting_tasks_of_staff
from workflow.tasks.steps import waits_for_others

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class HandedOn:
    """What became of somebody's tasks.

    Attributes:
        given: Those that somebody else has now.
        kept: Those nobody else may have; their steps upwards call for whoever leads.
        waiting: Cases they have accepted, which wait for a date and stay theirs.
    """

    given: tuple[Task, ...]
    kept: tuple[Task, ...]
    waiting: tuple[Task, ...] = ()


def hand_on_tasks_of(
    session: Session,
    *,
    staff_id: uuid.UUID,
    until: datetime | None,
    by: Actor,
    now: datetime,
    from_at: datetime | None = None,
    rules: ClinicRules | None = None,
) -> HandedOn:
    """This will give on what somebody would have had to do while they are not there.

    A treatment at an agreed time stays: its time is moved, with the customer, by whoever sells. A preparation that
    was accepted stays too, unless they never come back: it waits for a date.

    Args:
        session: The caller's transaction.
        staff_id: Who is not there.
        until: When they are back (aware UTC); None: they have left.
        by: Who says so.
        now: Aware UTC.
        from_at: Since when they are not there (aware UTC); now, where it is not said.
        rules: What the clinic has set.
    """
    given: list[Task] = []
    kept: list[Task] = []
    falling, waits = tasks_of_absence(
        session, staff_id=staff_id, from_at=from_at or now, until=until, now=now
    )
    for waiting in falling:
        task = task_for_change(session, task_id=waiting.id)
        why = "left" if until is None else "away"
        moved = give_on(session, task=task, why=why, by=by, now=now, rules=rules)
        (given if moved else kept).append(task)
    if kept:
        log.warning("tasks.kept", staff_id=str(staff_id), count=len(kept))
    return HandedOn(given=tuple(given), kept=tuple(kept), waiting=tuple(waits))


def tasks_of_absence(
    session: Session, *, staff_id: uuid.UUID, from_at: datetime, until: datetime | None, now: datetime
) -> tuple[list[Task], list[Task]]:
    """This will find what falls due while somebody is not there, and which accepted cases of theirs wait meanwhile.

    Treatments at an agreed time are in neither: they are moved, not handed on.
    """
    falling: list[Task] = []
    waits: list[Task] = []
    for task in waiting_tasks_of_staff(session, staff_id=staff_id):
        if task.kind is TaskKind.DO_TREATMENT:
            continue
        if until is None or _falls_into(task, from_at=from_at, until=until, now=now):
            (waits if until is not None and waits_for_others(task) else falling).append(task)
    return falling, waits


def _falls_into(task: Task, *, from_at: datetime, until: datetime, now: datetime) -> bool:
    """This will say whether a task is due meanwhile; from now on that is whatever is late too, and any red flag."""
    if from_at > now:
        return from_at <= task.due_at < until
    return task.due_at < until or task.kind is TaskKind.RED_FLAG
