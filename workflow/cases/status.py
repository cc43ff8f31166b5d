"""What a customer is told when she asks how things stand. The owner's board is a figure: insights/board.py."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.cases.notice_facts import branch_facts, treatment_or_none
from workflow.cases.queries import booked_appointment
from workflow.follow_ups import next_follow_up
from workflow.store.models import (
    Branch,
    Case,
    Staff,
    Stage,
    TreatmentType,
)


@dataclass(frozen=True, kw_only=True)
class CustomerStatus:
    """How a customer's newest case stands.

    Attributes:
        case_id: The case.
        case_code: What people see of it.
        stage: Where it is.
        closed: Whether it is closed.
        concern: What the reading found first.
        treatment: Key, names and price of the treatment, or None.
        beautician_name: Who treats her, once accepted.
        next_appointment_at: The agreed time still to come (aware UTC), or None.
        next_follow_up_at: When we ask next (aware UTC), or None.
        next_follow_up_day: Which day's follow-up that is, or None.
        branch: Names, addresses and telephone of the branch.
        zone: The branch's zone.
    """

    case_id: uuid.UUID
    case_code: str
    stage: Stage
    closed: bool
    concern: str | None
    treatment: dict[str, Any] | None
    beautician_name: str | None
    next_appointment_at: datetime | None
    next_follow_up_at: datetime | None
    next_follow_up_day: int | None
    branch: dict[str, Any]
    zone: str


def status_of(session: Session, *, customer_id: uuid.UUID) -> CustomerStatus | None:
    """This will say how a customer's case stands: the open one, else the newest; None if she has none."""
    case = session.scalar(
        sa.select(Case)
        .where(Case.customer_id == customer_id)
        .order_by(Case.closed_at.is_not(None), Case.opened_at.desc(), Case.id.desc())
        .limit(1)
    )
    if case is None:
        return None
    branch = session.get_one(Branch, case.branch_id)
    treatment = session.get(TreatmentType, case.treatment_type_id) if case.treatment_type_id else None
    beautician = session.get(Staff, case.beautician_id) if case.beautician_id else None
    agreed = booked_appointment(session, case_id=case.id)
    promised = next_follow_up(session, case_id=case.id)
    return CustomerStatus(
        case_id=case.id,
        case_code=case.code,
        stage=case.stage,
        closed=case.closed_at is not None,
        concern=case.concern,
        treatment=treatment_or_none(treatment),
        beautician_name=beautician.name if beautician else None,
        next_appointment_at=agreed.starts_at if agreed else None,
        next_follow_up_at=promised.due_at if promised else None,
        next_follow_up_day=promised.day if promised else None,
        branch=branch_facts(branch),
        zone=branch.zone,
    )
