"""Taking the next event of each person, and writing down how its turn went. All of it works across clinics.

A turn and its `settle_event` are one transaction. Should a turn outlive its lease and somebody else do the same event,
the second one to settle finds nothing to settle and is rolled back whole: effects happen once.
"""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store import due_work
from workflow.store.due_work import CLOCKS_DIFFER, TOO_MANY_ATTEMPTS, At, Lane, RetryRule, decide_retry
from workflow.store.models import InboundEvent, InboundState
from workflow.store.reading import read_last

__all__ = [
    "TOO_MANY_ATTEMPTS",
    "LeaseLostError",
    "claim_next_events",
    "claim_worn_out",
    "event_retry",
    "postpone_event",
    "settle_event",
]

RETRY = RetryRule(attempts=3, first_wait=timedelta(seconds=2))


# A turn that still runs was leased for less than CLOCKS_DIFFER, by a clock that is ahead by less than that. A lease
# that ends later is over (`due_work.claim` takes its row): to wait for it would mute the person until then.
_RUNS_AT_MOST = 2 * CLOCKS_DIFFER


class LeaseLostError(Exception):
    """Somebody else settled this event meanwhile; this turn must be rolled back."""


def _waits_for(row: type[InboundEvent], other: type[InboundEvent], at: At) -> sa.ColumnElement[bool]:
    """This will have an event wait for what the person did before, and for a turn of hers that still runs."""
    happened_at = read_last(other.happened_at)
    return sa.or_(
        sa.and_(other.lease_until > at(), other.lease_until <= at(_RUNS_AT_MOST)),
        happened_at < row.happened_at,
        sa.and_(happened_at == row.happened_at, other.id < row.id),
    )


EVENTS = Lane(
    model=InboundEvent,
    waiting=InboundState.WAITING,
    first="happened_at",
    due=None,  # at once; one that is given back holds up what the person did later
    person=("person", "channel_id"),
    waits_for=_waits_for,
    retry=RETRY,
    given_up=InboundState.FAILED,
    reason="failure",
    turns=0x696E626F756E64,  # "inbound" in ASCII
)


def claim_next_events(session: Session, *, now: datetime, lease: timedelta, limit: int) -> list[InboundEvent]:
    """This will lease the next event of each person: the oldest known, and only while no other of hers is leased.

    An event that ran out of attempts is poison: it is not given out any more, and holds up the person's next words
    until `claim_worn_out` has it failed and people are told of it.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        lease: How long nobody else may take them.
        limit: How many at most.

    Returns:
        At most one event per channel and person, the oldest first.
    """
    return due_work.claim(session, EVENTS, now=now, lease=lease, limit=limit)


def claim_worn_out(session: Session, *, now: datetime, lease: timedelta) -> list[InboundEvent]:
    """This will lease the events that ran out of attempts, so that they are failed and people are told of them.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        lease: How long nobody else may take them.

    Returns:
        The events, the oldest first; each has to be settled as FAILED in the transaction that tells of it.
    """
    return due_work.claim_worn_out(session, EVENTS, now=now, lease=lease)


def event_retry(attempts: int) -> timedelta | None:
    """This will say how long an event waits after so many attempts; None when it is to be failed."""
    return decide_retry(RETRY, attempts=attempts)


def settle_event(
    session: Session,
    *,
    event_id: uuid.UUID,
    state: InboundState,
    now: datetime,
    failure: str | None = None,
) -> None:
    """This will end an event, in the transaction of its turn.

    Args:
        session: The turn's session, or one across clinics.
        event_id: The row's id.
        state: HANDLED, IGNORED or FAILED.
        now: Aware UTC.
        failure: The class of the error, never a customer's words.

    Raises:
        LeaseLostError: Somebody else settled it before; nothing of this turn may be kept.
    """
    values = {"failure": failure}
    if not due_work.settle(session, EVENTS, row_id=event_id, state=state, now=now, values=values):
        raise LeaseLostError(str(event_id))


def postpone_event(
    session: Session, *, event_id: uuid.UUID, until: datetime, attempt: int | None = None
) -> bool:
    """This will give an event back after trouble outside; the person's later events keep waiting behind it.

    Args:
        session: A session across clinics.
        event_id: The row's id.
        until: When it may be tried again (aware UTC); the lease lasts until then. After its last attempt it is not
            tried again: then `claim_worn_out` gives it.
        attempt: The event's `attempts`, as it was claimed.

    Returns:
        False when it is not held any more.
    """
    return due_work.release(session, EVENTS, row_id=event_id, until=until, attempt=attempt)
