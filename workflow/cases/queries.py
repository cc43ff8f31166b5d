"""Where cases stand."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.follow_ups import FollowUpState, follow_ups_of
from workflow.follow_ups.plan import LATEST
from workflow.refusal import NotFound
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    CaseEvent,
    Scan,
    ScanState,
    SkinReading,
    Stage,
    TreatmentSession,
)

TREATED = (Stage.COMPLETED, Stage.FOLLOW_UP)


def case(session: Session, *, case_id: uuid.UUID) -> Case:
    """This will find a case of the session's clinic.

    Raises:
        NotFound: There is none of that id.
    """
    found = session.scalar(sa.select(Case).where(Case.id == case_id))
    if found is None:
        raise NotFound(case_id=str(case_id))
    return found


def open_case_of(session: Session, *, customer_id: uuid.UUID) -> Case | None:
    """This will find a customer's open case, the newest if she has several."""
    return session.scalar(
        sa.select(Case)
        .where(Case.customer_id == customer_id, Case.closed_at.is_(None))
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .limit(1)
    )


def events(session: Session, *, case_id: uuid.UUID) -> Sequence[CaseEvent]:
    """This will list what happened to a case, in order."""
    return session.scalars(
        sa.select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)
    ).all()


def booked_appointment(session: Session, *, case_id: uuid.UUID) -> Appointment | None:
    """This will find the agreed time of a case that is still to be kept."""
    return session.scalar(
        sa.select(Appointment)
        .where(Appointment.case_id == case_id, Appointment.state == AppointmentState.BOOKED)
        .order_by(Appointment.id.desc())
        .limit(1)
    )


def session_of(session: Session, *, appointment_id: uuid.UUID) -> TreatmentSession | None:
    """This will find the session begun on an appointment."""
    return session.scalar(
        sa.select(TreatmentSession).where(TreatmentSession.appointment_id == appointment_id)
    )


def newest_reading(
    session: Session, *, case_id: uuid.UUID, before: datetime | None = None
) -> tuple[Scan, SkinReading] | None:
    """This will find the newest reading of a case whose photo still counts (not unsent, consent not withdrawn).

    Args:
        session: The caller's transaction.
        case_id: The case.
        before: Only photos sent before this time (aware UTC), such as the start of the treatment.
    """
    statement = (
        sa.select(Scan, SkinReading)
        .join(SkinReading, SkinReading.scan_id == Scan.id)
        .where(Scan.case_id == case_id, Scan.state == ScanState.READ)
        .order_by(Scan.sent_at.desc(), Scan.id.desc())
        .limit(1)
    )
    if before is not None:
        statement = statement.where(Scan.sent_at < before)
    row = session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def reading_to_prepare(session: Session, *, case_id: uuid.UUID) -> tuple[Scan, SkinReading]:
    """This will give the newest reading of a case.

    Raises:
        NotFound: None of its photos counts any more.
    """
    found = newest_reading(session, case_id=case_id)
    if found is None:
        raise NotFound(case_id=str(case_id))
    return found


def last_finished_session(session: Session, *, case_id: uuid.UUID) -> TreatmentSession | None:
    """This will find the session of a case that was finished last."""
    return session.scalar(
        sa.select(TreatmentSession)
        .where(TreatmentSession.case_id == case_id, TreatmentSession.finished_at.is_not(None))
        .order_by(TreatmentSession.finished_at.desc())
        .limit(1)
    )


def is_over(session: Session, *, case: Case, now: datetime) -> bool:
    """This will say whether a treated case waits for nothing any more: a new photo then begins a new case.

    So it is once no follow-up is planned and the last one sent has had its 14 days for an answer.
    """
    if case.stage not in TREATED:
        return False
    promised = follow_ups_of(session, case_id=case.id)
    if any(row.state is FollowUpState.PLANNED for row in promised):
        return False
    sent = [row.sent_at for row in promised if row.sent_at is not None]
    return now - max(sent, default=case.stage_at) > LATEST
