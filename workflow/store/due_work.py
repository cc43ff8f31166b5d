"""Work that waits: how a due row is taken, kept, given back, ended, and put aside. There is no other queue.

A table whose rows are work is described once, as a `Lane`, and everything below works on it, on both engines:

1. `claim` leases due rows: at most one of each person, the longest due first. Nobody waits for a row that another
   worker is just taking: PostgreSQL skips what is locked, SQLite has one writer at a time.
2. Whoever works longer than the lease lasts calls `renew`. Whoever dies lets it run out, and the row is claimed again.
3. `settle` ends a row, in the transaction of everything its work causes: only the first to settle does.
4. `release` gives it back, to be tried again when `decide_retry` says. Each claim is an attempt.
5. A row whose attempts are used up is not claimed any more. `claim_worn_out` gives it out to be failed with a reason,
   and people to be told. One that breaks even that, or kills the process, is put aside here: it never stops the others.

The number of the attempt is what a worker holds a row by: `renew`, `hold` and `release` do nothing once another worker
has claimed it since. A row that only rings, and is seen to in the transaction that takes it, needs none of this but
`take_ringing`. Everything here works across clinics, commits nothing, and is told what time it is.

Source: facts/ENGINE.md sections 0 to 3; docs/decisions/0012-one-mechanism-for-due-work.md.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from workflow.store.base import Base, DueRow

Row = TypeVar("Row", bound=DueRow)
Ringing = TypeVar("Ringing", bound=Base)
Condition = sa.ColumnElement[bool]

# How often it is tried to tell people of a row that is given up. After that it is put aside, and only the log knows.
TELLINGS = 2
TOO_MANY_ATTEMPTS = "TooManyAttempts"
# A lease that ends later than any worker can have meant was given by a clock that ran ahead, and counts as over.
CLOCKS_DIFFER = timedelta(minutes=10)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class RetryRule:
    """How often work is tried, and how long it waits in between.

    Attributes:
        attempts: How many there are in all, the first one counted.
        first_wait: The wait after the first.
        factor: How many times longer each wait is than the one before.
    """

    attempts: int
    first_wait: timedelta
    factor: int = 2


def decide_retry(rule: RetryRule, *, attempts: int, is_permanent: bool = False) -> timedelta | None:
    """This will say how long a row waits after an attempt that failed. Pure: no row, no clock, no chance.

    Args:
        rule: The lane's.
        attempts: How many were made, this one counted.
        is_permanent: It can never succeed, so that another try is none.

    Returns:
        The wait; None when the row is to be given up.
    """
    if is_permanent or attempts >= rule.attempts:
        return None
    return rule.first_wait * int(rule.factor ** (attempts - 1))


@dataclass(frozen=True, kw_only=True)
class Lane(Generic[Row]):
    """One kind of work that waits in a table.

    Attributes:
        model: The table.
        waiting: The `state` of a row that is still to be done. The table's partial indexes name it too.
        first: The column by which the longest due comes first.
        due: The column that says when a row may be taken, and that `release` moves; None when it may be taken at once
            and is given back by its lease, so that what a person did later stays behind it (for seconds: see
            CLOCKS_DIFFER).
        person: The columns that say whose work it is; without any, there is no order to keep.
        waits_for: Of two waiting rows of one person, whether the first must wait for the second: (row, other, now).
        only: What else the rows of this lane have in common, where one table holds several lanes.
        retry: How often it is tried; None when somebody else counts.
        given_up: The `state` of a row that was given up.
        reason: The column that keeps why.
        turns: A number of its own where claims must take turns on PostgreSQL: another's lease is not visible before
            its commit, so two claims at the same moment could take two rows of one person if `waits_for` looks at
            leases. Any constant.
    """

    model: type[Row]
    waiting: StrEnum
    first: str = "due_at"
    due: str | None = "due_at"
    person: tuple[str, ...] = ()
    waits_for: Callable[[type[Row], type[Row], datetime], Condition] | None = None
    only: Mapping[str, object] = field(default_factory=dict)
    retry: RetryRule | None = None
    given_up: StrEnum
    reason: str
    turns: int | None = None


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
    row = aliased(lane.model)
    due = (
        sa.select(row.id)
        .where(
            _waits(lane, row), _is_free(row, now, lease), *_is_due(lane, row, now), *_is_next(lane, row, now)
        )
        # By one column, not by id as well: the index gives this order, so that of 20,000 rows that fall due at ten
        # o'clock sharp only the first few are looked at. Each person's own order is kept by `_is_next`.
        .order_by(getattr(row, lane.first))
        .limit(limit)
        .with_for_update(skip_locked=True, of=row)
        .cte("due")
    )
    return _lease(session, lane, due, until=now + lease)


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
    row = aliased(lane.model)
    worn_out = (
        sa.select(row.id)
        .where(_waits(lane, row), _is_free(row, now, lease), _is_worn_out(lane.retry, row))
        .limit(limit)
        .with_for_update(skip_locked=True, of=row)
        .cte("worn_out")
    )
    to_tell: list[Row] = []
    for one in _lease(session, lane, worn_out, until=now + lease):
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
    row = aliased(lane.model)
    held = sa.select(row).where(row.id == row_id, row.attempts == attempt, _still_waits(lane, row))
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


def _waits(lane: Lane[Row], row: type[Row]) -> Condition:
    # Written out, not bound: both engines use a partial index only where the query says its condition literally.
    word: sa.ColumnClause[str] = sa.literal_column(f"'{lane.waiting.value}'")
    return sa.and_(row.state == word, *(getattr(row, name) == value for name, value in lane.only.items()))


def _still_waits(lane: Lane[Row], row: type[Row]) -> Condition:
    """This will say of one row, known by its id, that it waits, and keep PostgreSQL from looking for it among all others.

    Said plainly, the condition fits the partial indexes; and after a quiet night, whose statistics say that nothing
    waits, going through such an index looks cheaper than the id (20,000 waiting notices: 19 ms instead of 0.2). No
    index knows `lower`, and the words are in lower case.
    """
    same = [getattr(row, name) == value for name, value in lane.only.items()]
    return sa.and_(sa.func.lower(row.state, type_=sa.Text()) == lane.waiting.value, *same)


def _is_free(row: type[Row], now: datetime, lease: timedelta) -> Condition:
    return sa.or_(
        row.lease_until.is_(None), row.lease_until <= now, row.lease_until > now + lease + CLOCKS_DIFFER
    )


def _is_due(lane: Lane[Row], row: type[Row], now: datetime) -> list[Condition]:
    due = [] if lane.due is None else [getattr(row, lane.due) <= now]
    return due if lane.retry is None else [*due, ~_is_worn_out(lane.retry, row)]


def _is_worn_out(rule: RetryRule, row: type[Row]) -> Condition:
    used_up: sa.ColumnClause[int] = sa.literal_column(
        str(rule.attempts)
    )  # as in the partial index of such rows
    return row.attempts >= used_up


def _is_next(lane: Lane[Row], row: type[Row], now: datetime) -> list[Condition]:
    """This will say that nothing else of the same person must be done before."""
    if lane.waits_for is None:
        return []
    other = aliased(lane.model)
    same = [getattr(other, name) == getattr(row, name) for name in lane.person]
    word: sa.ColumnClause[str] = sa.literal_column(f"'{lane.waiting.value}'")
    before = [*same, other.state == word, other.id != row.id, lane.waits_for(row, other, now)]
    return [~sa.exists().where(*before)]


def _take_turns(session: Session, lane: Lane[Row]) -> None:
    if lane.turns is not None and session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(lane.turns)))


def _lease(session: Session, lane: Lane[Row], which: sa.CTE, *, until: datetime) -> list[Row]:
    model = lane.model
    claimed = session.scalars(
        sa.update(model)
        .where(model.id.in_(sa.select(which.c.id)))
        .values(lease_until=until, attempts=model.attempts + 1)
        .returning(model),
        execution_options={"synchronize_session": False, "populate_existing": True},
    )
    return sorted(claimed, key=lambda row: (getattr(row, lane.first), row.id))


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
        .where(model.id == row_id, _still_waits(lane, model), *held)
        .values(**values)
        .returning(model.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return changed.first() is not None
