"""Promising the four follow-ups of a treatment, and taking them back."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.follow_ups.plan import due_times
from workflow.follow_ups.queries import follow_ups_of
from workflow.settings import ClinicRules
from workflow.store.models import Branch, Case, FollowUp, FollowUpState, TreatmentSession

log = structlog.get_logger(__name__)


def plan_follow_ups(
    session: Session,
    *,
    case: Case,
    treatment_session: TreatmentSession,
    now: datetime,
    rules: ClinicRules | None = None,
) -> list[FollowUp]:
    """This will promise the four follow-ups of a finished session; those that stand already are left as they are.

    Raises:
        ValueError: The session is not finished.
    """
    rules = rules or ClinicRules()
    if treatment_session.finished_at is None:
        raise ValueError("only a finished session has follow-ups")
    promised = {row.day for row in _of_session(session, session_id=treatment_session.id)}
    zone = ZoneInfo(session.get_one(Branch, case.branch_id).zone)
    for day, due_at in due_times(treatment_session.finished_at, zone, rules.follow_up_time).items():
        if day in promised:
            continue
        row = FollowUp(
            clinic_id=case.clinic_id,
            case_id=case.id,
            customer_id=case.customer_id,
            session_id=treatment_session.id,
            day=day,
            due_at=due_at,
            state=FollowUpState.PLANNED,
        )
        session.add(row)
    session.flush()
    log.info("follow_ups.planned", case_id=str(case.id), session_id=str(treatment_session.id), at=str(now))
    return _of_session(session, session_id=treatment_session.id)


def cancel_follow_ups_of(session: Session, *, case_id: uuid.UUID, now: datetime) -> int:
    """This will take back the follow-ups of a case that are still to come."""
    planned = [row for row in follow_ups_of(session, case_id=case_id) if row.state is FollowUpState.PLANNED]
    for row in planned:
        row.state, row.settled_at = FollowUpState.CANCELLED, now
    session.flush()
    return len(planned)


def _of_session(session: Session, *, session_id: uuid.UUID) -> list[FollowUp]:
    statement = sa.select(FollowUp).where(FollowUp.session_id == session_id).order_by(FollowUp.day)
    return list(session.scalars(statement))
