"""Tasks as they stand, and who is there to do one."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.catalogue import TreatmentType
from workflow.refusal import NotFound
from workflow.settings import ClinicRules
from workflow.store.models import Staff, Task, TaskKind
from workflow.tasks.assign import Work, choose, may_have
from workflow.tasks.candidates import WAITING, Place, candidates
from workflow.tasks.performers import may_treat
from workflow.tasks.red_flags import unheard_red_flags
from workflow.tasks.steps import waits_for_others


def task(session: Session, *, task_id: uuid.UUID) -> Task:
    """This will find a task of the session's clinic.

    Raises:
        NotFound: There is none of that id.
    """
    found = session.scalar(sa.select(Task).where(Task.id == task_id))
    if found is None:
        raise NotFound(task_id=str(task_id))
    return found


def tasks_of(session: Session, *, staff_id: uuid.UUID, now: datetime | None = None) -> list[Task]:
    """This will list what waits for a member of staff, the most pressing first.

    Before all else stand the red flags nobody has accepted yet, for everybody who may see to them.

    Args:
        session: The caller's transaction.
        staff_id: Whose.
        now: Aware UTC; what she has put off until later than this stands last, with what waits for others.
    """
    unheard = unheard_red_flags(session, staff_id=staff_id)
    known = {one.id for one in unheard}
    held = waiting_tasks_of_staff(session, staff_id=staff_id)
    others = [one for one in held if one.id not in known]
    return [*unheard, *sorted(others, key=lambda one: is_put_off(one, now=now) or waits_for_others(one))]


def waiting_tasks_of_staff(session: Session, *, staff_id: uuid.UUID) -> list[Task]:
    """This will list what somebody holds, the first due first; without what is only offered to them."""
    statement = sa.select(Task).where(Task.staff_id == staff_id, Task.state.in_(WAITING))
    return list(session.scalars(statement.order_by(Task.due_at, Task.id)))


def is_put_off(task: Task, *, now: datetime | None) -> bool:
    """This will say whether the holder wants to hear of a task later."""
    return now is not None and task.snoozed_until is not None and task.snoozed_until > now


def waiting_tasks_of_case(
    session: Session, *, case_id: uuid.UUID, kinds: Collection[TaskKind] = ()
) -> list[Task]:
    """This will list the tasks of a case that still wait, oldest first; of these kinds only, if any are named."""
    statement = sa.select(Task).where(Task.case_id == case_id, Task.state.in_(WAITING)).order_by(Task.id)
    if kinds:
        statement = statement.where(Task.kind.in_(kinds))
    return list(session.scalars(statement))


def cases_with_waiting_tasks(
    session: Session, *, case_ids: Collection[uuid.UUID], kinds: Collection[TaskKind]
) -> set[uuid.UUID]:
    """This will say which of these cases have a task of these kinds that still waits."""
    statement = sa.select(Task.case_id).where(
        Task.case_id.in_(case_ids), Task.kind.in_(kinds), Task.state.in_(WAITING)
    )
    return {case_id for case_id in session.scalars(statement) if case_id is not None}


def choose_staff(
    session: Session,
    *,
    branch_id: uuid.UUID,
    roles: Sequence[Role],
    now: datetime,
    preferred: Sequence[uuid.UUID | None] = (),
    rules: ClinicRules | None = None,
) -> Staff | None:
    """This will choose somebody at a branch for something that is no task, or nobody if none of the roles is there.

    Whoever is preferred goes before everybody else who may have it, in that order; then the table of `assign.py`.
    """
    everybody = candidates(session, place=Place(branch_id=branch_id), rules=rules or ClinicRules(), at=now)
    work = Work(roles=tuple(roles))
    able = {one.staff_id for one in everybody if may_have(one, work)}
    known = next((one for one in preferred if one in able), None)
    choice = choose(everybody, work)
    chosen_id = known or (choice.staff_id if choice else None)
    return session.get_one(Staff, chosen_id) if chosen_id else None


def who_may_perform(
    session: Session, *, branch_id: uuid.UUID, treatment: TreatmentType, rules: ClinicRules
) -> list[Staff]:
    """This will list the active staff of a branch who may do a treatment's step."""
    everybody = session.scalars(
        sa.select(Staff).where(Staff.active, Staff.branch_id == branch_id).order_by(Staff.id)
    )
    return [staff for staff in everybody if may_treat(staff, treatment, rules=rules)]
