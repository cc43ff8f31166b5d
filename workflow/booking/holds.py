"""Keeping a time for somebody who is deciding. A hold ends by itself; nothing has to run for that."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.booking.taking import give_back
from workflow.cases import case_for_change
from workflow.store.models import Hold


def hold_of(session: Session, *, case_id: uuid.UUID) -> Hold | None:
    """This will give what is held for a case, whether its time is over or not; a case holds one time."""
    return session.scalar(sa.select(Hold).where(Hold.case_id == case_id))


def hold_for_change(session: Session, *, case_id: uuid.UUID) -> Hold | None:
    """This will give what is held for a case, over or not, and keep it from changing until the transaction ends.

    Raises:
        NotFound: There is no such case in this clinic.
    """
    case_for_change(session, case_id=case_id)
    return hold_of(session, case_id=case_id)


def forget_ended_holds(session: Session, *, before: datetime) -> int:
    """This will delete what was held until before an instant; ended holds are harmless, only litter.

    Args:
        session: A session of one clinic.
        before: Aware UTC.

    Returns:
        How many were deleted.
    """
    ended = session.scalars(
        sa.select(Hold).where(Hold.held_until < before).with_for_update(skip_locked=True)
    ).all()
    for hold in ended:
        give_back(session, hold)
        session.delete(hold)
    session.flush()
    return len(ended)
