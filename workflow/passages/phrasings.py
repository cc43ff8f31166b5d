"""Questions that wait for the endpoint: due work without a word in it, and the budgets it is held to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.settings import AnswerRules
from workflow.store import due_work
from workflow.store.by_age import Forgotten, Portion, forget_portion
from workflow.store.due_work import Lane, RetryRule, in_order
from workflow.store.insert_once import insert_once
from workflow.store.models import Phrasing, PhrasingState

# A second attempt is for a process that died; the endpoint's own failures are no failures of the row.
RETRY = RetryRule(attempts=2, first_wait=timedelta(seconds=1))
BUDGET_OF = timedelta(hours=24)
_COUNTING = 0x70617373  # "pass" in ASCII: keeps these turns apart from those of other work


PHRASINGS = Lane(
    model=Phrasing,
    waiting=PhrasingState.WAITING,
    person=("customer_id",),
    waits_for=in_order,
    retry=RETRY,
    given_up=PhrasingState.FAILED,
    reason="verdict",
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a question ended.

    Attributes:
        state: What was told.
        verdict: Why: of the guards, or why nobody was asked.
        answer_hash: sha256 of what came back, if anything did.
        told_ids: The passages that were told or named.
    """

    state: PhrasingState
    verdict: str
    answer_hash: str | None = None
    told_ids: Sequence[uuid.UUID] = ()


def ask_for_phrasing(
    session: Session,
    *,
    clinic_id: uuid.UUID,
    event_id: uuid.UUID,
    customer_id: uuid.UUID,
    intent: str,
    passage_ids: Sequence[uuid.UUID],
    is_sure: bool,
    now: datetime,
) -> None:
    """This will write down that a question waits; asked twice, it waits once.

    Args:
        session: The turn's session.
        clinic_id: Whose passages.
        event_id: The inbound event with her words; they are read from there, for as long as they stand there.
        customer_id: Who asks.
        intent: What answers as usual; empty where nothing was understood.
        passage_ids: What was found, the nearest first.
        is_sure: Whether the first may be told as it stands.
        now: Aware UTC.
    """
    row = {
        "clinic_id": clinic_id,
        "event_id": event_id,
        "customer_id": customer_id,
        "intent": intent,
        "passage_ids": [str(one) for one in passage_ids],
        "is_sure": is_sure,
        "asked_at": now,
        "due_at": now,
    }
    insert_once(session, Phrasing, [row], unique=("event_id",))


def claim_phrasings(session: Session, *, now: datetime, lease: timedelta, limit: int) -> list[Phrasing]:
    """This will lease questions that wait, the oldest first; a session across clinics."""
    return due_work.claim(session, PHRASINGS, now=now, lease=lease, limit=limit)


def claim_worn_out_phrasings(session: Session, *, now: datetime, lease: timedelta) -> list[Phrasing]:
    """This will lease questions whose last attempt ended without a word, so that they are answered as usual."""
    return due_work.claim_worn_out(session, PHRASINGS, now=now, lease=lease)


def may_call(session: Session, *, one: Phrasing, rules: AnswerRules, now: datetime) -> bool:
    """This will count a question against the day's budgets, and say whether it may still be asked.

    Counted before the call, so that one whose end nobody knows counts too. On PostgreSQL a clinic's workers take
    turns; SQLite has one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        whose = int.from_bytes(one.clinic_id.bytes[-4:], signed=True)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_COUNTING, whose)))
    since = now - BUDGET_OF
    called = (
        sa.select(sa.func.count())
        .select_from(Phrasing)
        .where(Phrasing.clinic_id == one.clinic_id, Phrasing.called_at > since)
    )
    hers = called.where(Phrasing.customer_id == one.customer_id)
    if (session.scalar(called) or 0) >= rules.questions_a_day:
        log.warning("phrasing.budget_spent", clinic_id=str(one.clinic_id))
        return False
    if (session.scalar(hers) or 0) >= rules.questions_a_day_each:
        return False
    held = due_work.hold(session, PHRASINGS, row_id=one.id, attempt=one.attempts)
    if held is None:
        return False
    held.called_at = now
    session.flush()
    return True


def settle_phrasing(session: Session, *, one: Phrasing, outcome: Outcome, now: datetime) -> bool:
    """This will end a question; False when somebody else ended it before, and then nothing of this may be kept."""
    settled = due_work.settle(
        session,
        PHRASINGS,
        row_id=one.id,
        state=outcome.state,
        now=now,
        attempt=one.attempts,
        values={
            "verdict": outcome.verdict,
            "answer_hash": outcome.answer_hash,
            "told_ids": [str(told) for told in outcome.told_ids],
        },
    )
    if settled:
        log.info(
            "phrasing.settled",
            phrasing_id=str(one.id),
            state=outcome.state.value,
            verdict=outcome.verdict,
            answer_hash=outcome.answer_hash,
            passages=[str(told) for told in outcome.told_ids],
        )
    return settled


def forget_old_phrasings(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This will delete the settled questions that were asked before an instant: who asked when, and what became of it.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many were forgotten, and where to go on.
    """
    over = sa.delete(Phrasing).where(Phrasing.asked_at < before, Phrasing.state != PhrasingState.WAITING)
    return forget_portion(session, Phrasing, over, made=Phrasing.asked_at, before=before, portion=portion)
