"""The words of messages whose time is over. That somebody was told, of what kind and when, stays."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.by_age import Forgotten, Portion, forget_portion
from workflow.store.models import Notice, NoticeState


def forget_old_words(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This will empty the notices that were settled before an instant of their words and facts.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many were forgotten, and where to go on.
    """
    says_something = sa.or_(Notice.body.is_not(None), sa.cast(Notice.data, sa.Text) != "{}")
    over = (
        sa.update(Notice)
        .where(Notice.state != NoticeState.WAITING, Notice.settled_at < before, says_something)
        .values(data={}, body=None)
    )
    return forget_portion(session, Notice, over, made=Notice.made_at, before=before, portion=portion)
