"""Taking due notices to be sent. All of it works across clinics.

1. `claim_due_notices` leases a batch of one lane; whoever dies lets the lease run out, and another takes over.
2. `begin_sending_all` freezes the bytes before the first attempt (LINE's retry key demands the same body every time),
   and notes before each that it may go: whoever dies while sending leaves that behind.
3. `settle` ends it, or `postpone` gives it back. These steps are in sending.py.

Of one person only the first is ever out: the next is not due before the earlier one is settled. A slower lane
never holds up a faster one, and nothing holds up what is urgent. Source: facts/ENGINE.md sections 2 and 3.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store import due_work
from workflow.store.due_work import At, Lane
from workflow.store.models import Notice, NoticeState

URGENT_LANE = 0


def _waits_for(row: type[Notice], earlier: type[Notice], at: At) -> sa.ColumnElement[bool]:
    """This will have a notice wait for earlier ones that are due, or were sent and have no known outcome."""
    return sa.and_(
        earlier.id < row.id,
        earlier.lane <= row.lane,
        sa.or_(
            earlier.due_at <= at(),
            sa.and_(earlier.first_sent_at.is_not(None), earlier.lets_others_pass.is_(sa.false())),
        ),
    )


# Whichever its lane: for whoever has the notice in hand already.
NOTICES = Lane(
    model=Notice,
    waiting=NoticeState.WAITING,
    person=("recipient_id",),
    waits_for=_waits_for,
    retry=None,  # LINE's answer decides, and the age of the retry key: bot/retry.py
    given_up=NoticeState.DEAD,
    reason="reason",
)
LANES = {
    number: replace(NOTICES, only={"lane": number}, waits_for=None if number == URGENT_LANE else _waits_for)
    for number in range(4)
}


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
