"""Forgetting what was kept to be learnt from: taken back, unsent, or kept for long enough."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.learning.hearing import STILL_HER_LAST
from workflow.store.by_age import Forgotten, Portion, last_of, within
from workflow.store.models import LastWords, Utterance, UtteranceSource, UtteranceState

# What is deleted here was read by nobody in this transaction; rows that were are looked for.
_UNSEEN: Mapping[str, Any] = {"synchronize_session": False}
_FETCHED: Mapping[str, Any] = {"synchronize_session": "fetch"}

log = structlog.get_logger(__name__)


def forget_utterances_of(session: Session, *, customer_id: uuid.UUID) -> int:
    """This function will erase what waits of a customer who took back her consent.

    What a person has reviewed is masked and has no link to anybody: it stays.

    Returns:
        How many messages of hers are gone from the list.
    """
    session.execute(
        sa.delete(LastWords).where(LastWords.customer_id == customer_id), execution_options=_UNSEEN
    )
    return _forget(session, UtteranceSource.customer_id == customer_id)


def forget_unsent_utterance(session: Session, *, message_id: str) -> int:
    """This function will erase what waits of a message that was taken back.

    Returns:
        How many entries it was.
    """
    session.execute(sa.delete(LastWords).where(LastWords.message_id == message_id), execution_options=_UNSEEN)
    return _forget(session, UtteranceSource.message_id == message_id)


def forget_last_words(session: Session, *, before: datetime) -> int:
    """This function will erase the latest words of everybody who has long said nothing more.

    Args:
        session: A session of the clinic.
        before: When that is to be so, aware UTC.

    Returns:
        Of how many customers.
    """
    gone = session.scalars(
        sa.delete(LastWords).where(LastWords.at < before - STILL_HER_LAST).returning(LastWords.id),
        execution_options=_UNSEEN,
    )
    return len(gone.all())


def forget_old_utterances(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This function will erase what nobody reviewed, or what was discarded, where it was last said before an instant.

    What was learnt stays: it names nobody any more, and training needs it each time.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.
    """
    last = last_of(session, Utterance, made=Utterance.first_at, before=before, portion=portion)
    if last is None:
        return Forgotten(0, None)
    old = sa.select(Utterance.id).where(
        within(Utterance, portion=portion, last=last),
        Utterance.last_at < before,
        Utterance.state != UtteranceState.LEARNT,
    )
    ids = list(session.scalars(old))
    _erase(session, ids)
    return Forgotten(len(ids), last)


def _forget(session: Session, whose: sa.ColumnElement[bool]) -> int:
    """This function will take somebody's messages off the list; words that nobody else said go with them."""
    said = Counter(
        session.scalars(
            sa.delete(UtteranceSource).where(whose).returning(UtteranceSource.utterance_id),
            execution_options=_UNSEEN,
        )
    )
    if not said:
        return 0
    left = []
    for row in session.scalars(sa.select(Utterance).where(Utterance.id.in_(said)).order_by(Utterance.id)):
        row.times -= said[row.id]
        if row.times <= 0:
            left.append(row.id)
    session.flush()
    _erase(session, left)
    log.info("utterances.forgotten", count=len(left))
    return said.total()


def _erase(session: Session, ids: Sequence[uuid.UUID]) -> None:
    if ids:
        session.execute(
            sa.delete(UtteranceSource).where(UtteranceSource.utterance_id.in_(ids)), execution_options=_UNSEEN
        )
        session.execute(sa.delete(Utterance).where(Utterance.id.in_(ids)), execution_options=_FETCHED)
