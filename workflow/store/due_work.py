"""Work that waits: how a due row is taken, kept, given back, ended, and put aside. There is no other queue.

A table whose rows are work is described once, as a `Lane`, and everything below works on it, on both engines:

1. `claim` leases due rows: at most one of each person, the longest due first. Nobody waits for a row that another
   worker is just taking: PostgreSQL skips what is locked, SQLite has one writer at a time. Where the same transaction
   writes more on the rows, `take` gives them unchanged, and `leased` is written with the rest.
2. Whoever works longer than the lease lasts calls `renew`. Whoever dies lets it run out, and the row is claimed again.
3. `settle` ends a row, in the transaction of everything its work causes: only the first to settle does.
4. `release` gives it back, to be tried again when `decide_retry` says. Each lease is an attempt.
5. A row whose attempts are used up is not claimed any more. `claim_worn_out` gives it out to be failed with a reason,
   and people to be told. One that breaks even that, or kills the process, is put aside here: it never stops the others.

The number of the attempt is what a worker holds a row by: `renew`, `hold` and `release` do nothing once another worker
has claimed it since. A row that only rings, and is seen to in the transaction that takes it, needs none of this but
`take_ringing`. Everything here works across clinics, commits nothing, and is told what time it is.

Source: facts/ENGINE.md sections 0 to 3; docs/decisions/0012-one-mechanism-for-due-work.md.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import InstrumentedAttribute, Session

from workflow.store.base import Base
from workflow.store.lanes import (
    MOST,
    UNBELIEVABLE,
    UNTIL,
    At,
    Claiming,
    Condition,
    Lane,
    RetryRule,
    Row,
    claiming,
    claiming_worn_out,
    decide_retry,
    in_order,
    leased,
    still_waits,
    taking,
)

__all__ = [
    "At",
    "Lane",
    "RetryRule",
    "claim",
    "claim_worn_out",
    "decide_retry",
    "give_up",
    "hold",
    "in_order",
    "leased",
    "release",
    "renew",
    "settle",
    "take",
    "take_ringing",
]

Light = TypeVar("Light", bound=NamedTuple)
Ringing = TypeVar("Ringing", bound=Base)

# How often it is tried to tell people of a row that is given up. After that it is put aside, and only the log knows.
TELLINGS = 2
TOO_MANY_ATTEMPTS = "TooManyAttempts"
# A lease that ends later than any worker can have meant was given by a clock that ran ahead, and counts as over.
CLOCKS_DIFFER = timedelta(minutes=10)

log = structlog.get_logger(__name__)


def claim(session: Session, lane: Lane[Row], *, now: datetime, lease: timedelta, limit: int) -> list[Row]:
    """This will lease due rows, at most one of each person, the longest due first.

    Args:
        session: A session across clinics.
        lane: Which work.
        now: Aware UTC.
        lease: How long nobody else may take them.
        limit: How many at most.
    """
    _take_turns(session, lane)
    return _lease(session, lane, claiming(lane), now=now, lease=lease, limit=limit)


def take(
    session: Session, lane: Lane[Row], light: type[Light], *, now: datetime, lease: timedelta, limit: int
) -> list[Light]:
    """This will lock what `claim` would lease, until the transaction ends, and write nothing.

    For whoever changes the rows in this very transaction anyway: a lease written before that would be written twice.
    Every row must be changed in it, or it is taken again at once. One that is worked on beyond the commit gets
    `leased` and is held by the new number of its attempt; one that is settled or released here keeps the number
    with which it came, as nothing was tried.

    Args:
        session: A session across clinics.
        lane: Which work.
        light: What is read of each row: its fields are called as the columns, and `id` and the lane's `first` are
            among them. Such a tuple costs a third of a row that the session knows and watches.
        now: Aware UTC.
        lease: How long nobody else may take those that are leased.
        limit: How many at most.
    """
    _take_turns(session, lane)
    found = taking(lane, light._fields)
    taken = session.execute(found.statement, {**found.at.told(now), **_bounds(now, lease, limit)})
    return _longest_due_first(lane, map(light._make, taken))


def claim_worn_out(
    session: Session, lane: Lane[Row], *, now: datetime, lease: timedelta, limit: int = 100
) -> list[Row]:
    """This will lease rows whose attempts are used up, so that they are given up and people are told.

    Returns:
        The rows; each is to be settled in the transaction that tells of it. One for which that was tried TELLINGS
        times is not among them: it is given up here, with a line in the log.
    """
    if lane.retry is None:
        return []
    _take_turns(session, lane)
    to_tell: list[Row] = []
    for one in _lease(session, lane, claiming_worn_out(lane, lane.retry), now=now, lease=lease, limit=limit):
        if one.attempts <= lane.retry.attempts + TELLINGS:
            to_tell.append(one)
        elif give_up(session, lane, row_id=one.id, reason=TOO_MANY_ATTEMPTS, now=now):
            log.critical("due_work.untold", lane=lane.model.__tablename__, row_id=str(one.id))
    return to_tell


def renew(session: Session, lane: Lane[Row], *, row_id: uuid.UUID, attempt: int, until: datetime) -> bool:
    """This will keep a claimed row for longer.

    Args:
        session: A session across clinics, or of the row's own.
        lane: Which work.
        row_id: The claimed row.
        attempt: Its `attempts`, as it was claimed.
        until: When the lease ends now (aware UTC).

    Returns:
        False when it is not held any more: somebody else took or ended it, and whoever asks should stop.
    """
    return _change(session, lane, row_id=row_id, attempt=attempt, values={"lease_until": until})


def hold(session: Session, lane: Lane[Row], *, row_id: uuid.UUID, attempt: int) -> Row | None:
    """This will lock a claimed row until the transaction ends; None when it is not held any more."""
    row = lane.model
    held = sa.select(row).where(row.id == row_id, row.attempts == attempt, still_waits(lane, row))
    return session.scalar(held.with_for_update(of=row).execution_options(populate_existing=True))


def release(
    session: Session,
    lane: Lane[Row],
    *,
    row_id: uuid.UUID,
    until: datetime,
    attempt: int | None = None,
    is_failure: bool = True,
    values: Mapping[str, object] | None = None,
) -> bool:
    """This will give a claimed row back, to be tried again later.

    Args:
        session: A session across clinics, or of the row's own.
        lane: Which work.
        row_id: The claimed row.
        until: When it may be taken again (aware UTC).
        attempt: Its `attempts`, as it was claimed; None gives it back whoever holds it.
        is_failure: Whether this attempt counts. One that only came too early does not.
        values: What else is to be noted on the row.

    Returns:
        False when it is not held any more.
    """
    back: dict[str, object] = (
        {"lease_until": until} if lane.due is None else {"lease_until": None, lane.due: until}
    )
    if not is_failure:
        back["attempts"] = sa.case((lane.model.attempts > 0, lane.model.attempts - 1), else_=0)
    return _change(session, lane, row_id=row_id, attempt=attempt, values={**back, **(values or {})})


def settle(
    session: Session,
    lane: Lane[Row],
    *,
    row_id: uuid.UUID,
    state: StrEnum,
    now: datetime,
    attempt: int | None = None,
    values: Mapping[str, object] | None = None,
) -> bool:
    """This will end a row; False when somebody else ended it before, and then nothing of this work may be kept.

    Args:
        session: A session across clinics, or of the row's own.
        lane: Which work.
        row_id: Which row.
        state: How it ends.
        now: Aware UTC.
        attempt: Its `attempts`, as it was claimed, where only the worker that holds it may end it; None where what
            was done is done, whoever holds it by now.
        values: What else is to be noted on the row.
    """
    ended = {"state": state, "settled_at": now, "lease_until": None, **(values or {})}
    return _change(session, lane, row_id=row_id, attempt=attempt, values=ended)


def give_up(session: Session, lane: Lane[Row], *, row_id: uuid.UUID, reason: str, now: datetime) -> bool:
    """This will put a row aside for good, with the reason on it; False when somebody else ended it before."""
    return settle(session, lane, row_id=row_id, state=lane.given_up, now=now, values={lane.reason: reason})


def take_ringing(
    session: Session,
    model: type[Ringing],
    *,
    at: InstrumentedAttribute[Any],
    now: datetime,
    only: Sequence[Condition] = (),
) -> Ringing | None:
    """This will take the row whose time came first, and hold it until the transaction ends.

    For rows that only ring, and whose work is done in the very transaction that takes them: it is done or taken back
    together with the mark on the row, so that there is no lease, no attempt and no waiting order. Whoever takes a row
    moves `at` on, or it rings again.

    Args:
        session: The transaction in which everything that the row causes is written down.
        model: The table.
        at: Its column that says when a row rings; one without a time does not.
        now: Aware UTC.
        only: Which rows, if not all.

    Returns:
        None when nothing is due that nobody else has in hand.
    """
    first = sa.select(model).where(at <= now, *only).order_by(at, *sa.inspect(model).primary_key).limit(1)
    held = first.with_for_update(skip_locked=True, of=model)  # SQLite has one writer anyway
    return session.scalar(held.execution_options(populate_existing=True))


def _take_turns(session: Session, lane: Lane[Row]) -> None:
    if lane.turns is not None and session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(lane.turns)))


def _lease(
    session: Session, lane: Lane[Row], found: Claiming[Row], *, now: datetime, lease: timedelta, limit: int
) -> list[Row]:
    claimed = session.scalars(
        found.statement,
        {**found.at.told(now), **_bounds(now, lease, limit), UNTIL.key: now + lease},
        execution_options={"synchronize_session": False, "populate_existing": True},
    )
    return _longest_due_first(lane, claimed)


def _bounds(now: datetime, lease: timedelta, limit: int) -> dict[str, object]:
    return {UNBELIEVABLE.key: now + lease + CLOCKS_DIFFER, MOST.key: limit}


def _longest_due_first(lane: Lane[Row], rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (getattr(row, lane.first), row.id.int))


def _change(
    session: Session,
    lane: Lane[Row],
    *,
    row_id: uuid.UUID,
    attempt: int | None,
    values: Mapping[str, Any],
) -> bool:
    """This will change a row that waits, and that this worker still holds, in one statement."""
    model = lane.model
    held = [] if attempt is None else [model.attempts == attempt]
    changed = session.execute(
        sa.update(model)
        .where(model.id == row_id, still_waits(lane, model), *held)
        .values(**values)
        .returning(model.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return changed.first() is not None
