"""Taking a task on, and being done with it."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.settings import ClinicRules
from workflow.store.models import Task, TaskKind, TaskState
from workflow.tasks.held import accepted_before, hours_of, refuse_settled, set_look, task_for_change
from workflow.tasks.history import write_task_event
from workflow.tasks.queries import waiting_tasks_of_case
from workflow.tasks.red_flags import may_see_to
from workflow.tasks.refusals import NotYours
from workflow.tasks.resting import end_rest, take_back_cards


def accept_task(
    session: Session, *, task_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> Task:
    """This will take a task on; a red flag becomes the task of whoever of those called to it is first.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: It is somebody else's.
        AlreadyAccepted: It was accepted before; the fact `holder` names who has it, if that is somebody else.
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
    """
    waiting = task_for_change(session, task_id=task_id)
    if by.kind is not ActorKind.STAFF or not (
        waiting.staff_id == by.id or may_see_to(session, waiting, by=by)
    ):
        raise NotYours(task_id=str(task_id))
    if waiting.state is TaskState.ACCEPTED:
        raise accepted_before(session, waiting, by=by)
    refuse_settled(waiting)
    take_on(session, task=waiting, by=by, now=now, rules=rules or ClinicRules())
    write_task_event(session, waiting, "accepted", by=by, now=now)
    return waiting


def take_on(session: Session, *, task: Task, by: Actor, now: datetime, rules: ClinicRules) -> None:
    """This will make a task somebody's who has said yes to it."""
    end_rest(session, task, by=by, now=now)
    task.state = TaskState.ACCEPTED
    task.staff_id = by.id or task.staff_id
    task.accepted_at = now
    task.snoozed_until = None
    set_look(task, rules=rules, hours=hours_of(session, task))


def finish_task(session: Session, *, task_id: uuid.UUID, by: Actor, now: datetime) -> Task:
    """This will mark a task as done; its holder may, and so may a manager or owner.

    A red flag nobody has accepted yet may be finished by anybody called to it.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: It is somebody else's.
        AlreadyAccepted: It is a red flag somebody else sees to; the fact `holder` names them.
        AlreadyDone: It was done before.
        OutOfDate: It was taken back.
    """
    waiting = task_for_change(session, task_id=task_id)
    if waiting.staff_id != by.id and not by.has(Role.MANAGER, Role.OWNER):
        if not may_see_to(session, waiting, by=by):
            raise NotYours(task_id=str(task_id))
        if waiting.state is TaskState.ACCEPTED:
            raise accepted_before(session, waiting, by=by)
        if waiting.state is TaskState.OPEN:
            waiting.staff_id = by.id or waiting.staff_id
    refuse_settled(waiting)
    _settle(session, waiting, state=TaskState.DONE, by=by, now=now)
    return waiting


def finish_tasks_of(
    session: Session, *, case_id: uuid.UUID, kinds: Collection[TaskKind], now: datetime
) -> int:
    """This will mark a case's waiting tasks of these kinds as done, because what they ask for has happened."""
    return _settle_all(session, case_id=case_id, kinds=kinds, state=TaskState.DONE, now=now)


def cancel_tasks_of(
    session: Session, *, case_id: uuid.UUID, kinds: Collection[TaskKind], now: datetime
) -> int:
    """This will take back a case's waiting tasks of these kinds (all kinds, if none are named)."""
    return _settle_all(session, case_id=case_id, kinds=kinds, state=TaskState.CANCELLED, now=now)


def _settle_all(
    session: Session, *, case_id: uuid.UUID, kinds: Collection[TaskKind], state: TaskState, now: datetime
) -> int:
    waiting = waiting_tasks_of_case(session, case_id=case_id, kinds=kinds)
    for one in waiting:
        _settle(session, one, state=state, by=Actor.system(one.clinic_id), now=now)
    return len(waiting)


def _settle(session: Session, waiting: Task, *, state: TaskState, by: Actor, now: datetime) -> None:
    take_back_cards(session, waiting, now=now)
    waiting.state = state
    waiting.done_at = now
    waiting.look_at = waiting.snoozed_until = None
    write_task_event(session, waiting, state.value, by=by, now=now)
