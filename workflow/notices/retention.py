"""The words of messages whose time is over. That somebody was told, of what kind and when, stays."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Notice, NoticeState


def forget_old_words(session: Session, *, before: datetime) -> int:
    """This will empty the notices that were settled before an instant of their words and facts.

    Args:
        session: A session of the clinic.
        before: Aware UTC.

    Returns:
        How many notices.
    """
    says_something = sa.or_(Notice.body.is_not(None), sa.cast(Notice.data, sa.Text) != "{}")
    gone = session.scalars(
        sa.update(Notice)
        .where(Notice.state != NoticeState.WAITING, Notice.settled_at < before, says_something)
        .values(data={}, body=None)
        .returning(Notice.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())
