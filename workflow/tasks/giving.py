"""Giving work to somebody: who it is by the table of `assign.py`, when it is due by the clinic's rules, and why it is she."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.settings import ClinicRules
from workflow.store.models import Case, Staff, Task, TaskKind, TaskState
from workflow.tasks.assign import Choice, choose
from workflow.tasks.candidates import Place, candidates, place_of, work_of
from workflow.tasks.held import rule_of, set_look
from workflow.tasks.history import write_task_event
from workflow.tasks.refusals import NobodyHasRole
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
    rests_until: datetime | None = None,
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
        rests_until: Nothing is to be done before then, because it may come to nothing (aware UTC); its time counts from then.
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
        due_at=due_at or due_time(rule_of(kind, rules), made_at=rests_until or now, hours=hours),
        roles=[role.value for role in roles],
        snoozed_until=rests_until,
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
