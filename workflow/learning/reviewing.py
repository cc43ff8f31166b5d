"""A person of the clinic says what an utterance means: by that one act it is what training reads."""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from nlu import known_intents
from workflow.actor import Actor, Role
from workflow.refusal import BadRequest, NotAllowed, NotFound, OutOfDate
from workflow.store.models import Utterance, UtteranceSource, UtteranceState

MAY_REVIEW = (Role.OWNER, Role.MANAGER)

log = structlog.get_logger(__name__)


def learn_utterance(
    session: Session, *, utterance_id: uuid.UUID, intent: str, by: Actor, now: datetime
) -> Utterance:
    """This function will note what an utterance means. Saying the same again changes nothing.

    Args:
        session: A session of the clinic.
        utterance_id: Which.
        intent: One that the engines know, `out_of_scope` included.
        by: An owner or manager.
        now: Aware UTC.

    Raises:
        NotAllowed: Somebody else.
        NotFound: There is no such utterance in this clinic.
        BadRequest: No intent is called that.
        OutOfDate: Somebody has said something else about it meanwhile.
    """
    if intent not in known_intents():
        raise BadRequest(intent=intent)
    return _answer(session, utterance_id, state=UtteranceState.LEARNT, intent=intent, by=by, now=now)


def discard_utterance(session: Session, *, utterance_id: uuid.UUID, by: Actor, now: datetime) -> Utterance:
    """This function will note that nothing is to be learnt from an utterance.

    Args and Raises: as for `learn_utterance`.
    """
    return _answer(session, utterance_id, state=UtteranceState.DISCARDED, intent=None, by=by, now=now)


def reopen_utterance(session: Session, *, utterance_id: uuid.UUID, by: Actor, now: datetime) -> Utterance:
    """This function will put an utterance back on the list; what was said about it stays in its history.

    Args and Raises: as for `learn_utterance`.
    """
    found = _held(session, utterance_id, by=by)
    if found.state is UtteranceState.WAITING:
        return found
    found.state, found.intent, found.reviewed_by, found.reviewed_at = UtteranceState.WAITING, None, None, None
    _note(found, did="reopened", intent=None, by=by, now=now)
    session.flush()
    return found


def _answer(
    session: Session,
    utterance_id: uuid.UUID,
    *,
    state: UtteranceState,
    intent: str | None,
    by: Actor,
    now: datetime,
) -> Utterance:
    found = _held(session, utterance_id, by=by)
    if (found.state, found.intent) == (state, intent):
        return found
    if found.state is not UtteranceState.WAITING:
        raise OutOfDate(utterance_id=str(utterance_id))
    found.state, found.intent, found.reviewed_by, found.reviewed_at = state, intent, by.id, now
    _note(found, did=state.value, intent=intent, by=by, now=now)
    # From here on nobody can tell who said it.
    session.execute(
        sa.delete(UtteranceSource).where(UtteranceSource.utterance_id == found.id),
        execution_options={"synchronize_session": False},
    )
    session.flush()
    return found


def _held(session: Session, utterance_id: uuid.UUID, *, by: Actor) -> Utterance:
    """This function will hold the row, so that of two people who press at once one comes first."""
    if not by.has(*MAY_REVIEW):
        raise NotAllowed
    found = session.scalars(
        sa.select(Utterance).where(Utterance.id == utterance_id).with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound(utterance_id=str(utterance_id))
    return found


def _note(found: Utterance, *, did: str, intent: str | None, by: Actor, now: datetime) -> None:
    found.reviews = [*found.reviews, {"by": str(by.id), "did": did, "intent": intent, "at": now.isoformat()}]
    log.info("utterance.reviewed", utterance_id=str(found.id), did=did, by=str(by.id))
