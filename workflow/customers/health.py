"""What a customer answers about her health before a treatment: behind her consent, and gone with it.

Source: PDPA s.26, health data needs explicit consent; facts/CLINIC.md 3 and 6.2: 38 questions chosen by treatment,
answers are used again until they are old.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.customers.queries import has_consent
from workflow.notices import take_back
from workflow.refusal import NotAllowed
from workflow.store.models import Customer, HealthAnswer, HealthSaid, Notice, NoticeState, Purpose

COUNTS_FOR = timedelta(days=90)
"""An answer is used again for so long; a pregnancy or a new medicine shows itself within a quarter."""

TOLD_STAFF = "health_told"
"""The kind of the card that tells staff of the answers; its key begins with this and the customer's id."""

log = structlog.get_logger(__name__)


class HealthConsentMissing(NotAllowed):
    """She has not agreed to being asked about her health."""

    code = "health_consent_missing"


def keep_health_answer(
    session: Session, *, customer: Customer, factor: str, said: HealthSaid, now: datetime
) -> HealthAnswer:
    """This will keep an answer; her earlier one to the same question is replaced.

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
    kept = session.scalar(
        sa.select(HealthAnswer).where(HealthAnswer.customer_id == customer.id, HealthAnswer.factor == factor)
    )
    if kept is None:
        kept = HealthAnswer(clinic_id=customer.clinic_id, customer_id=customer.id, factor=factor)
        session.add(kept)
    kept.said, kept.at = said, now
    session.flush()
    log.info("health_answer.kept", customer_id=str(customer.id))
    return kept


def health_answers(session: Session, *, customer_id: uuid.UUID, now: datetime) -> Mapping[str, HealthSaid]:
    """This will give what a customer said, by risk factor, as far as it is not too old to count."""
    rows = session.scalars(
        sa.select(HealthAnswer).where(
            HealthAnswer.customer_id == customer_id, HealthAnswer.at > now - COUNTS_FOR
        )
    )
    return {row.factor: row.said for row in rows}


def forget_health_answers(session: Session, *, customer_id: uuid.UUID, now: datetime) -> int:
    """This will erase what a customer said about her health, in the cards that told staff of it too.

    Returns:
        How many answers were erased.
    """
    gone = session.scalars(
        sa.delete(HealthAnswer).where(HealthAnswer.customer_id == customer_id).returning(HealthAnswer.id)
    ).all()
    for notice in _health_cards(session, customer_id=customer_id):
        if notice.state is NoticeState.WAITING:
            take_back(session, notice=notice, now=now)
    empty_health_cards(session, customer_id=customer_id, told_before=now)
    log.info("health_answers.forgotten", customer_id=str(customer_id), count=len(gone))
    return len(gone)


def empty_health_cards(session: Session, *, customer_id: uuid.UUID, told_before: datetime) -> None:
    """This will empty the cards that told staff of a customer's answers up to an instant; that they went stays."""
    for notice in _health_cards(session, customer_id=customer_id):
        if notice.made_at <= told_before:
            notice.data, notice.body = {}, None
    session.flush()


def _health_cards(session: Session, *, customer_id: uuid.UUID) -> Sequence[Notice]:
    mine = Notice.dedupe_key.startswith(f"{TOLD_STAFF}:{customer_id}:", autoescape=True)
    return session.scalars(sa.select(Notice).where(Notice.kind == TOLD_STAFF, mine)).all()
