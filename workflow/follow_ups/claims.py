"""Taking due follow-ups to be sent. Works across clinics; the sending stands in the same transaction."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import FollowUp, FollowUpState

# Written out, not bound: both engines use a partial index only where the query says its condition literally.
_PLANNED: sa.ColumnClause[FollowUpState] = sa.literal_column("'planned'")


def claim_due_follow_ups(session: Session, *, now: datetime, limit: int) -> list[FollowUp]:
    """This will take due follow-ups, the longest due first, and hold their rows until the transaction ends.

    There is no lease: whoever claims them settles each in the same transaction, so a crash gives them back at once.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        limit: How many at most.
    """
    statement = (
        sa.select(FollowUp)
        .where(FollowUp.state == _PLANNED, FollowUp.due_at <= now)
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))
