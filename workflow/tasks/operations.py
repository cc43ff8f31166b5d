"""Giving work to somebody, taking it, and being done with it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.settings import ClinicRules
from workflow.store.models import Case, Staff, Task, TaskKind, TaskState
from workflow.tasks.assign import Choice, choose
from workflow.tasks.candidates import Place, candidates, place_of, work_of
from workflow.tasks.held import accepted_before, refuse_settled, rule_of, set_look, task_for_change
from workflow.tasks.history import write_task_event
from workflow.tasks.queries import waiting_tasks_of_case
from workflow.tasks.red_flags import may_see_to
from workflow.tasks.refusals import NobodyHasRole, NotYours
from workflow.tasks.steps import due_time
from workflow.tasks.working_hours import BranchHours


def assign_task(
    session: Session,
    *,
    kind: TaskKind,
    customer_id: uuid.UUID,
    now: datetime,
    due_at: datetime | None = None,
    case: Case | None = None,
    roles: Sequence[Role] = (),
    staff: Staff | None = None,
    detail: Mapping[str, Any] | None = None,
    rules: ClinicRules | None = None,
) -> Task:
    """This will give a piece of work to somebody, and keep why it is she.

    Args:
        session: The caller's transaction.
        kind: What is asked for.
        customer_id: Whom it is about.
        now: The time of the change.
        due_at: When it should be done, where something says so; else the clinic's rule for this kind.
        case: The case it belongs to; None for trouble of somebody without a case.
        roles: Roles to look among, the first asked first (see `assign.py`).
        staff: The very person, instead of roles.
        detail: Facts the task carries.
        rules: What the clinic has set.

    Raises:
        NobodyHasRole: Nobody at the branch has any of the roles.
    """
    rules = rules or ClinicRules()
    place = place_of(session, customer_id=customer_id, case=case, kind=kind)
    why: dict[str, object] = {"named": True}
    if staff is None:
        choice = _chosen(session, kind=kind, place=place, roles=roles, rules=rules, now=now)
        staff, why = session.get_one(Staff, choice.staff_id), choice.to_json()
    hours = BranchHours(session, branch_id=place.branch_id)
    made = Task(
        clinic_id=staff.clinic_id,
        case_id=case.id if case else None,
        customer_id=customer_id,
        kind=kind,
        staff_id=staff.id,
        state=TaskState.OPEN,
        detail=dict(detail or {}),
        made_at=now,
        due_at=due_at or due_time(rule_of(kind, rules), made_at=now, hours=hours),
        roles=[role.value for role in roles],
    )
    session.add(made)
    set_look(made, rules=rules, hours=hours)
    write_task_event(session, made, "given", by=Actor.system(staff.clinic_id), now=now, **why)
    return made


def _chosen(
    session: Session,
    *,
    kind: TaskKind,
    place: Place,
    roles: Sequence[Role],
    rules: ClinicRules,
    now: datetime,
) -> Choice:
    everybody = candidates(session, place=place, rules=rules, at=now)
    choice = choose(everybody, work_of(kind, place=place, roles=roles))
    if choice is None:
        raise NobodyHasRole(roles=[role.value for role in roles])
    return choice


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
    take_on(session, waiting, by=by, now=now, rules=rules or ClinicRules())
    write_task_event(session, waiting, "accepted", by=by, now=now)
    return waiting


def take_on(session: Session, waiting: Task, *, by: Actor, now: datetime, rules: ClinicRules) -> None:
    """This will make a task somebody's who has said yes to it."""
    waiting.state = TaskState.ACCEPTED
    waiting.staff_id = by.id or waiting.staff_id
    waiting.accepted_at = now
    waiting.snoozed_until = None
    place = place_of(
        session,
        customer_id=waiting.customer_id,
        case=session.get(Case, waiting.case_id) if waiting.case_id else None,
        kind=waiting.kind,
    )
    set_look(waiting, rules=rules, hours=BranchHours(session, branch_id=place.branch_id))


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
    waiting.state = state
    waiting.done_at = now
    waiting.look_at = waiting.snoozed_until = None
    write_task_event(session, waiting, state.value, by=by, now=now)
