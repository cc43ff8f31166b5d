"""Who hears of a customer's trouble, and what they are told."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.catalogue import Urgency
from workflow.follow_ups.treatment_facts import treatment_facts
from workflow.notices import NoticePurpose, identity_of, tell, tell_customer
from workflow.store.models import Branch, Case, Customer, Staff, Task, TreatmentType

log = structlog.get_logger(__name__)

# Source: treatments.yaml meta.emergency_line_th (Thai national emergency medical number).
EMERGENCY_NUMBER = "1669"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is known of a customer's trouble when somebody must be reached.

    Attributes:
        customer: Who is in trouble.
        case: The case it most likely comes from.
        branch: Whose people are reached.
        zone: The branch's zone.
        groups: Which red flags.
        urgency: Of the most urgent of them.
        treatment: What was done last.
        finished_at: When that was finished (aware UTC), if it was.
        told_at: When she told us (aware UTC).
    """

    customer: Customer
    case: Case | None
    branch: Branch
    zone: ZoneInfo
    groups: tuple[str, ...]
    urgency: Urgency
    treatment: TreatmentType | None
    finished_at: datetime | None
    told_at: datetime


def tell_customer_of_trouble(session: Session, *, trouble: Trouble, now: datetime) -> None:
    """This will tell her at once what to do now and whom she can ring; every message of hers gets an answer."""
    minute = now.strftime("%Y%m%dT%H%M")
    tell_customer(
        session,
        customer_id=trouble.customer.id,
        kind="red_flag_customer",
        purpose=NoticePurpose.URGENT,
        data={
            "groups": list(trouble.groups),
            "urgency": trouble.urgency.value,
            "emergency_number": EMERGENCY_NUMBER,
            "branch_phone": trouble.branch.phone,
        },
        key=f"red_flag_customer:{trouble.customer.id}:{minute}",
        now=now,
        case_id=trouble.case.id if trouble.case else None,
    )


def tell_staff_of_trouble(session: Session, *, trouble: Trouble, task: Task, now: datetime) -> int:
    """This will page physicians, the case's beautician, the owner and whoever holds the task.

    If none of them can be reached on a channel, everybody active in the clinic is told.

    Returns:
        How many were told.
    """
    everybody = list(session.scalars(sa.select(Staff).where(Staff.active).order_by(Staff.id)))
    first = [staff.id for staff in everybody if _is_called(staff, trouble=trouble, task=task)]
    told = _tell_each(session, staff_ids=first, trouble=trouble, task=task, now=now)
    if told == 0:
        others = [staff.id for staff in everybody if staff.id not in first]
        told = _tell_each(session, staff_ids=others, trouble=trouble, task=task, now=now)
    if told == 0:
        log.critical("red_flag.unheard", task_id=str(task.id))
    return told


def _is_called(staff: Staff, *, trouble: Trouble, task: Task) -> bool:
    if staff.id == task.staff_id or Role.OWNER in staff.role_set:
        return True
    if trouble.case is not None and staff.id == trouble.case.beautician_id:
        return True
    return Role.PHYSICIAN in staff.role_set and staff.branch_id == trouble.branch.id


def _tell_each(
    session: Session, *, staff_ids: list[uuid.UUID], trouble: Trouble, task: Task, now: datetime
) -> int:
    told = 0
    for staff_id in staff_ids:
        to = identity_of(session, staff_id=staff_id)
        if to is None or to.blocked_at is not None:
            log.warning("red_flag.unreachable", task_id=str(task.id), staff_id=str(staff_id))
            continue
        tell(
            session,
            to=to,
            kind="red_flag",
            purpose=NoticePurpose.URGENT,
            data=_facts(trouble, task=task),
            key=f"red_flag:{task.id}:{staff_id}",
            now=now,
            case_id=trouble.case.id if trouble.case else None,
        )
        told += 1
    return told


def _facts(trouble: Trouble, *, task: Task) -> dict[str, Any]:
    return {
        "task_id": str(task.id),
        "case_id": str(trouble.case.id) if trouble.case else None,
        "case_code": trouble.case.code if trouble.case else None,
        "customer_name": trouble.customer.name,
        "groups": list(trouble.groups),
        "urgency": trouble.urgency.value,
        "treatment": treatment_facts(trouble.treatment) if trouble.treatment else None,
        "finished_at": trouble.finished_at.isoformat() if trouble.finished_at else None,
        "told_at": trouble.told_at.isoformat(),
        "zone": trouble.zone.key,
    }
