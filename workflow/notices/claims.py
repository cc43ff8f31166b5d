"""Taking due notices to be sent, and writing down how it went. All of it works across clinics.

1. `claim_due_notices` leases a batch of one lane; whoever dies lets the lease run out, and another takes over.
2. `begin_sending` freezes the bytes before the first attempt (LINE's retry key demands the same body every time), and
   notes before each that it may go: whoever dies while sending leaves that behind.
3. `settle` ends it, or `postpone` gives it back.

Of one person only the first is ever out: the next is not due before the earlier one is settled. A slower lane
never holds up a faster one, and nothing holds up what is urgent. Source: facts/ENGINE.md sections 2 and 3.
"""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store import due_work
from workflow.store.due_work import Lane
from workflow.store.models import Notice, NoticeState

URGENT_LANE = 0


def _waits_for(row: type[Notice], earlier: type[Notice], now: datetime) -> sa.ColumnElement[bool]:
    """This will have a notice wait for earlier ones that are due, or were sent and have no known outcome."""
    return sa.and_(
        earlier.id < row.id,
        earlier.lane <= row.lane,
        sa.or_(
            earlier.due_at <= now,
            sa.and_(earlier.first_sent_at.is_not(None), earlier.lets_others_pass.is_(sa.false())),
        ),
    )


def _lane(number: int) -> Lane[Notice]:
    return Lane(
        model=Notice,
        waiting=NoticeState.WAITING,
        only={"lane": number},
        person=("recipient_id",),
        waits_for=None if number == URGENT_LANE else _waits_for,
        retry=None,  # LINE's answer decides, and the age of the retry key: bot/retry.py
        given_up=NoticeState.DEAD,
        reason="reason",
    )


LANES = {number: _lane(number) for number in range(4)}


def claim_due_notices(
    session: Session, *, lane: int, now: datetime, lease: timedelta, limit: int
) -> list[Notice]:
    """This will lease due notices of one lane, at most one of each person, the longest due first.

    A notice waits for earlier ones of the same person in its own or a faster lane while those are due, or were
    sent and have no known outcome. One that only lies in the future holds up nobody. What is urgent waits for
    nothing at all, not even for another urgent one that is stuck.

    Args:
        session: A session across clinics.
        lane: 0 urgent, 1 answers, 2 transactional and staff, 3 care.
        now: Aware UTC.
        lease: How long nobody else may take them.
        limit: How many at most.
    """
    return due_work.claim(session, LANES[lane], now=now, lease=lease, limit=limit)


def begin_sending(session: Session, *, notice: Notice, body: str, by_reply: bool, now: datetime) -> str:
    """This will freeze what is sent for the notice, and give back what must be sent: the first body ever kept.

    From its commit on the notice may have gone, until `postpone` says that this attempt certainly did not.

    Args:
        session: A session across clinics.
        notice: The claimed notice.
        body: The worded messages as they go over the wire.
        by_reply: The free answer is tried. If not, it is given up for good: see `drop_reply_token`.
        now: The time of the first attempt if there was none before (aware UTC).
    """
    values = {
        "body": sa.func.coalesce(Notice.body, body),
        "first_sent_at": sa.func.coalesce(
            Notice.first_sent_at, sa.bindparam("now", now, Notice.made_at.type)
        ),
        "may_have_gone": True,
    }
    if not by_reply:
        values["reply_token"] = None
    kept, first_sent_at = session.execute(
        sa.update(Notice)
        .where(Notice.id == notice.id)
        .values(values)
        .returning(Notice.body, Notice.first_sent_at),
        execution_options={"synchronize_session": False},
    ).one()
    if notice not in session:
        notice.body, notice.first_sent_at = kept, first_sent_at
    return str(kept)


def drop_reply_token(session: Session, *, notice_id: uuid.UUID) -> None:
    """This will give up the free answer, before the notice is pushed instead.

    It must be committed first: a token that is still there says that nothing but replies was ever tried, and a reply
    has no retry key by which the channel would know it again.
    """
    session.execute(
        sa.update(Notice).where(Notice.id == notice_id).values(reply_token=None),
        execution_options={"synchronize_session": False},
    )


def settle(
    session: Session,
    *,
    notice_id: uuid.UUID,
    state: NoticeState,
    now: datetime,
    reason: str | None = None,
    request_id: str | None = None,
) -> bool:
    """This will end a notice: accepted, skipped, dead or unknown.

    Args:
        session: A session across clinics.
        notice_id: Which.
        state: How it ended.
        now: Aware UTC.
        reason: The gate's or the channel's, as a short word.
        request_id: The channel's id of the request that carried it.

    Returns:
        False when somebody else settled it before.
    """
    ended = session.execute(
        sa.update(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.WAITING)
        .values(state=state, reason=reason, request_id=request_id, settled_at=now, lease_until=None)
        .returning(Notice.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return ended.first() is not None


def postpone(
    session: Session,
    *,
    notice_id: uuid.UUID,
    until: datetime,
    reason: str | None = None,
    may_have_gone: bool | None = None,
    lets_others_pass: bool = False,
) -> bool:
    """This will give a claimed notice back, to be tried again later.

    Args:
        session: A session across clinics.
        notice_id: Which.
        until: When it is due again (aware UTC).
        reason: Why, as a short word.
        may_have_gone: Whether any attempt so far may have been taken; None leaves what is known.
        lets_others_pass: The channel certainly took nothing (a used-up quota): later notices need not wait for it.

    Returns:
        False when somebody else settled it before.
    """
    values: dict[str, object] = {
        "due_at": until,
        "lease_until": None,
        "reason": reason,
        "lets_others_pass": lets_others_pass,
    }
    if may_have_gone is not None:
        values["may_have_gone"] = may_have_gone
    given_back = session.execute(
        sa.update(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.WAITING)
        .values(values)
        .returning(Notice.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return given_back.first() is not None
