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
    """

    given: tuple[Task, ...]
    kept: tuple[Task, ...]


def hand_on_tasks_of(
    session: Session,
    *,
    staff_id: uuid.UUID,
    until: datetime | None,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> HandedOn:
    """This will give on what somebody would have had to do before they are back.

    A treatment at an agreed time stays: its time is moved, with the customer, by whoever sells. A preparation that
    was accepted stays too, unless they never come back: it waits for a date.

    Args:
        session: The caller's transaction.
        staff_id: Who is not there.
        until: When they are back (aware UTC); None: they have left.
        by: Who says so.
        now: Aware UTC.
        rules: What the clinic has set.
    """
    given: list[Task] = []
    kept: list[Task] = []
    for waiting in waiting_tasks_of_staff(session, staff_id=staff_id):
        if not _falls_into(waiting, until=until):
            continue
        task = task_for_change(session, task_id=waiting.id)
        why = "left" if until is None else "away"
        moved = give_on(session, task=task, why=why, by=by, now=now, rules=rules)
        (given if moved else kept).append(task)
    if kept:
        log.warning("tasks.kept", staff_id=str(staff_id), count=len(kept))
    return HandedOn(given=tuple(given), kept=tuple(kept))


def _falls_into(task: Task, *, until: datetime | None) -> bool:
    if task.kind is TaskKind.DO_TREATMENT:
        return False
    if until is None or task.kind is TaskKind.RED_FLAG:
        return True
    return task.due_at < until and not waits_for_others(task)
