"""What was promised to a customer after a treatment, and what she answered."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.follow_ups.plan import LATEST
from workflow.store.models import CheckIn, FollowUp, FollowUpState


def follow_ups_of(session: Session, *, case_id: uuid.UUID) -> list[FollowUp]:
    """This will list the follow-ups of a case in the order they are due."""
    statement = sa.select(FollowUp).where(FollowUp.case_id == case_id).order_by(FollowUp.due_at, FollowUp.id)
    return list(session.scalars(statement))


def next_follow_up(session: Session, *, case_id: uuid.UUID) -> FollowUp | None:
    """This will find the planned follow-up of a case that comes first."""
    statement = (
        sa.select(FollowUp)
        .where(FollowUp.case_id == case_id, FollowUp.state == FollowUpState.PLANNED)
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(1)
    )
    return session.scalar(statement)


def follow_up_to_answer(
    session: Session, *, customer_id: uuid.UUID, now: datetime, answered_too: bool
) -> FollowUp | None:
    """This will find the follow-up that a message of now can be an answer to: the newest sent, not over 14 days ago.

    Args:
        session: The caller's transaction.
        customer_id: Who writes.
        now: When.
        answered_too: Whether one that has an answer may get another (the photo after the words).
    """
    states = [FollowUpState.SENT, FollowUpState.ANSWERED] if answered_too else [FollowUpState.SENT]
    newest = (
        sa.select(FollowUp)
        .where(FollowUp.customer_id == customer_id, FollowUp.sent_at.is_not(None))
        .order_by(FollowUp.sent_at.desc(), FollowUp.day.desc())
        .limit(1)
    )
    found = session.scalar(newest)
    if found is None or found.state not in states or found.sent_at is None or now - found.sent_at > LATEST:
        return None
    return found


def follow_up_of_button(
    session: Session, *, follow_up_id: uuid.UUID, customer_id: uuid.UUID
) -> FollowUp | None:
    """This will find the follow-up whose card a button stands on, if that was sent to this customer.

    However old the card is, and whatever she pressed on it before: the button says which one she means.
    """
    return session.scalar(
        sa.select(FollowUp).where(
            FollowUp.id == follow_up_id,
            FollowUp.customer_id == customer_id,
            FollowUp.state.in_((FollowUpState.SENT, FollowUpState.ANSWERED)),
        )
    )


def check_ins_of(session: Session, *, case_id: uuid.UUID) -> list[CheckIn]:
    """This will list what the customer of a case answered, oldest first."""
    return list(session.scalars(sa.select(CheckIn).where(CheckIn.case_id == case_id).order_by(CheckIn.at)))
