"""Whose hand may see to a customer in trouble: not only whom it was given to, but whoever was called to her."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.store.models import Case, ChannelIdentity, Notice, Staff, Task, TaskKind, TaskState

# What somebody is called by.
_PAGES = (TaskKind.RED_FLAG.value, "task_passed_up")
# They are called to any trouble, or answer for whoever is.
_ANSWERABLE = (Role.PHYSICIAN, Role.MANAGER, Role.OWNER)


def may_see_to(session: Session, task: Task, *, by: Actor) -> bool:
    """This will say whether a red flag is for this actor too: answerable, the case's beautician, or paged about it."""
    if task.kind is not TaskKind.RED_FLAG or by.kind is not ActorKind.STAFF or by.id is None:
        return False
    return by.has(*_ANSWERABLE) or _is_called(session, task, staff_id=by.id)


def unheard_red_flags(session: Session, *, staff_id: uuid.UUID) -> list[Task]:
    """This will list the red flags nobody has accepted yet that a member of staff may see to, most pressing first."""
    staff = session.get(Staff, staff_id)
    if staff is None:
        return []
    statement = (
        sa.select(Task)
        .where(
            Task.clinic_id == staff.clinic_id, Task.kind == TaskKind.RED_FLAG, Task.state == TaskState.OPEN
        )
        .order_by(Task.due_at, Task.id)
    )
    unheard = session.scalars(statement).all()
    if not staff.role_set.isdisjoint(_ANSWERABLE):
        return list(unheard)
    return [one for one in unheard if one.staff_id == staff_id or _is_called(session, one, staff_id=staff_id)]


def _is_called(session: Session, task: Task, *, staff_id: uuid.UUID) -> bool:
    """This will say whether somebody treats the task's customer, or has a page of the task."""
    treats = sa.exists().where(Case.id == task.case_id, Case.beautician_id == staff_id)
    paged = sa.exists().where(
        Notice.kind.in_(_PAGES),
        Notice.dedupe_key.contains(str(task.id)),
        Notice.recipient_id == ChannelIdentity.id,
        ChannelIdentity.staff_id == staff_id,
    )
    return bool(session.scalar(sa.select(sa.or_(treats, paged))))
