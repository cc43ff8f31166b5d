"""The words of messages whose time is over. That somebody was told, of what kind and when, stays."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.notices.claims import DueNotice
from workflow.store.by_age import Forgotten, Portion, forget_portion
from workflow.store.models import Notice, NoticeState

TOLD_ONCE = "phone"
"""The fact that holds a whole number, wherever it stands among the others: it is told, and then kept at one place only."""

_UNSEEN = {"synchronize_session": False}


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


def forget_what_is_told_once(session: Session, notices: Iterable[DueNotice]) -> None:
    """This will empty the notices that quote a whole number, once they are settled: nobody needs them to say it again.

    Args:
        session: A session of the notices' clinic, or one across clinics.
        notices: What was tried, as it was taken; whatever is not settled stays as it is.
    """
    quoting = [one.id for one in notices if _is_told_once(one.data)]
    if quoting:
        over = sa.update(Notice).where(Notice.id.in_(quoting), Notice.settled_at.is_not(None))
        session.execute(over.values(data={}, body=None), execution_options=_UNSEEN)


def _is_told_once(fact: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    if isinstance(fact, dict):
        return isinstance(fact.get(TOLD_ONCE), str) or any(map(_is_told_once, fact.values()))
    return isinstance(fact, list) and any(map(_is_told_once, fact))
