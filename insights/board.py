"""The rows behind the owner's first page: the day's cases as cards, and the red flags nobody has settled yet."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from insights.cases import cases_of_day
from insights.figure import Period
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    Customer,
    FollowUp,
    FollowUpState,
    Staff,
    Stage,
    Task,
    TaskKind,
    TaskState,
    TreatmentType,
)

Names = Mapping[str, str | None]  # by language: "th", "en"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One case on the board.

    Attributes:
        treatment: Its names by language; None while no treatment is chosen.
        since: When it reached its stage.
        next_appointment_at: The start of its next agreed appointment.
        next_follow_up: Day (1, 7, 30, 90) and time of the next planned follow-up.
        red_flags: Red flags of it that nobody has settled yet.
    """

    case_id: uuid.UUID
    code: str
    customer: str
    stage: Stage
    since: datetime
    closed: bool
    concern: str | None
    treatment: Names | None
    beautician: str | None
    sales: str | None
    next_appointment_at: datetime | None
    next_follow_up: tuple[int, datetime] | None
    red_flags: int


@dataclass(frozen=True, kw_only=True)
class OpenRedFlag:
    """One red flag nobody has settled yet, and who was asked to."""

    task_id: uuid.UUID
    case_id: uuid.UUID | None
    case_code: str | None
    customer: str
    staff: str
    accepted: bool
    told_at: datetime
    groups: Sequence[str]


def board_cards(session: Session, *, day: date, zone: ZoneInfo) -> dict[Stage, list[Card]]:
    """This will give the day's cases by stage: red flags first, then by what is due next, then the newest."""
    beautician, sales = aliased(Staff), aliased(Staff)
    # Plain columns, not objects: a clinic has thousands of cases in follow-up, and this runs on every change.
    asked = (
        sa.select(
            Case.id,
            Case.code,
            Case.stage,
            Case.stage_at,
            Case.closed_at,
            Case.concern,
            Customer.name.label("customer"),
            TreatmentType.name_th,
            TreatmentType.name_en,
            beautician.name.label("beautician"),
            sales.name.label("sales"),
        )
        .join(Customer, Customer.id == Case.customer_id)
        .outerjoin(TreatmentType, TreatmentType.id == Case.treatment_type_id)
        .outerjoin(beautician, beautician.id == Case.beautician_id)
        .outerjoin(sales, sales.id == Case.sales_id)
        .where(cases_of_day(Period.of_day(day, zone)))
    )
    appointments, follow_ups, flags = _appointments(session), _follow_ups(session), _flags(session)
    columns: dict[Stage, list[Card]] = {stage: [] for stage in Stage}
    found: Iterable[Any] = session.execute(asked)
    for row in found:
        columns[row.stage].append(
            Card(
                case_id=row.id,
                code=row.code,
                customer=row.customer,
                stage=row.stage,
                since=row.stage_at,
                closed=row.closed_at is not None,
                concern=row.concern,
                treatment=None if row.name_th is None else names_of(row),
                beautician=row.beautician,
                sales=row.sales,
                next_appointment_at=appointments.get(row.id),
                next_follow_up=follow_ups.get(row.id),
                red_flags=flags.get(row.id, 0),
            )
        )
    for cards in columns.values():
        cards.sort(key=_urgency)
    return columns


def open_red_flags(session: Session) -> list[OpenRedFlag]:
    """This will give the red flags nobody has settled yet, the oldest first."""
    asked = (
        sa.select(Task, Case.code, Customer.name, Staff.name)
        .join(Customer, Customer.id == Task.customer_id)
        .join(Staff, Staff.id == Task.staff_id)
        .outerjoin(Case, Case.id == Task.case_id)
        .where(_unsettled_flag())
        .order_by(Task.made_at)
    )
    return [
        OpenRedFlag(
            task_id=task.id,
            case_id=task.case_id,
            case_code=code,
            customer=customer,
            staff=staff,
            accepted=task.state is TaskState.ACCEPTED,
            told_at=task.made_at,
            groups=list(task.detail.get("groups", ())),
        )
        for task, code, customer, staff in session.execute(asked)
    ]


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a case is called in a list."""

    code: str
    customer: str
    stage: Stage


def labels_of(session: Session, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Label]:
    """This will give what the cases are called, by their id."""
    asked = (
        sa.select(Case.id, Case.code, Customer.name, Case.stage)
        .join(Customer, Customer.id == Case.customer_id)
        .where(Case.id.in_(set(case_ids)))
    )
    return {
        case_id: Label(code=code, customer=customer, stage=stage)
        for case_id, code, customer, stage in session.execute(asked)
    }


def names_of(row: Any) -> Names:  # noqa: ANN401 - treatments, branches and clinics all have both names
    """This will give the Thai and the English name of a treatment, branch or clinic."""
    return {"th": row.name_th, "en": row.name_en}


def _urgency(card: Card) -> tuple[bool, bool, float]:
    """This will order cards: red flags, then what comes next soonest, then the newest in its stage."""
    due = card.next_appointment_at or (card.next_follow_up and card.next_follow_up[1])
    if due:
        return (card.red_flags == 0, False, due.timestamp())
    return (card.red_flags == 0, True, -card.since.timestamp())


def _unsettled_flag() -> sa.ColumnElement[bool]:
    return sa.and_(Task.kind == TaskKind.RED_FLAG, Task.state.in_([TaskState.OPEN, TaskState.ACCEPTED]))


def _appointments(session: Session) -> dict[uuid.UUID, datetime]:
    asked = sa.select(Appointment.case_id, sa.func.min(Appointment.starts_at)).group_by(Appointment.case_id)
    found: Iterable[Any] = session.execute(asked.where(Appointment.state == AppointmentState.BOOKED))
    return dict(tuple(row) for row in found)


def _follow_ups(session: Session) -> dict[uuid.UUID, tuple[int, datetime]]:
    asked = (
        sa.select(FollowUp.case_id, FollowUp.day, FollowUp.due_at)
        .where(FollowUp.state == FollowUpState.PLANNED)
        .order_by(FollowUp.due_at.desc())
    )
    return {case_id: (day, due_at) for case_id, day, due_at in session.execute(asked)}


def _flags(session: Session) -> dict[uuid.UUID, int]:
    asked = sa.select(Task.case_id, sa.func.count()).where(_unsettled_flag(), Task.case_id.is_not(None))
    found: Iterable[Any] = session.execute(asked.group_by(Task.case_id))
    return dict(tuple(row) for row in found)
