"""Taking due notices to be sent. All of it works across clinics.

1. `take_due_notices` locks a batch of one lane and reads it. It writes nothing: each is written on once, by what
   becomes of it in the same transaction, and whoever dies before its commit leaves everything as it was.
2. `begin_sending_all` leases what leaves and counts the attempt, freezes the bytes before the first (LINE's retry key
   demands the same body every time), and notes before each that it may go: whoever dies while sending leaves that
   behind, lets the lease run out, and another takes over.
3. `settle` ends it, or `postpone` gives it back: at once where it must not leave, or after the attempt, by whoever
   still holds it. These steps are in sending.py.

Of one person only the first is ever out: the next is not due before the earlier one is settled. A slower lane
never holds up a faster one, and nothing holds up what is urgent. Source: facts/ENGINE.md sections 2 and 3.
"""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store import due_work
from workflow.store.due_work import At, Lane
from workflow.store.models import Notice, NoticePurpose, NoticeState
from workflow.store.reading import read_last

URGENT_LANE = 0


class DueNotice(NamedTuple):
    """A notice that was taken, as whoever took it knows it: the columns of those names, and nothing that is watched."""

    id: uuid.UUID
    clinic_id: uuid.UUID
    channel_id: uuid.UUID
    recipient_id: uuid.UUID
    case_id: uuid.UUID | None
    kind: str
    purpose: NoticePurpose
    data: dict[str, Any]
    dedupe_key: str
    made_at: datetime
    due_at: datetime
    reply_token: str | None
    reply_until: datetime | None
    reason: str | None
    body: str | None
    first_sent_at: datetime | None
    may_have_gone: bool
    attempts: int
    lease_until: datetime | None

    def leased(self, until: datetime) -> "DueNotice":
        """This will give it as it is held once `begin_sending_all` has leased it (aware UTC)."""
        return self._replace(attempts=self.attempts + 1, lease_until=until)


def _waits_for(row: type[Notice], earlier: type[Notice], at: At) -> sa.ColumnElement[bool]:
    """This will have a notice wait for earlier ones that are due, or were sent and have no known outcome."""
    return sa.and_(
        earlier.id < row.id,
        read_last(earlier.lane) <= row.lane,
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


def take_due_notices(
    session: Session, *, lane: int, now: datetime, lease: timedelta, limit: int
) -> list[DueNotice]:
    """This will lock due notices of one lane, at most one of each person, the longest due first.

    They are nobody else's until the transaction ends, and each must be leased, settled or postponed before that. An
    attempt begins with the lease: one that only has to wait, because the gate says so, has made none.

    A notice waits for earlier ones of the same person in its own or a faster lane while those are due, or were
    sent and have no known outcome. One that only lies in the future holds up nobody. What is urgent waits for
    nothing at all, not even for another urgent one that is stuck.

    Args:
        session: A session across clinics.
        lane: 0 urgent, 1 answers, 2 transactional and staff, 3 care.
        now: Aware UTC.
        lease: How long nobody else may take those that leave.
        limit: How many at most.
    """
    return due_work.take(session, LANES[lane], DueNotice, now=now, lease=lease, limit=limit)
