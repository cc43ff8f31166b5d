"""Promising the four follow-ups of a treatment, and keeping each promise once."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.follow_ups.calls import ask_to_call
from workflow.follow_ups.claims import postpone_follow_up
from workflow.follow_ups.plan import due_times, is_too_late, next_polite
from workflow.follow_ups.queries import follow_ups_of
from workflow.follow_ups.treatment_facts import treatment_facts
from workflow.notices import NoticePurpose, identity_of, tell
from workflow.settings import ClinicRules
from workflow.store.models import (
    Branch,
    Case,
    FollowUp,
    FollowUpState,
    Notice,
    Protocol,
    TaskKind,
    TreatmentSession,
    TreatmentType,
)
from workflow.tasks import NobodyHasRole, waiting_tasks_of_case

log = structlog.get_logger(__name__)

RECOMMENDS_NEXT = 30
WANTS_PHOTO = frozenset({7, 30})
# Somebody should ring her within a working day when a care message cannot reach her.
CALL_WITHIN = timedelta(hours=24)


class Outcome(StrEnum):
    """What became of a due follow-up."""

    SENT = "sent"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    LEFT = "left"  # it was settled before, or is not due any more


@dataclass(frozen=True)
class Sending:
    """How the sending of a follow-up went.

    Attributes:
        outcome: What became of it.
        notice: What the customer is told, where it was sent.
        reason: Why it was not sent: `impolite_hour`, `case_closed`, `too_late`, `blocked` or `unreachable`.
    """

    outcome: Outcome
    notice: Notice | None = None
    reason: str | None = None


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


def send_follow_up(
    session: Session, *, follow_up: FollowUp, now: datetime, rules: ClinicRules | None = None
) -> Sending:
    """This will send a due follow-up, if everything that was true when it was promised still is.

    Args:
        session: A session of the follow-up's clinic, in the transaction that claimed it.
        follow_up: The due row.
        now: Aware UTC.
        rules: The clinic's polite hours and time of follow-ups.
    """
    rules = rules or ClinicRules()
    if follow_up.state is not FollowUpState.PLANNED or follow_up.due_at > now:
        return Sending(Outcome.LEFT)
    case = session.get_one(Case, follow_up.case_id)
    done = session.get_one(TreatmentSession, follow_up.session_id)
    zone = ZoneInfo(session.get_one(Branch, case.branch_id).zone)
    if case.closed_at is not None or done.finished_at is None:
        return _cancel(follow_up, reason="case_closed", now=now)
    if is_too_late(due_times(done.finished_at, zone, rules.follow_up_time)[follow_up.day], now):
        return _cancel(follow_up, reason="too_late", now=now)
    polite_at = next_polite(now, zone, polite_from=rules.polite_from, polite_until=rules.polite_until)
    if polite_at > now:
        postpone_follow_up(session, follow_up_id=follow_up.id, until=polite_at, is_failure=False)
        log.info("follow_up.postponed", follow_up_id=str(follow_up.id), until=polite_at.isoformat())
        return Sending(Outcome.POSTPONED, reason="impolite_hour")
    to = identity_of(session, customer_id=follow_up.customer_id)
    if to is None or to.blocked_at is not None:
        call_instead(session, case=case, follow_up=follow_up, now=now)
        return _cancel(follow_up, reason="unreachable" if to is None else "blocked", now=now)
    notice = tell(
        session,
        to=to,
        kind=f"follow_up_{follow_up.day}",
        purpose=NoticePurpose.CARE,
        data=_facts(session, case=case, follow_up=follow_up, done=done, zone=zone),
        key=f"follow_up_{follow_up.day}:{follow_up.id}",
        now=now,
        case_id=case.id,
    )
    follow_up.state = FollowUpState.SENT
    follow_up.sent_at = follow_up.settled_at = now
    session.flush()
    log.info("follow_up.sent", follow_up_id=str(follow_up.id), day=follow_up.day, case_id=str(case.id))
    return Sending(Outcome.SENT, notice=notice)


def _of_session(session: Session, *, session_id: uuid.UUID) -> list[FollowUp]:
    statement = sa.select(FollowUp).where(FollowUp.session_id == session_id).order_by(FollowUp.day)
    return list(session.scalars(statement))


def _cancel(follow_up: FollowUp, *, reason: str, now: datetime) -> Sending:
    follow_up.state, follow_up.settled_at = FollowUpState.CANCELLED, now
    log.info("follow_up.cancelled", follow_up_id=str(follow_up.id), day=follow_up.day, reason=reason)
    return Sending(Outcome.CANCELLED, reason=reason)


def call_instead(session: Session, *, case: Case, follow_up: FollowUp, now: datetime) -> None:
    """This will give somebody the task of ringing a customer whom no message reaches, once while it waits."""
    if waiting_tasks_of_case(session, case_id=case.id, kinds=[TaskKind.CALL_CUSTOMER]):
        return
    try:
        ask_to_call(
            session,
            case=case,
            roles=(Role.SALES, Role.BEAUTICIAN, Role.MANAGER, Role.OWNER),
            due_at=now + CALL_WITHIN,
            detail={"why": "follow_up_undelivered", "day": follow_up.day},
            now=now,
        )
    except NobodyHasRole:
        log.warning("follow_up.unheard", follow_up_id=str(follow_up.id), case_id=str(case.id))


def _facts(
    session: Session, *, case: Case, follow_up: FollowUp, done: TreatmentSession, zone: ZoneInfo
) -> dict[str, Any]:
    """This will gather what the card of this day says."""
    treatment = session.get_one(TreatmentType, done.treatment_type_id)
    aftercare = session.get_one(Protocol, done.protocol_id).aftercare
    lines = {language: texts.get(f"d{follow_up.day}", []) for language, texts in aftercare.items()}
    recommended = _next_treatment(session, case=case, treatment=treatment, day=follow_up.day)
    return {
        "follow_up_id": str(follow_up.id),
        "day": follow_up.day,
        "case_code": case.code,
        "treatment": treatment_facts(treatment),
        "lines_th": lines.get("th", []),
        "lines_en": lines.get("en", []),
        "next": treatment_facts(recommended) if recommended else None,
        "wants_photo": follow_up.day in WANTS_PHOTO,
        "zone": zone.key,
    }


def _next_treatment(
    session: Session, *, case: Case, treatment: TreatmentType, day: int
) -> TreatmentType | None:
    """This will find what day 30 recommends; nothing is recommended while trouble after the last one is open."""
    if day != RECOMMENDS_NEXT or treatment.next_key is None:
        return None
    if waiting_tasks_of_case(session, case_id=case.id, kinds=[TaskKind.RED_FLAG]):
        return None
    return session.scalar(
        sa.select(TreatmentType).where(TreatmentType.key == treatment.next_key, TreatmentType.active)
    )
