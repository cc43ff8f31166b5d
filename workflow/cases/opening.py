"""A reading becomes a case: what is proposed, who prepares it, and who hears of it."""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.cases.case_notices import tell_reading, tell_reading_to_sales, tell_to_prepare
from workflow.cases.events import write_event
from workflow.catalogue import choices_for
from workflow.customers import short_code
from workflow.follow_ups import ask_to_call
from workflow.settings import ClinicRules
from workflow.store.base import new_id
from workflow.store.models import (
    Branch,
    Case,
    Customer,
    PlanState,
    Scan,
    SkinReading,
    Staff,
    Stage,
    Task,
    TaskKind,
    TreatmentPlan,
    TreatmentType,
)
from workflow.tasks import NobodyHasRole, assign_task, choose_staff, performing_roles, who_may_perform

log = structlog.get_logger(__name__)

# Without a measurable concern somebody has to look at the customer first; that needs no physician.
_CONSULTING = (Role.BEAUTICIAN, Role.PHYSICIAN)


def open_case(
    session: Session,
    *,
    customer: Customer,
    scan: Scan,
    reading: SkinReading,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
    wanted: TreatmentType | None = None,
) -> Case:
    """This will open a case on a reading: plan proposed, task given, customer and sales told.

    Args:
        session: The caller's transaction.
        customer: Whose skin it is.
        scan: The photo.
        reading: What vision read in it.
        by: Who sent the photo.
        now: When it was read.
        rules: What the clinic has set.
        wanted: What is to be proposed; what the reading suggests, if nothing is named.
    """
    rules = rules or ClinicRules()
    treatment = wanted or propose_treatment(
        session, concern=reading.concern, branch_id=customer.branch_id, rules=rules
    )
    sales = _sales_of(session, customer=customer, by=by, now=now)
    case = _begin(session, customer=customer, sales=sales, treatment=treatment, reading=reading, now=now)
    customer.sales_id = customer.sales_id or case.sales_id
    scan.case_id = case.id
    detail = {
        "scan_id": str(scan.id),
        "reading_id": str(reading.id),
        "treatment_key": treatment.key if treatment else None,
    }
    write_event(session, case=case, name="case.scanned", by=by, now=now, detail=detail)
    tell_reading(session, case=case, scan=scan, reading=reading, treatment=treatment, now=now)
    task = give_preparation(
        session, case=case, treatment=treatment, scan=scan, reading=reading, now=now, rules=rules
    )
    tell_reading_to_sales(
        session,
        case=case,
        scan=scan,
        reading=reading,
        treatment=treatment,
        preparer_id=task.staff_id if task and task.kind is TaskKind.PREPARE_TREATMENT else None,
        now=now,
    )
    log.info("case.opened", case_id=str(case.id), customer_id=str(customer.id), scan_id=str(scan.id))
    return case


def _begin(
    session: Session,
    *,
    customer: Customer,
    sales: Staff | None,
    treatment: TreatmentType | None,
    reading: SkinReading,
    now: datetime,
) -> Case:
    """This will write the case's row, under a code nobody has yet."""
    case_id = new_id()
    while session.scalar(sa.select(sa.exists().where(Case.code == short_code(case_id)))):
        case_id = new_id()
    case = Case(
        id=case_id,
        clinic_id=customer.clinic_id,
        code=short_code(case_id),
        customer_id=customer.id,
        branch_id=customer.branch_id,
        sales_id=sales.id if sales else None,
        stage=Stage.SCANNED,
        concern=reading.concern,
        treatment_type_id=treatment.id if treatment else None,
        opened_at=now,
        stage_at=now,
    )
    session.add(case)
    session.flush()
    return case


def propose_treatment(
    session: Session, *, concern: str | None, branch_id: uuid.UUID, rules: ClinicRules
) -> TreatmentType | None:
    """This will choose what to propose for a concern: the first choice somebody at the branch may perform.

    If nobody there may perform any of them, the first choice is proposed all the same and a person sorts it out.
    """
    choices = choices_for(session, concern=concern) if concern else []
    for choice in choices:
        if who_may_perform(session, branch_id=branch_id, treatment=choice, rules=rules):
            return choice
    return choices[0] if choices else None


def give_preparation(
    session: Session,
    *,
    case: Case,
    treatment: TreatmentType | None,
    scan: Scan,
    reading: SkinReading,
    now: datetime,
    rules: ClinicRules,
    staff: Staff | None = None,
) -> Task | None:
    """This will propose the plan and give its preparation to somebody who may perform it.

    Where nobody of the branch may, a manager (or whoever leads it, or sells) gets the task of talking to the
    customer instead: a physician's step never goes to a beautician. None when the clinic has nobody at all.
    """
    if treatment is not None:
        plan = TreatmentPlan(
            clinic_id=case.clinic_id,
            case_id=case.id,
            treatment_type_id=treatment.id,
            sessions=1,
            price_satang=treatment.price_satang,
            state=PlanState.PROPOSED,
            made_at=now,
        )
        session.add(plan)
    roles = performing_roles(treatment, rules=rules) if treatment else _CONSULTING
    zone = session.get_one(Branch, case.branch_id).zone
    try:
        task = assign_task(
            session,
            kind=TaskKind.PREPARE_TREATMENT,
            case=case,
            customer_id=case.customer_id,
            roles=roles,
            staff=staff,
            rules=rules,
            detail={"treatment_key": treatment.key if treatment else None},
            now=now,
        )
    except NobodyHasRole:
        log.warning("case.without_performer", case_id=str(case.id), roles=[role.value for role in roles])
        return _ask_to_talk(session, case=case, now=now, rules=rules)
    tell_to_prepare(
        session, case=case, task=task, treatment=treatment, scan=scan, reading=reading, zone=zone, now=now
    )
    return task


def _ask_to_talk(session: Session, *, case: Case, now: datetime, rules: ClinicRules) -> Task | None:
    try:
        return ask_to_call(
            session,
            case=case,
            roles=(Role.MANAGER, Role.OWNER, Role.SALES, Role.BEAUTICIAN),
            rules=rules,
            detail={"why": "nobody_may_perform"},
            now=now,
        )
    except NobodyHasRole:
        log.critical("case.without_staff", case_id=str(case.id))
        return None


def _sales_of(session: Session, *, customer: Customer, by: Actor, now: datetime) -> Staff | None:
    """This will choose the case's sales: who sent the photo, else who knows her, else whose hands are free."""
    sender = by.id if by.kind is ActorKind.STAFF and by.has(Role.SALES) else None
    return choose_staff(
        session,
        branch_id=customer.branch_id,
        roles=(Role.SALES,),
        preferred=(sender, customer.sales_id),
        now=now,
    )
