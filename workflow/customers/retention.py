"""Forgetting answers about health, once they are kept for long enough.

Source: facts/CLINIC.md 6.2. What a treatment was decided on is part of its record, which a clinic keeps for five years;
answers no treatment came of have no purpose once they do not count any more (PDPA s.37).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.customers.health import empty_health_cards
from workflow.store.by_age import Forgotten, Portion, last_of, within
from workflow.store.models import Case, HealthAnswer, TreatmentSession

_UNSEEN: Mapping[str, Any] = {"synchronize_session": False}
_ALL = datetime.max.replace(tzinfo=UTC)

_WAS_TREATED_AFTER = sa.exists(
    sa.select(TreatmentSession.id)
    .join(Case, Case.id == TreatmentSession.case_id)
    .where(Case.customer_id == HealthAnswer.customer_id, TreatmentSession.started_at >= HealthAnswer.at)
)


def forget_unused_health_answers(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This function will delete answers from before an instant that no treatment of hers came after.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many were forgotten, and where to go on.
    """
    return _forget(session, ~_WAS_TREATED_AFTER, before=before, portion=portion)


def forget_old_health_answers(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This function will delete answers from before an instant, whatever came after them.

    Args and Returns: as for `forget_unused_health_answers`.
    """
    return _forget(session, sa.true(), before=before, portion=portion)


def _forget(
    session: Session, which: sa.ColumnElement[bool], *, before: datetime, portion: Portion
) -> Forgotten:
    # An answer that was given anew is younger than its row, so age ends no search here: every row is looked at.
    last = last_of(session, HealthAnswer, made=HealthAnswer.at, before=_ALL, portion=portion)
    if last is None:
        return Forgotten(0, None)
    gone = session.scalars(
        sa.delete(HealthAnswer)
        .where(within(HealthAnswer, portion=portion, last=last), HealthAnswer.at < before, which)
        .returning(HealthAnswer.customer_id),
        execution_options=_UNSEEN,
    ).all()
    for customer_id in sorted(set(gone)):
        empty_health_cards(session, customer_id=customer_id, told_before=before)
    return Forgotten(len(gone), last)
