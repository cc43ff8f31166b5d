"""Writing down what becomes of notices that were taken: what is about to leave, what arrived, and what is to be tried again.

What happens to each notice is written for many at once. A commit costs a millisecond and a statement a tenth of one, for
one row as for a hundred (docs/decisions/0013). On PostgreSQL each column goes in as one array; SQLite runs one prepared
statement over the rows. Each statement is built once: to build one costs as much as a hundred rows.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from workflow.notices.claims import NOTICES
from workflow.store import due_work
from workflow.store.base import UtcDateTime
from workflow.store.for_each import run_for_each
from workflow.store.models import Notice, NoticeState

_TABLE = cast("sa.Table", sa.inspect(Notice).local_table)
_COLUMNS = _TABLE.c
# Not by its state: PostgreSQL would go through the partial index of all that wait, instead of to these rows by their id.
_NOT_ENDED = _COLUMNS.settled_at.is_(None)

_NOW = sa.bindparam("now", type_=UtcDateTime())
_UNTIL = sa.bindparam("until", type_=UtcDateTime())

# Gives one value of the row's own, by name.
Given = Callable[[str], sa.ColumnElement[Any]]
Values = Callable[[Given], dict[str, object]]
Columns = Mapping[str, Sequence[Any]]


class Leaving(NamedTuple):
    """A notice that is about to be sent.

    Attributes:
        notice_id: Which.
        body: The messages as they go over the wire, from now on at each attempt.
        by_reply: The free answer is tried. If not, it is given up for good: see `drop_reply_token`.
    """

    notice_id: uuid.UUID
    body: str
    by_reply: bool


class Arrived(NamedTuple):
    """A notice that the channel has accepted.

    Attributes:
        notice_id: Which.
        reason: How it went, as a short word.
        request_id: The channel's id of the request that carried it.
    """

    notice_id: uuid.UUID
    reason: str
    request_id: str | None


def begin_sending_all(
    session: Session, leaving: Sequence[Leaving], *, until: datetime, now: datetime
) -> None:
    """This will lease notices, count the attempt and freeze what is sent for them.

    From its commit on each is held by the new number of its attempt (see `DueNotice.leased`), and may have gone, until
    `postpone` says that this attempt certainly did not. A body that was kept before stays as it is: a retry key
    demands the same bytes at every attempt.

    Args:
        session: A session across clinics, in the transaction that took them.
        leaving: What is about to leave.
        until: How long nobody else may take them (aware UTC).
        now: The time of the first attempt of those that had none before (aware UTC).
    """
    for by_reply, values in ((True, _frozen), (False, _frozen_to_push)):
        some = [one for one in leaving if one.by_reply is by_reply]
        of_each: Columns = {"id": [one.notice_id for one in some], "body": [one.body for one in some]}
        _change_all(session, values, of_each, same={_UNTIL.key: until, _NOW.key: now})


def settle_accepted(session: Session, arrived: Sequence[Arrived], *, now: datetime) -> None:
    """This will end notices that were accepted; one that somebody else ended before stays as it is.

    Args:
        session: A session across clinics.
        arrived: Which, and how.
        now: Aware UTC.
    """
    of_each: Columns = {
        "id": [one.notice_id for one in arrived],
        "reason": [one.reason for one in arrived],
        "request_id": [one.request_id for one in arrived],
    }
    _change_all(session, _ended, of_each, same={_NOW.key: now})


def drop_reply_token(session: Session, *, notice_id: uuid.UUID, attempt: int) -> bool:
    """This will give up the free answer, before the notice is pushed instead.

    It must be committed first: a token that is still there says that nothing but replies was ever tried, and a reply
    has no retry key by which the channel would know it again.

    Args:
        session: A session of the notice's clinic.
        notice_id: Which.
        attempt: Its `attempts`, by which it is held.

    Returns:
        False when it is not held any more: another worker has begun to send or ended it since, and its reply may have
        been what used the token. Then it must not be pushed.
    """
    held = sa.update(Notice).where(Notice.id == notice_id, Notice.attempts == attempt, _NOT_ENDED)
    dropped = session.execute(
        held.values(reply_token=None).returning(Notice.id),
        execution_options={"synchronize_session": False},
    )
    return dropped.first() is not None


def settle(
    session: Session,
    *,
    notice_id: uuid.UUID,
    state: NoticeState,
    attempt: int,
    now: datetime,
    reason: str | None = None,
    request_id: str | None = None,
) -> bool:
    """This will end a notice that did not arrive: skipped, dead or unknown. For the others see `settle_accepted`.

    Args:
        session: A session across clinics.
        notice_id: Which.
        state: How it ended.
        attempt: Its `attempts`, by which it is held.
        now: Aware UTC.
        reason: The gate's or the channel's, as a short word.
        request_id: The channel's id of the request that carried it.

    Returns:
        False when it is not held any more: another worker has begun to send or ended it since.
    """
    how = {"reason": reason, "request_id": request_id}
    return due_work.settle(
        session, NOTICES, row_id=notice_id, state=state, attempt=attempt, now=now, values=how
    )


def take_back(session: Session, *, notice: Notice, now: datetime) -> bool:
    """This will see to it that a notice is never sent: what it says does not hold any more.

    Args:
        session: A session of the notice's clinic.
        notice: What was to be told.
        now: Aware UTC.

    Returns:
        False when it may have gone already, or is settled.
    """
    return notice.first_sent_at is None and settle(
        session,
        notice_id=notice.id,
        state=NoticeState.SKIPPED,
        attempt=notice.attempts,
        now=now,
        reason="out_of_date",
    )


def postpone(
    session: Session,
    *,
    notice_id: uuid.UUID,
    until: datetime,
    attempt: int,
    reason: str | None = None,
    may_have_gone: bool | None = None,
    lets_others_pass: bool = False,
) -> bool:
    """This will give a notice back, to be tried again later.

    Args:
        session: A session across clinics.
        notice_id: Which.
        until: When it is due again (aware UTC).
        attempt: Its `attempts`, by which it is held.
        reason: Why, as a short word.
        may_have_gone: Whether any attempt so far may have been taken; None leaves what is known.
        lets_others_pass: The channel certainly took nothing (a used-up quota): later notices need not wait for it.

    Returns:
        False when it is not held any more: another worker has begun to send or ended it since, and what is known of
        that worker's sending must stay.
    """
    why: dict[str, object] = {"reason": reason, "lets_others_pass": lets_others_pass}
    if may_have_gone is not None:
        why["may_have_gone"] = may_have_gone
    return due_work.release(session, NOTICES, row_id=notice_id, until=until, attempt=attempt, values=why)


def _frozen(given: Given) -> dict[str, object]:
    """This function will say what is written on a notice before it leaves by reply."""
    return {
        "body": sa.func.coalesce(_COLUMNS.body, given("body")),
        "first_sent_at": sa.func.coalesce(_COLUMNS.first_sent_at, _NOW),
        "may_have_gone": True,
        **due_work.leased(NOTICES, until=_UNTIL),
    }


def _frozen_to_push(given: Given) -> dict[str, object]:
    """This function will say what is written on a notice before it leaves by push."""
    return {**_frozen(given), "reply_token": None}


def _ended(given: Given) -> dict[str, object]:
    """This function will say what is written on a notice that arrived."""
    return {
        "state": NoticeState.ACCEPTED,
        "reason": given("reason"),
        "request_id": given("request_id"),
        "settled_at": _NOW,
        "lease_until": None,
    }


def _change_all(session: Session, values: Values, of_each: Columns, *, same: Mapping[str, datetime]) -> None:
    """This function will change waiting notices, each by its own row of values.

    Args:
        session: A session across clinics.
        values: What is written.
        of_each: The column `id`, and those of the values that each has of its own.
        same: What is the same for all.
    """
    if not of_each["id"]:
        return
    connection = session.connection()
    told = {_of_each(name): values for name, values in of_each.items()}
    names = tuple(of_each)
    if connection.dialect.name == "postgresql":
        connection.execute(_in_one(values, names), {**told, **same})
    else:
        run_for_each(connection, _for_each(values, names), told, same=same)


@cache
def _in_one(values: Values, names: tuple[str, ...]) -> sa.Update:
    """This function will build the statement that takes each column as one array."""
    columns = [sa.column(name, _COLUMNS[name].type) for name in names]
    arrays = [sa.bindparam(_of_each(one.name), type_=postgresql.ARRAY(one.type)) for one in columns]
    given = sa.func.unnest(*arrays).table_valued(*columns, name="given").render_derived()
    return (
        sa.update(_TABLE)
        .where(_NOT_ENDED, _COLUMNS.id == given.c.id)
        .values(values(lambda name: given.c[name]))
    )


@cache
def _for_each(values: Values, names: tuple[str, ...]) -> sa.Update:
    """This function will build the statement that is run for each row."""
    given = {name: sa.bindparam(_of_each(name), type_=_COLUMNS[name].type) for name in names}
    return sa.update(_TABLE).where(_NOT_ENDED, _COLUMNS.id == given["id"]).values(values(given.__getitem__))


def _of_each(name: str) -> str:
    return f"{name}_of_each"
