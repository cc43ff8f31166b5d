"""Who is there for a piece of work: the rows behind the pure choice of `assign.py`."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.catalogue import TreatmentType
from workflow.settings import ClinicRules
from workflow.store.models import Branch, Case, Customer, Staff, Task, TaskKind, TaskState, TreatmentSession
from workflow.tasks.assign import Candidate, Work
from workflow.tasks.performers import may_treat
from workflow.tasks.working_hours import BranchHours

WAITING = (TaskState.OPEN, TaskState.ACCEPTED)
# Who has to sort it out where nobody of a task's own roles may have it.
LEADING = (Role.MANAGER, Role.OWNER)
# Only somebody who may do the treatment may hold these.
LICENSED = frozenset({TaskKind.PREPARE_TREATMENT, TaskKind.DO_TREATMENT})


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where and about whom a piece of work is.

    Attributes:
        branch_id: Where.
        customer: About whom; None where that does not matter.
        case: On which of her ways.
        treatment: What it is for, where only some may do it.
    """

    branch_id: uuid.UUID
    customer: Customer | None = None
    case: Case | None = None
    treatment: TreatmentType | None = None


def place_of(session: Session, *, customer_id: uuid.UUID, case: Case | None, kind: TaskKind) -> Place:
    """This will say where a task of this kind is, and what it takes."""
    customer = session.get_one(Customer, customer_id)
    licensed = kind in LICENSED and case is not None and case.treatment_type_id is not None
    return Place(
        branch_id=case.branch_id if case else customer.branch_id,
        customer=customer,
        case=case,
        treatment=session.get(TreatmentType, case.treatment_type_id) if case and licensed else None,
    )


def place_of_task(session: Session, task: Task) -> Place:
    """This will say where a task is, and what it takes."""
    case = session.get(Case, task.case_id) if task.case_id else None
    return place_of(session, customer_id=task.customer_id, case=case, kind=task.kind)


def work_of(
    kind: TaskKind, *, place: Place, roles: Sequence[Role], but_not: Collection[uuid.UUID] = ()
) -> Work:
    """This will say what a task of this kind asks of whoever gets it."""
    return Work(
        roles=tuple(roles),
        urgent=kind is TaskKind.RED_FLAG,
        needs_licence=place.treatment is not None,
        but_not=frozenset(but_not),
    )


def candidates(session: Session, *, place: Place, rules: ClinicRules, at: datetime) -> list[Candidate]:
    """This will look at everybody active in the clinic, as they stand at an instant (aware UTC)."""
    # Said here as well as by the session's scope: this is also asked where work of all clinics is claimed.
    clinic_id = session.scalar(sa.select(Branch.clinic_id).where(Branch.id == place.branch_id))
    everybody = session.scalars(
        sa.select(Staff).where(Staff.active, Staff.clinic_id == clinic_id).order_by(Staff.id)
    ).all()
    hours = BranchHours(session, branch_id=place.branch_id)
    there, opens_at = hours.there_at(at), hours.open_from(at)
    load = loads(session, staff_ids=[one.id for one in everybody])
    case, customer, treatment = place.case, place.customer, place.treatment
    hands = {case.beautician_id, case.sales_id} if case else set()
    known = _who_knows(session, customer) if customer else set()
    return [
        Candidate(
            staff_id=one.id,
            roles=one.role_set,
            at_branch=one.branch_id == place.branch_id,
            on_shift=one.id in there,
            begins_at=opens_at if one.id in there and opens_at > at else None,
            may_perform=treatment is None or may_treat(one, treatment, rules=rules),
            is_trained=treatment is not None and treatment.key in one.skills,
            knows_case=one.id in hands,
            knows_customer=one.id in known,
            load=load[one.id],
        )
        for one in everybody
    ]


def loads(session: Session, *, staff_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    """This will count the waiting tasks of each."""
    statement = (
        sa.select(Task.staff_id, sa.func.count(Task.id))
        .where(Task.staff_id.in_(staff_ids), Task.state.in_(WAITING))
        .group_by(Task.staff_id)
    )
    return Counter({staff_id: count for staff_id, count in session.execute(statement)})  # noqa: C416 - rows are no pairs to dict()


def _who_knows(session: Session, customer: Customer) -> set[uuid.UUID | None]:
    """This will name who sells to a customer, and everybody who has treated her."""
    treated = (
        sa.select(TreatmentSession.staff_id)
        .join(Case, Case.id == TreatmentSession.case_id)
        .where(Case.customer_id == customer.id)
        .distinct()
    )
    return {customer.sales_id, *session.scalars(treated)}
