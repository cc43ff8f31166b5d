"""Tasks as they stand, and who is there to do one."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.catalogue import TreatmentType, may_perform
from workflow.refusal import NotFound
from workflow.settings import ClinicRules
from workflow.store.models import Branch, Staff, Task, TaskKind, TaskState
from workflow.tasks.red_flags import unheard_red_flags

WAITING = (TaskState.OPEN, TaskState.ACCEPTED)


def task(session: Session, *, task_id: uuid.UUID) -> Task:
    """This will find a task of the session's clinic.

    Raises:
        NotFound: There is none of that id.
    """
    found = session.scalar(sa.select(Task).where(Task.id == task_id))
    if found is None:
        raise NotFound(task_id=str(task_id))
    return found


def tasks_of(session: Session, *, staff_id: uuid.UUID) -> list[Task]:
    """This will list what waits for a member of staff, the most pressing first.

    Before all else stand the red flags nobody has accepted yet, for everybody who may see to them.
    """
    unheard = unheard_red_flags(session, staff_id=staff_id)
    statement = (
        sa.select(Task)
        .where(Task.staff_id == staff_id, Task.state.in_(WAITING))
        .order_by(Task.due_at, Task.id)
    )
    known = {one.id for one in unheard}
    return [*unheard, *(one for one in session.scalars(statement) if one.id not in known)]


def waiting_tasks_of_case(
    session: Session, *, case_id: uuid.UUID, kinds: Collection[TaskKind] = ()
) -> list[Task]:
    """This will list the tasks of a case that still wait, oldest first; of these kinds only, if any are named."""
    statement = sa.select(Task).where(Task.case_id == case_id, Task.state.in_(WAITING)).order_by(Task.id)
    if kinds:
        statement = statement.where(Task.kind.in_(kinds))
    return list(session.scalars(statement))


def choose_staff(
    session: Session,
    *,
    branch_id: uuid.UUID,
    roles: Sequence[Role],
    preferred: Sequence[uuid.UUID | None] = (),
) -> Staff | None:
    """This will choose who gets a piece of work at a branch, or nobody if none of the roles is there.

    The first role that anybody has decides. Among those: whoever knows the customer already (`preferred`, in that
    order), else the one with the fewest waiting tasks; ties go to who has been with the clinic longest.
    """
    # Said here as well as by the session's scope: this is also asked where work of all clinics is claimed.
    clinic_id = session.scalar(sa.select(Branch.clinic_id).where(Branch.id == branch_id))
    everybody = list(session.scalars(_active_staff().where(Staff.clinic_id == clinic_id)))
    for role in roles:
        able = {staff.id: staff for staff in everybody if _is_there(staff, role=role, branch_id=branch_id)}
        if not able:
            continue
        for known in preferred:
            if known in able:
                return able[known]
        load = _load(session, staff_ids=able)
        return min(able.values(), key=lambda staff: (load[staff.id], staff.id))
    return None


def who_may_perform(
    session: Session, *, branch_id: uuid.UUID, treatment: TreatmentType, rules: ClinicRules
) -> list[Staff]:
    """This will list the active staff of a branch who may do a treatment's step."""
    everybody = session.scalars(_active_staff().where(Staff.branch_id == branch_id))
    return [staff for staff in everybody if may_perform(treatment, roles=staff.role_set, rules=rules)]


def _is_there(staff: Staff, *, role: Role, branch_id: uuid.UUID) -> bool:
    """This will say whether somebody has a role at a branch; an owner is one everywhere in the clinic."""
    return role in staff.role_set and (staff.branch_id == branch_id or role is Role.OWNER)


def _active_staff() -> sa.Select[Staff]:
    return sa.select(Staff).where(Staff.active).order_by(Staff.id)


def _load(session: Session, *, staff_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    """This will count the waiting tasks of each."""
    statement = (
        sa.select(Task.staff_id, sa.func.count(Task.id))
        .where(Task.staff_id.in_(staff_ids), Task.state.in_(WAITING))
        .group_by(Task.staff_id)
    )
    return Counter({staff_id: count for staff_id, count in session.execute(statement)})  # noqa: C416 - rows are no pairs to dict()
