"""Reminding of an appointment, and hearing that she comes. Each appointment is reminded of once a kind: a moved one anew."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.booking.refusals import SlotPassed
from workflow.cases import case
from workflow.cases.notice_facts import branch_facts, lines
from workflow.catalogue import protocol_of, treatment
from workflow.follow_ups import treatment_facts
from workflow.notices import Notice, NoticePurpose, notice_by_key, take_back, tell_customer
from workflow.refusal import NotFound, OutOfDate
from workflow.store.models import Appointment, AppointmentState, Branch

log = structlog.get_logger(__name__)


class Reminder(StrEnum):
    """Which reminder it is: the kind of its notice."""

    DAY_BEFORE = "reminder_day_before"  # with how to prepare, and the question whether she comes
    SAME_DAY = "reminder_same_day"


def appointments_starting(
    session: Session, *, branch_id: uuid.UUID, from_at: datetime, until: datetime
) -> list[Appointment]:
    """This will give a branch's agreed appointments that start in [from_at, until), the earliest first."""
    statement = (
        sa.select(Appointment)
        .where(
            Appointment.branch_id == branch_id,
            Appointment.starts_at >= from_at,
            Appointment.starts_at < until,
            Appointment.state == AppointmentState.BOOKED,
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    return list(session.scalars(statement))


def appointment(session: Session, *, appointment_id: uuid.UUID) -> Appointment:
    """This will find an appointment of the session's clinic.

    Raises:
        NotFound: There is none of that id.
    """
    found = session.scalar(sa.select(Appointment).where(Appointment.id == appointment_id))
    if found is None:
        raise NotFound(appointment_id=str(appointment_id))
    return found


def remind_of_appointment(
    session: Session, *, agreed: Appointment, reminder: Reminder, due_at: datetime, now: datetime
) -> Notice | None:
    """This will remind a customer of her appointment.

    Args:
        session: The caller's transaction.
        agreed: The appointment.
        reminder: Which one; of each kind there is one for an appointment.
        due_at: Not before this time (aware UTC).
        now: Aware UTC.

    Returns:
        The notice; None when she was reminded already, or is known on no channel.
    """
    branch = session.get_one(Branch, agreed.branch_id)
    of = treatment(session, treatment_type_id=agreed.treatment_type_id)
    prepare = protocol_of(session, treatment_type_id=of.id).prepare
    return tell_customer(
        session,
        customer_id=agreed.customer_id,
        kind=reminder.value,
        purpose=NoticePurpose.TRANSACTIONAL,
        data={
            "appointment_id": str(agreed.id),
            "case_code": case(session, case_id=agreed.case_id).code,
            "starts_at": agreed.starts_at.isoformat(),
            "zone": branch.zone,
            "branch": branch_facts(branch),
            "treatment": treatment_facts(of),
            "prepare_th": lines(prepare, "th"),
            "prepare_en": lines(prepare, "en"),
            "confirmed": agreed.confirmed_at is not None,
        },
        key=f"{reminder.value}:{agreed.id}",
        now=now,
        due_at=due_at,
        case_id=agreed.case_id,
    )


def take_back_reminders(session: Session, *, agreed: Appointment, now: datetime) -> int:
    """This will take back what was not sent yet about an appointment that was moved or cancelled.

    Returns:
        How many reminders will not be sent.
    """
    told = [notice_by_key(session, key=f"{reminder.value}:{agreed.id}") for reminder in Reminder]
    return sum(take_back(session, notice=notice, now=now) for notice in told if notice is not None)


def confirm_appointment(
    session: Session, *, appointment_id: uuid.UUID, by: Actor, now: datetime
) -> Appointment:
    """This will keep that a customer comes. Saying it again changes nothing.

    Args:
        session: The caller's transaction.
        appointment_id: Her appointment.
        by: The customer herself.
        now: Aware UTC.

    Raises:
        NotFound: There is no such appointment of hers.
        OutOfDate: It was moved or cancelled since, or has taken place.
        SlotPassed: Its time has passed.
    """
    agreed = appointment(session, appointment_id=appointment_id)
    if agreed.customer_id != by.id:
        raise NotFound(appointment_id=str(appointment_id))
    if agreed.state is not AppointmentState.BOOKED:
        raise OutOfDate(appointment_id=str(appointment_id))
    if agreed.starts_at <= now:
        raise SlotPassed(starts_at=agreed.starts_at)
    if agreed.confirmed_at is None:
        agreed.confirmed_at = now
        session.flush()
        log.info("appointment.confirmed", appointment_id=str(agreed.id))
    return agreed
