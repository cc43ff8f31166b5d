"""What a customer is told when she asks how things stand, and what the owner sees of a day."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from workflow.cases.notice_facts import branch_facts, treatment_or_none
from workflow.cases.queries import booked_appointment
from workflow.follow_ups import next_follow_up
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Branch,
    Case,
    Customer,
    FollowUp,
    Staff,
    Stage,
    Task,
    TaskKind,
    TaskState,
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


@dataclass(frozen=True, kw_only=True)
class BoardCard:
    """One case as the owner sees it.

    Attributes:
        case_id: The case.
        code: What people see of it.
        stage: Where it is.
        stage_at: Since when (aware UTC).
        customer_name: Whose case it is.
        concern: What the reading found first.
        treatment_th: The treatment's Thai name, or None.
        treatment_en: The treatment's English name, or None.
        sales_name: Who sells, or None.
        beautician_name: Who treats, or None.
        starts_at: The agreed time still to come (aware UTC), or None.
        red_flag: Whether a red flag waits for a person.
    """

    case_id: uuid.UUID
    code: str
    stage: Stage
    stage_at: datetime
    customer_name: str
    concern: str | None
    treatment_th: str | None
    treatment_en: str | None
    sales_name: str | None
    beautician_name: str | None
    starts_at: datetime | None
    red_flag: bool


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


def board(session: Session, *, day: date, zone: ZoneInfo) -> list[BoardCard]:
    """This will give the owner's board of a day: open cases that somebody has to do with on it.

    On it are cases not yet booked or being treated, cases with an appointment or a follow-up on that day, and
    cases that reached their stage on it; in the order of the stages, then of their times.

    Args:
        session: The caller's transaction, held to the clinic.
        day: The date on the wall in `zone`.
        zone: The clinic's zone.
    """
    from_at = datetime.combine(day, time(0), tzinfo=zone)
    until = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)
    stages = list(Stage)
    return sorted(
        _cards(session, from_at, until),
        key=lambda card: (stages.index(card.stage), card.starts_at or card.stage_at, card.code),
    )


def _cards(session: Session, from_at: datetime, until: datetime) -> Iterator[BoardCard]:
    """This will read everything the board shows in one statement."""
    sales, beautician = aliased(Staff), aliased(Staff)
    flagged = sa.exists().where(
        Task.case_id == Case.id,
        Task.kind == TaskKind.RED_FLAG,
        Task.state.in_([TaskState.OPEN, TaskState.ACCEPTED]),
    )
    statement = (
        sa.select(
            Case,
            Customer.name,
            TreatmentType.name_th,
            TreatmentType.name_en,
            sales.name,
            beautician.name,
            Appointment.starts_at,
            flagged,
        )
        .join(Customer, Customer.id == Case.customer_id)
        .outerjoin(TreatmentType, TreatmentType.id == Case.treatment_type_id)
        .outerjoin(sales, sales.id == Case.sales_id)
        .outerjoin(beautician, beautician.id == Case.beautician_id)
        .outerjoin(
            Appointment,
            sa.and_(Appointment.case_id == Case.id, Appointment.state == AppointmentState.BOOKED),
        )
        .where(Case.closed_at.is_(None), sa.or_(_concerns_day(from_at, until), flagged))
    )
    for case, customer, name_th, name_en, seller, treating, starts_at, red_flag in session.execute(statement):
        yield BoardCard(
            case_id=case.id,
            code=case.code,
            stage=case.stage,
            stage_at=case.stage_at,
            customer_name=customer,
            concern=case.concern,
            treatment_th=name_th,
            treatment_en=name_en,
            sales_name=seller,
            beautician_name=treating,
            starts_at=starts_at,
            red_flag=bool(red_flag),
        )


def _concerns_day(from_at: datetime, until: datetime) -> sa.ColumnElement[bool]:
    """This will give the condition that somebody has to do with a case on a day."""
    due = sa.exists().where(FollowUp.case_id == Case.id, FollowUp.due_at >= from_at, FollowUp.due_at < until)
    return sa.or_(
        Case.stage.in_([Stage.SCANNED, Stage.IN_TREATMENT]),
        sa.and_(Case.stage_at >= from_at, Case.stage_at < until),
        sa.and_(Appointment.starts_at >= from_at, Appointment.starts_at < until),
        due,
    )
