"""Taking due follow-ups to be sent, and putting aside those that cannot be. All of it works across clinics.

They are leased in a batch, and sent in one transaction that begins with `hold_follow_ups`: whoever dies between lets
the lease run out. When one of them breaks it, each is sent in a transaction of its own, and one that always fails is
tried a few times and then put aside.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store import due_work
from workflow.store.due_work import TOO_MANY_ATTEMPTS, Lane, RetryRule, decide_retry, in_order
from workflow.store.models import FollowUp, FollowUpState

__all__ = [
    "LEASE",
    "TOO_MANY_ATTEMPTS",
    "claim_due_follow_ups",
    "claim_worn_out_follow_ups",
    "follow_up_retry",
    "give_up_follow_up",
    "hold_follow_ups",
    "postpone_follow_up",
]

LEASE = timedelta(minutes=1)
# Fifteen hours in all: what a night's mending can help still goes out, and a call the next day is not too late.
RETRY = RetryRule(attempts=5, first_wait=timedelta(hours=1))


FOLLOW_UPS = Lane(
    model=FollowUp,
    waiting=FollowUpState.PLANNED,
    person=("customer_id",),
    waits_for=in_order,
    retry=RETRY,
    given_up=FollowUpState.FAILED,
    reason="failure",
)


def claim_due_follow_ups(
    session: Session, *, now: datetime, limit: int, lease: timedelta = LEASE
) -> list[FollowUp]:
    """This will lease due follow-ups, one of each customer, the longest due first.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        limit: How many at most.
        lease: How long nobody else may take them.
    """
    return due_work.claim(session, FOLLOW_UPS, now=now, lease=lease, limit=limit)


def claim_worn_out_follow_ups(session: Session, *, now: datetime) -> list[FollowUp]:
    """This will lease follow-ups whose last try ended without a word, so that they are given up."""
    return due_work.claim_worn_out(session, FOLLOW_UPS, now=now, lease=LEASE)


def hold_follow_ups(session: Session, claimed: Sequence[FollowUp]) -> list[FollowUp]:
    """This will lock claimed follow-ups until the transaction ends; those that are not held any more are missing."""
    attempts = {one.id: one.attempts for one in claimed}
    rows = sa.select(FollowUp).where(FollowUp.id.in_(attempts)).order_by(FollowUp.id).with_for_update()
    held = session.scalars(rows.execution_options(populate_existing=True))
    return [one for one in held if one.state is FollowUpState.PLANNED and one.attempts == attempts[one.id]]


def follow_up_retry(attempts: int) -> timedelta | None:
    """This will say how long a follow-up waits after so many attempts; None when it is to be given up."""
    return decide_retry(RETRY, attempts=attempts)


def postpone_follow_up(
    session: Session,
    *,
    follow_up_id: uuid.UUID,
    until: datetime,
    is_failure: bool,
    attempt: int | None = None,
) -> bool:
    """This will have a follow-up sent later.

    Args:
        session: A session across clinics, or of its own.
        follow_up_id: Which.
        until: When it is due again (aware UTC).
        is_failure: Whether the attempt counts; coming at an impolite hour does not.
        attempt: Its `attempts`, as it was claimed.

    Returns:
        False when it is not held any more.
    """
    return due_work.release(
        session, FOLLOW_UPS, row_id=follow_up_id, until=until, is_failure=is_failure, attempt=attempt
    )


def give_up_follow_up(session: Session, *, follow_up_id: uuid.UUID, reason: str, now: datetime) -> bool:
    """This will put a follow-up aside for good; False when it was settled before. `reason` is the error's class."""
    return due_work.give_up(session, FOLLOW_UPS, row_id=follow_up_id, reason=reason, now=now)
