"""Forgetting answers about health, once they are kept for long enough.

Source: facts/CLINIC.md 6.2. What a treatment was decided on is part of its record, which a clinic keeps for five years;
answers no treatment came of have no purpose once they do not count any more (PDPA s.37).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.customers.health import TREATED_ON_IT
from workflow.store.by_age import Forgotten, Portion, last_of, within
from workflow.store.models import HealthAnswer, TreatmentSession

_UNSEEN: Mapping[str, Any] = {"synchronize_session": False}
_ALL = datetime.max.replace(tzinfo=UTC)


def forget_unused_health_answers(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This function will delete answers from before an instant that no treatment of hers was done on.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many were forgotten, and where to go on.
    """
    return _forget(session, ~TREATED_ON_IT.exists(), before=before, portion=portion)


def forget_old_health_answers(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This function will delete answers whose treatments, if any were done on them, were all begun before an instant.

    Args and Returns: as for `forget_unused_health_answers`.
    """
    treated_since = TREATED_ON_IT.where(TreatmentSession.started_at >= before)
    return _forget(session, ~treated_since.exists(), before=before, portion=portion)


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
        .returning(HealthAnswer.id),
        execution_options=_UNSEEN,
    ).all()
    return Forgotten(len(gone), last)
