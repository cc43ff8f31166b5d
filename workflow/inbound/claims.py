"""Taking the next event of each person, and writing down how its turn went. All of it works across clinics.

A turn and its `settle_event` are one transaction. Should a turn outlive its lease and somebody else do the same event,
the second one to settle finds nothing to settle and is rolled back whole: effects happen once.
"""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session, aliased

from workflow.store.models import InboundEvent, InboundState

MAX_ATTEMPTS = 3
# How often it is tried to tell people of an event that failed. Should even that kill the process, nobody is told.
TELLINGS = 2
TOO_MANY_ATTEMPTS = "TooManyAttempts"
# Written out, not bound: both engines use a partial index only where the query says its condition literally.
_WAITING: sa.ColumnElement[str] = sa.literal_column("'waiting'")
# Any constant; "inbound" in ASCII. Claims take turns on PostgreSQL, or two of them could take two events of one
# person at the same moment: the lease of the other is not visible before its commit.
_CLAIMS = 0x696E626F756E64

log = structlog.get_logger(__name__)


class LeaseLostError(Exception):
    """Somebody else settled this event meanwhile; this turn must be rolled back."""


def claim_next_events(session: Session, *, now: datetime, lease: timedelta, limit: int) -> list[InboundEvent]:
    """This will lease the next event of each person: the oldest known, and only while no other of hers is leased.

    An event that was leased MAX_ATTEMPTS times and never settled is poison: it is not given out any more, and holds
    up the person's next words until `claim_worn_out` has it failed and people are told of it.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        lease: How long nobody else may take them.
        limit: How many at most.

    Returns:
        At most one event per channel and person, the oldest first.
    """
    _take_turns(session)
    row, other = aliased(InboundEvent), aliased(InboundEvent)
    held_up = sa.exists().where(
        other.person == row.person,
        other.channel_id == row.channel_id,
        other.state == _WAITING,
        other.id != row.id,
        sa.or_(
            other.lease_until > now,
            other.happened_at < row.happened_at,
            sa.and_(other.happened_at == row.happened_at, other.id < row.id),
        ),
    )
    due = (
        sa.select(row.id)
        .where(
            row.state == _WAITING,
            row.attempts < MAX_ATTEMPTS,
            sa.or_(row.lease_until.is_(None), row.lease_until <= now),
            ~held_up,
        )
        .order_by(row.happened_at, row.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=row)
        .cte("due")
    )
    return _lease(session, InboundEvent.id.in_(sa.select(due.c.id)), until=now + lease)


def claim_worn_out(session: Session, *, now: datetime, lease: timedelta) -> list[InboundEvent]:
    """This will lease the events that ran out of attempts, so that they are failed and people are told of them.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        lease: How long nobody else may take them.

    Returns:
        The events, the oldest first; each has to be settled as FAILED in the transaction that tells of it.
    """
    _take_turns(session)
    _fail_untellable(session, now=now)
    worn_out = sa.and_(
        InboundEvent.state == _WAITING,
        InboundEvent.attempts >= MAX_ATTEMPTS,
        sa.or_(InboundEvent.lease_until.is_(None), InboundEvent.lease_until <= now),
    )
    return _lease(session, worn_out, until=now + lease)


def _take_turns(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_CLAIMS)))


def _lease(session: Session, which: sa.ColumnElement[bool], *, until: datetime) -> list[InboundEvent]:
    claimed = session.scalars(
        sa.update(InboundEvent)
        .where(which)
        .values(lease_until=until, attempts=InboundEvent.attempts + 1)
        .returning(InboundEvent),
        execution_options={"synchronize_session": False, "populate_existing": True},
    )
    return sorted(claimed, key=lambda event: (event.happened_at, event.id))


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
    ended = session.execute(
        sa.update(InboundEvent)
        .where(InboundEvent.id == event_id, InboundEvent.state == _WAITING)
        .values(state=state, failure=failure, settled_at=now, lease_until=None)
        .returning(InboundEvent.id),
        execution_options={"synchronize_session": "fetch"},
    )
    if ended.first() is None:
        raise LeaseLostError(str(event_id))


def postpone_event(session: Session, *, event_id: uuid.UUID, until: datetime) -> bool:
    """This will give an event back after trouble outside; the person's later events keep waiting behind it.

    Args:
        session: A session across clinics.
        event_id: The row's id.
        until: When it may be tried again (aware UTC); the lease lasts until then. After its last attempt it is not
            tried again: then `claim_worn_out` gives it.

    Returns:
        False when it is not waiting any more.
    """
    given_back = session.execute(
        sa.update(InboundEvent)
        .where(InboundEvent.id == event_id, InboundEvent.state == _WAITING)
        .values(lease_until=until)
        .returning(InboundEvent.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return given_back.first() is not None


def _fail_untellable(session: Session, *, now: datetime) -> None:
    """This will fail the events that killed even the telling of them, so that the person's next words are heard."""
    failed = session.scalars(
        sa.update(InboundEvent)
        .where(
            InboundEvent.state == _WAITING,
            InboundEvent.attempts >= MAX_ATTEMPTS + TELLINGS,
            InboundEvent.lease_until <= now,
        )
        .values(state=InboundState.FAILED, failure=TOO_MANY_ATTEMPTS, settled_at=now, lease_until=None)
        .returning(InboundEvent.id),
        execution_options={"synchronize_session": "fetch"},
    )
    for event_id in failed:
        log.critical("inbound_event.untold", event_id=str(event_id), failure=TOO_MANY_ATTEMPTS)
