"""Whom a reading and a task of a case are told to, and with which facts."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.cases.notice_facts import (
    case_facts,
    flags_of,
    lines,
    name_of,
    protocol_or_none,
    reading_facts,
    treatment_or_none,
)
from workflow.notices import NoticePurpose, tell_customer, tell_staff
from workflow.store.models import Branch, Case, Customer, Scan, SkinReading, Task, TreatmentType
from workflow.tasks import tell_holder


def tell_reading(
    session: Session,
    *,
    case: Case,
    scan: Scan,
    reading: SkinReading,
    treatment: TreatmentType | None,
    now: datetime,
) -> None:
    """This will give the customer her reading, and what may help."""
    tell_customer(
        session,
        customer_id=case.customer_id,
        kind="reading_ready",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={
            "case_code": case.code,
            **reading_facts(reading, scan=scan),
            "taken_at": scan.sent_at.isoformat(),
            "treatment": treatment_or_none(treatment),
            "zone": session.get_one(Branch, case.branch_id).zone,
        },
        key=f"reading_ready:{reading.id}",
        now=now,
        case_id=case.id,
    )


def tell_reading_to_sales(
    session: Session,
    *,
    case: Case,
    scan: Scan,
    reading: SkinReading,
    treatment: TreatmentType | None,
    preparer_id: uuid.UUID | None,
    now: datetime,
) -> None:
    """This will tell the case's sales what was read and who prepares it."""
    if case.sales_id is None:
        return
    customer = session.get_one(Customer, case.customer_id)
    tell_staff(
        session,
        staff_id=case.sales_id,
        kind="reading_ready_sales",
        purpose=NoticePurpose.STAFF,
        data={
            **case_facts(case, customer=customer),
            **reading_facts(reading, scan=scan),
            "treatment": treatment_or_none(treatment),
            "beautician_name": name_of(session, preparer_id),
        },
        key=f"reading_ready_sales:{reading.id}:{case.sales_id}",
        now=now,
        case_id=case.id,
    )


def tell_to_prepare(
    session: Session,
    *,
    case: Case,
    task: Task,
    treatment: TreatmentType | None,
    scan: Scan,
    reading: SkinReading,
    zone: str,
    now: datetime,
) -> None:
    """This will give whoever treats her the reading, what to ask before, and the protocol."""
    customer = session.get_one(Customer, case.customer_id)
    protocol = protocol_or_none(session, treatment)
    steps = protocol.steps if protocol else {}
    tell_holder(
        session,
        task=task,
        kind="prepare_treatment",
        data={
            **case_facts(case, customer=customer),
            **reading_facts(reading, scan=scan),
            "treatment": treatment_or_none(treatment),
            "flags": flags_of(treatment),
            "steps_th": lines(steps, "th"),
            "steps_en": lines(steps, "en"),
            "due_at": task.due_at.isoformat(),
            "zone": zone,
        },
        key=f"prepare_treatment:{task.id}:{task.staff_id}",
        now=now,
    )


def tell_accepted(
    session: Session,
    *,
    case: Case,
    task: Task,
    beautician_name: str,
    treatment: TreatmentType | None,
    now: datetime,
) -> None:
    """This will tell sales who will treat the customer, and that a date is needed now."""
    customer = session.get_one(Customer, case.customer_id)
    tell_holder(
        session,
        task=task,
        kind="task_accepted",
        data={
            **case_facts(case, customer=customer),
            "beautician_name": beautician_name,
            "treatment": treatment_or_none(treatment),
        },
        # Another beautician may accept the case later; sales hears of that too.
        key=f"task_accepted:{task.id}:{case.beautician_id}",
        now=now,
    )
