"""Giving work to somebody, taking it, and being done with it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.refusal import NotFound, OutOfDate
from workflow.store.models import Case, Customer, Staff, Task, TaskKind, TaskState
from workflow.tasks.queries import choose_staff, waiting_tasks_of_case
from workflow.tasks.red_flags import may_see_to
from workflow.tasks.refusals import AlreadyAccepted, AlreadyDone, NobodyHasRole, NotYours

log = structlog.get_logger(__name__)


def assign_task(
    session: Session,
    *,
    kind: TaskKind,
    customer_id: uuid.UUID,
    due_at: datetime,
    now: datetime,
    case: Case | None = None,
    roles: Sequence[Role] = (),
    staff: Staff | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Task:
    """This will give a piece of work to somebody.

    Args:
        session: The caller's transaction.
        kind: What is asked for.
        customer_id: Whom it is about.
        due_at: When it should be done.
        now: The time of the change.
        case: The case it belongs to; None for trouble of somebody without a case.
        roles: Roles to look among, the first that the branch has anybody for decides (see `choose_staff`).
        staff: The very person, instead of roles.
        detail: Facts the task carries.

    Raises:
        NobodyHasRole: Nobody at the branch has any of the roles.
    """
    staff = staff or _chosen(session, case=case, customer_id=customer_id, roles=roles)
    made = Task(
        clinic_id=staff.clinic_id,
        case_id=case.id if case else None,
        customer_id=customer_id,
        kind=kind,
        staff_id=staff.id,
        state=TaskState.OPEN,
        detail=dict(detail or {}),
        made_at=now,
        due_at=due_at,
    )
    session.add(made)
    session.flush()
    log.info("task.assigned", task_id=str(made.id), kind=kind.value, staff_id=str(staff.id))
    return made


def _chosen(session: Session, *, case: Case | None, customer_id: uuid.UUID, roles: Sequence[Role]) -> Staff:
    """This will choose by role: who knows this case, then who knows this customer, then whose hands are free."""
    customer = session.get_one(Customer, customer_id)
    known = [case.beautician_id, case.sales_id] if case else []
    branch_id = case.branch_id if case else customer.branch_id
    chosen = choose_staff(session, branch_id=branch_id, roles=roles, preferred=[*known, customer.sales_id])
    if chosen is None:
        raise NobodyHasRole(roles=[role.value for role in roles])
    return chosen


def accept_task(session: Session, *, task_id: uuid.UUID, by: Actor, now: datetime) -> Task:
    """This will take a task on; a red flag becomes the task of whoever of those called to it is first.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: It is somebody else's.
        AlreadyAccepted: It was accepted before; the fact `holder` names who has it, if that is somebody else.
        AlreadyDone: It is done.
        OutOfDate: It was taken back.
    """
    waiting = _task_for_change(session, task_id=task_id)
    if by.kind is not ActorKind.STAFF or not (
        waiting.staff_id == by.id or may_see_to(session, waiting, by=by)
    ):
        raise NotYours(task_id=str(task_id))
    if waiting.state is TaskState.ACCEPTED:
        raise _accepted(session, waiting, by=by)
    _refuse_settled(waiting)
    waiting.state = TaskState.ACCEPTED
    waiting.staff_id = by.id or waiting.staff_id
    waiting.accepted_at = now
    session.flush()
    log.info("task.accepted", task_id=str(task_id), kind=waiting.kind.value)
    return waiting


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
    waiting = _task_for_change(session, task_id=task_id)
    if waiting.staff_id != by.id and not by.has(Role.MANAGER, Role.OWNER):
        if not may_see_to(session, waiting, by=by):
            raise NotYours(task_id=str(task_id))
        if waiting.state is TaskState.ACCEPTED:
            raise _accepted(session, waiting, by=by)
        if waiting.state is TaskState.OPEN:
            waiting.staff_id = by.id or waiting.staff_id
    _refuse_settled(waiting)
    _settle(waiting, state=TaskState.DONE, now=now)
    session.flush()
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
        _settle(one, state=state, now=now)
    session.flush()
    return len(waiting)


def _settle(waiting: Task, *, state: TaskState, now: datetime) -> None:
    waiting.state = state
    waiting.done_at = now
    log.info("task.settled", task_id=str(waiting.id), kind=waiting.kind.value, state=state.value)


def _accepted(session: Session, waiting: Task, *, by: Actor) -> AlreadyAccepted:
    """This will say that a task has its holder, and who that is where it is somebody else."""
    if waiting.staff_id == by.id:
        return AlreadyAccepted(task_id=str(waiting.id))
    return AlreadyAccepted(task_id=str(waiting.id), holder=session.get_one(Staff, waiting.staff_id).name)


def _refuse_settled(waiting: Task) -> None:
    if waiting.state is TaskState.DONE:
        raise AlreadyDone(task_id=str(waiting.id))
    if waiting.state is TaskState.CANCELLED:
        raise OutOfDate(task_id=str(waiting.id))


def _task_for_change(session: Session, *, task_id: uuid.UUID) -> Task:
    """This will read the task afresh and hold its row, so that two presses of one button come one after the other."""
    statement = (
        sa.select(Task).where(Task.id == task_id).with_for_update().execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound(task_id=str(task_id))
    return found
