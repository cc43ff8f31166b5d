"""Keeping what was not understood. Whoever calls has masked the words and asked for her consent."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.store.insert_once import insert_once
from workflow.store.models import LastWords, Utterance, UtteranceSource, UtteranceState, UtteranceWhy
from workflow.store.models.learning import LONGEST_UTTERANCE

STILL_HER_LAST = timedelta(minutes=30)
"""How long what she does next says something about her latest words."""

_ORDER = tuple(UtteranceWhy)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A message and what was made of it.

    Attributes:
        text: Masked (nlu/masking.py).
        language: "th" or "en", by its letters.
        guess: The likeliest intent.
        confidence: Its probability, 0-1.
        ranking: The likeliest few intents, each as {"intent", "confidence"}.
        engine: Which engine answered.
        model: Which model.
    """

    text: str
    language: str
    guess: str
    confidence: float
    ranking: tuple[Mapping[str, Any], ...]
    engine: str
    model: str

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Heard":
        """This function will read what `asdict` wrote."""
        return cls(**{**kept, "ranking": tuple(kept["ranking"])})

    @property
    def is_too_long(self) -> bool:
        """Whether nothing short can be learnt from it; stories hold more than masking finds."""
        return not self.text or len(self.text) > LONGEST_UTTERANCE


def hear(
    session: Session,
    *,
    clinic_id: uuid.UUID,
    customer_id: uuid.UUID,
    message_id: str,
    heard: Heard,
    why: UtteranceWhy | None,
    now: datetime,
) -> None:
    """This function will remember a customer's latest words for a while, and keep them for review if there is a reason.

    Args:
        session: The turn's session.
        clinic_id: Her clinic.
        customer_id: Who said it; she has agreed to it being learnt from.
        message_id: The channel's id of the message, should she take it back.
        heard: Her words, masked, and what was made of them.
        why: Why they are worth a look; None where nothing is known against what was understood.
        now: Aware UTC.
    """
    if heard.is_too_long:
        _forget_last(session, customer_id)
        return
    last = session.scalars(sa.select(LastWords).where(LastWords.customer_id == customer_id)).one_or_none()
    if last is None:
        row = {"clinic_id": clinic_id, "customer_id": customer_id, **_last(message_id, heard, now)}
        insert_once(session, LastWords, [row], unique=("customer_id",))
    else:
        last.message_id, last.heard, last.at = message_id, asdict(heard), now
        session.flush()
    if why is not None:
        _keep(session, clinic_id, customer_id, message_id=message_id, heard=heard, why=why, now=now)


def hear_that_a_person_took_over(session: Session, *, customer_id: uuid.UUID, now: datetime) -> None:
    """This function will keep her latest words for review: after them she needed a person."""
    _keep_last(session, customer_id=customer_id, why=UtteranceWhy.TAKEN_OVER, now=now)


def hear_choice(
    session: Session, *, customer_id: uuid.UUID, message_id: str, intent: str, now: datetime
) -> None:
    """This function will keep her latest words with what she chose when she was asked what she meant.

    Args:
        session: The turn's session.
        customer_id: Who chose.
        message_id: The message in doubt; where her latest words are another's, nothing is said of them.
        intent: What she chose.
        now: Aware UTC.
    """
    _keep_last(
        session,
        customer_id=customer_id,
        why=UtteranceWhy.CORRECTED,
        now=now,
        chosen=intent,
        message_id=message_id,
    )


def _keep_last(
    session: Session,
    *,
    customer_id: uuid.UUID,
    why: UtteranceWhy,
    now: datetime,
    chosen: str | None = None,
    message_id: str | None = None,
) -> None:
    last = session.scalars(
        sa.select(LastWords).where(LastWords.customer_id == customer_id, LastWords.at > now - STILL_HER_LAST)
    ).one_or_none()
    if last is None or message_id not in {None, last.message_id}:
        return
    heard, clinic_id = Heard.from_json(last.heard), last.clinic_id
    _keep(
        session,
        clinic_id,
        customer_id,
        message_id=last.message_id,
        heard=heard,
        why=why,
        now=now,
        chosen=chosen,
    )


def _keep(
    session: Session,
    clinic_id: uuid.UUID,
    customer_id: uuid.UUID,
    *,
    message_id: str,
    heard: Heard,
    why: UtteranceWhy,
    now: datetime,
    chosen: str | None = None,
) -> None:
    """This function will add an utterance to the list, or count it once more where the same words stand there."""
    made = insert_once(
        session, Utterance, [_row(clinic_id, heard, why=why, now=now)], unique=("clinic_id", "text")
    )
    found = session.scalars(
        sa.select(Utterance).where(Utterance.text == heard.text).with_for_update(),
        execution_options={"populate_existing": True},
    ).one()
    if found.state is not UtteranceState.WAITING:
        found.times, found.last_at = found.times + 1, now
        session.flush()
        return
    source = {
        "clinic_id": clinic_id,
        "utterance_id": found.id,
        "customer_id": customer_id,
        "message_id": message_id,
        "at": now,
    }
    found.times += len(insert_once(session, UtteranceSource, [source], unique=("utterance_id", "message_id")))
    found.last_at, found.chosen = now, chosen or found.chosen
    found.why = max(found.why, why, key=_ORDER.index)
    session.flush()
    if made:
        log.info("utterance.kept", utterance_id=str(found.id), why=why.value)


def _row(clinic_id: uuid.UUID, heard: Heard, *, why: UtteranceWhy, now: datetime) -> dict[str, Any]:
    return {
        "clinic_id": clinic_id,
        **asdict(heard),
        "ranking": list(heard.ranking),
        "why": why,
        "times": 0,
        "first_at": now,
        "last_at": now,
    }


def _last(message_id: str, heard: Heard, now: datetime) -> dict[str, Any]:
    return {"message_id": message_id, "heard": asdict(heard), "at": now}


def _forget_last(session: Session, customer_id: uuid.UUID) -> None:
    session.execute(
        sa.delete(LastWords).where(LastWords.customer_id == customer_id),
        execution_options={"synchronize_session": "fetch"},
    )
