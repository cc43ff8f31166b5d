"""The list of what is to be reviewed, and what was learnt."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Customer, Staff, Utterance, UtteranceState

_WAITS = Utterance.state == UtteranceState.WAITING


@dataclass(frozen=True, order=True)
class Learnt:
    """One utterance that a person has said the meaning of."""

    language: str
    intent: str
    text: str


def waiting_utterances(session: Session, *, limit: int) -> Sequence[Utterance]:
    """This function will give what is to be reviewed, what was said most often first, then the newest."""
    rows = sa.select(Utterance).where(_WAITS)
    return session.scalars(rows.order_by(Utterance.times.desc(), Utterance.id.desc()).limit(limit)).all()


def count_waiting(session: Session) -> int:
    """This function will count what is to be reviewed."""
    return session.scalar(sa.select(sa.func.count(Utterance.id)).where(_WAITS)) or 0


def reviewed_utterances(session: Session, *, limit: int) -> Sequence[Utterance]:
    """This function will give what was reviewed last, the latest first."""
    rows = sa.select(Utterance).where(Utterance.state != UtteranceState.WAITING)
    return session.scalars(
        rows.order_by(Utterance.reviewed_at.desc(), Utterance.id.desc()).limit(limit)
    ).all()


def learnt_utterances(session: Session) -> Sequence[Learnt]:
    """This function will give what training is to read of this clinic: masked words, and nothing else of the row."""
    rows = session.execute(
        sa.select(Utterance.language, Utterance.intent, Utterance.text).where(
            Utterance.state == UtteranceState.LEARNT, Utterance.intent.is_not(None)
        )
    )
    return sorted(Learnt(language, str(intent), text) for language, intent, text in rows)


def names_to_mask(session: Session, *, customer_id: uuid.UUID) -> Sequence[str]:
    """This function will give the names nobody may find in what is kept of a customer's words: hers, and the staff's."""
    columns = (Customer.name, Customer.shown_name, Customer.code)
    hers = session.execute(sa.select(*columns).where(Customer.id == customer_id)).one()
    return [*filter(None, hers), *session.scalars(sa.select(Staff.name))]
