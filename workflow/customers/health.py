"""What a customer answers about her health before a treatment: behind her consent, and gone with it.

Source: PDPA s.26, health data needs explicit consent; facts/CLINIC.md 3 and 6.2: 38 questions chosen by treatment,
answers are used again until they are old.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.customers.queries import has_consent
from workflow.notices import forget_health_told
from workflow.refusal import NotAllowed
from workflow.store.models import Case, Customer, HealthAnswer, HealthSaid, Purpose, TreatmentSession

COUNTS_FOR = timedelta(days=90)
"""An answer is used again for so long; a pregnancy or a new medicine shows itself within a quarter."""

TREATED_ON_IT = (
    sa.select(TreatmentSession.id)
    .join(Case, Case.id == TreatmentSession.case_id)
    .where(
        Case.customer_id == HealthAnswer.customer_id,
        TreatmentSession.started_at >= HealthAnswer.at,
        TreatmentSession.started_at < HealthAnswer.counts_until,
    )
)
"""The treatments that were begun while an answer counted: it is part of their record."""

log = structlog.get_logger(__name__)


class HealthConsentMissing(NotAllowed):
    """She has not agreed to being asked about her health."""

    code = "health_consent_missing"


def keep_health_answer(
    session: Session, *, customer: Customer, factor: str, said: HealthSaid, now: datetime
) -> HealthAnswer:
    """This will keep an answer; her earlier one to the same question is replaced, unless a treatment was done on it.

    Args:
        session: The caller's transaction.
        customer: Who answers.
        factor: What she was asked about, a key of the clinic's risk factors.
        said: What she said.
        now: When (aware UTC).

    Raises:
        HealthConsentMissing: She has not agreed to it.
    """
    if not has_consent(session, customer_id=customer.id, purpose=Purpose.HEALTH_ANSWERS):
        raise HealthConsentMissing(customer_id=customer.id)
    mine = (HealthAnswer.customer_id == customer.id, HealthAnswer.factor == factor)
    kept = session.scalar(
        sa.select(HealthAnswer).where(*mine).order_by(HealthAnswer.at.desc(), HealthAnswer.id.desc()).limit(1)
    )
    if kept is not None and _was_treated_on(session, kept):
        kept.counts_until = min(kept.counts_until, now)
        kept = None
    if kept is None:
        kept = HealthAnswer(clinic_id=customer.clinic_id, customer_id=customer.id, factor=factor)
        session.add(kept)
    kept.said, kept.at, kept.counts_until = said, now, now + COUNTS_FOR
    session.flush()
    log.info("health_answer.kept", customer_id=str(customer.id))
    return kept


def health_answers(session: Session, *, customer_id: uuid.UUID, now: datetime) -> Mapping[str, HealthSaid]:
    """This will give what a customer said, by risk factor, as far as it is not too old to count."""
    rows = session.scalars(
        sa.select(HealthAnswer)
        .where(HealthAnswer.customer_id == customer_id, HealthAnswer.counts_until > now)
        .order_by(HealthAnswer.at, HealthAnswer.id)
    )
    return {row.factor: row.said for row in rows}


def forget_health_answers(session: Session, *, customer_id: uuid.UUID, now: datetime) -> int:
    """This will erase what a customer said about her health, also in all that told of it.

    Returns:
        How many answers were erased.
    """
    gone = session.scalars(
        sa.delete(HealthAnswer).where(HealthAnswer.customer_id == customer_id).returning(HealthAnswer.id)
    ).all()
    forget_health_told(session, customer_id=customer_id, now=now)
    log.info("health_answers.forgotten", customer_id=str(customer_id), count=len(gone))
    return len(gone)


def _was_treated_on(session: Session, answer: HealthAnswer) -> bool:
    treated = TREATED_ON_IT.where(HealthAnswer.id == answer.id).correlate(None)
    return session.scalar(sa.select(treated.exists())) is True
