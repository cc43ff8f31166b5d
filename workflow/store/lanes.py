"""What a lane of waiting work is, and the statements that take its next rows (see due_work.py), built once for each."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from workflow.store.base import DueRow, UtcDateTime
from workflow.store.reading import read_last

Row = TypeVar("Row", bound=DueRow)
Condition = sa.ColumnElement[bool]

# What each claim is told besides the time: when its leases end, from when on a lease is not believed, how many rows.
UNTIL = sa.bindparam("until", type_=UtcDateTime())
UNBELIEVABLE = sa.bindparam("unbelievable", type_=UtcDateTime())
MOST = sa.bindparam("most", type_=sa.Integer())
_DUE = "due_at"


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


class At:
    """Instants of a statement that is built once and run often: each is so long after whatever time it is run at."""

    def __init__(self) -> None:
        """This will begin without any."""
        self._named: dict[str, timedelta] = {}

    def __call__(self, after: timedelta = timedelta(0)) -> sa.BindParameter[datetime]:
        """This will give the instant so long after the time of the run."""
        name = f"at_{after // timedelta(microseconds=1)}".replace("-", "minus_")
        self._named[name] = after
        return sa.bindparam(name, type_=UtcDateTime())

    def told(self, now: datetime) -> dict[str, object]:
        """This will give the parameters of a run at this time (aware UTC)."""
        return {name: now + after for name, after in self._named.items()}


def in_order(row: type[Row], other: type[Row], at: At) -> Condition:
    """This will have the work of one person done in the order it is due; what is tried later holds up none of it.

    For lanes whose rows are due at `due_at` (see `Lane.waits_for`).
    """
    mine, others = getattr(row, _DUE), read_last(getattr(other, _DUE))
    return sa.and_(others <= at(), sa.or_(others < mine, sa.and_(others == mine, other.id < row.id)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Lane(Generic[Row]):
    """One kind of work that waits in a table. Make each once, for good: what is asked about it is built once too.

    Attributes:
        model: The table.
        waiting: The `state` of a row that is still to be done. The table's partial indexes name it too.
        first: The column by which the longest due comes first.
        due: The column that says when a row may be taken, and that `release` moves; None when it may be taken at once
            and is given back by its lease, so that what a person did later stays behind it (for seconds: see
            CLOCKS_DIFFER).
        person: The columns that say whose work it is; without any, there is no order to keep.
        waits_for: Of two waiting rows of one person, whether the first must wait for the second: (row, other, at),
            where `at()` is the time and `at(after)` an instant after it.
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
    waits_for: Callable[[type[Row], type[Row], At], Condition] | None = None
    only: Mapping[str, object] = field(default_factory=dict)
    retry: RetryRule | None = None
    given_up: StrEnum
    reason: str
    turns: int | None = None


@dataclass(frozen=True)
class Claiming(Generic[Row]):
    """The statement of a claim. To build one costs more than to run it (6 ms), and every worker asks each second."""

    statement: ReturningUpdate[Row]
    at: At


@dataclass(frozen=True)
class Taking:
    """The statement of a take, which finds and locks what a claim would lease, and writes nothing."""

    statement: sa.Select[Any]
    at: At


@cache
def claiming(lane: Lane[Row]) -> Claiming[Row]:
    row, at = aliased(lane.model), At()
    return Claiming(_leasing(lane, row, _due(lane, row, at)), at)


@cache
def taking(lane: Lane[Row], columns: tuple[str, ...]) -> Taking:
    row, at = aliased(lane.model), At()
    some = _some(row, _due(lane, row, at))
    return Taking(some.with_only_columns(*(getattr(row, name) for name in columns)), at)


@cache
def claiming_worn_out(lane: Lane[Row], rule: RetryRule) -> Claiming[Row]:
    row, at = aliased(lane.model), At()
    worn_out = sa.select(row.id).where(_waits(lane, row), _is_free(row, at), _is_worn_out(rule, row))
    return Claiming(_leasing(lane, row, worn_out), at)


def leased(lane: Lane[Row], *, until: datetime | sa.BindParameter[datetime]) -> dict[str, object]:
    """This will say what is written on a row whose lease begins: until when it lasts, and that it is an attempt.

    Args:
        lane: Which work.
        until: When the lease ends (aware UTC).
    """
    return {"lease_until": until, "attempts": lane.model.attempts + 1}


def _due(lane: Lane[Row], row: type[Row], at: At) -> sa.Select[uuid.UUID]:
    return (
        sa.select(row.id)
        .where(_waits(lane, row), _is_free(row, at), *_is_due(lane, row, at), *_is_next(lane, row, at))
        # By one column, not by id as well: the index gives this order, so that of 20,000 rows that fall due at ten
        # o'clock sharp only the first few are looked at. Each person's own order is kept by `_is_next`.
        .order_by(getattr(row, lane.first))
    )


def _some(row: type[Row], which: sa.Select[uuid.UUID]) -> sa.Select[uuid.UUID]:
    return which.limit(MOST).with_for_update(skip_locked=True, of=row)


def _leasing(lane: Lane[Row], row: type[Row], which: sa.Select[uuid.UUID]) -> ReturningUpdate[Row]:
    model = lane.model
    some = _some(row, which).cte("some")
    update = sa.update(model).where(model.id.in_(sa.select(some.c.id)))
    return update.values(leased(lane, until=UNTIL)).returning(model)


def _waits(lane: Lane[Row], row: type[Row]) -> Condition:
    # Written out, not bound: both engines use a partial index only where the query says its condition literally.
    word: sa.ColumnClause[str] = sa.literal_column(f"'{lane.waiting.value}'")
    return sa.and_(row.state == word, *(getattr(row, name) == value for name, value in lane.only.items()))


def still_waits(lane: Lane[Row], row: type[Row]) -> Condition:
    """This will say of one row, known by its id, that it waits, and keep PostgreSQL from looking for it among all others.

    Said plainly, the condition fits the partial indexes; and after a quiet night, whose statistics say that nothing
    waits, going through such an index looks cheaper than the id (20,000 waiting notices: 19 ms instead of 0.2). No
    index knows `lower`, and the words are in lower case.
    """
    same = [getattr(row, name) == value for name, value in lane.only.items()]
    return sa.and_(sa.func.lower(row.state, type_=sa.Text()) == lane.waiting.value, *same)


def _is_free(row: type[Row], at: At) -> Condition:
    return sa.or_(row.lease_until.is_(None), row.lease_until <= at(), row.lease_until > UNBELIEVABLE)


def _is_due(lane: Lane[Row], row: type[Row], at: At) -> list[Condition]:
    due = [] if lane.due is None else [getattr(row, lane.due) <= at()]
    return due if lane.retry is None else [*due, ~_is_worn_out(lane.retry, row)]


def _is_worn_out(rule: RetryRule, row: type[Row]) -> Condition:
    # Written out, as in the partial index of such rows.
    used_up: sa.ColumnClause[int] = sa.literal_column(str(rule.attempts))
    return row.attempts >= used_up


def _is_next(lane: Lane[Row], row: type[Row], at: At) -> list[Condition]:
    """This will say that nothing else of the same person must be done before."""
    if lane.waits_for is None:
        return []
    other = aliased(lane.model)
    same = [getattr(other, name) == getattr(row, name) for name in lane.person]
    word: sa.ColumnClause[str] = sa.literal_column(f"'{lane.waiting.value}'")
    before = [*same, other.state == word, other.id != row.id, lane.waits_for(row, other, at)]
    return [~sa.exists().where(*before)]
