"""Calling members of staff to what cannot wait, at any hour."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.notices import NoticePurpose, identity_of, tell
from workflow.store.models import Notice, NoticeState, Staff

log = structlog.get_logger(__name__)

# A page in one of these states was seen by nobody, and nobody will see it.
_LOST = (NoticeState.SKIPPED, NoticeState.DEAD)


def page(
    session: Session,
    *,
    is_called: Callable[[Staff], bool],
    kind: str,
    data: Callable[[Staff], dict[str, Any]],
    key: Callable[[Staff], str],
    now: datetime,
    case_id: uuid.UUID | None = None,
    but_not: uuid.UUID | None = None,
) -> int:
    """This will tell whoever is to be called; where none of them can be reached, everybody active in the clinic.

    Args:
        session: The caller's transaction.
        is_called: Says who is to be called first.
        kind: Which card it is.
        data: Its facts for whom it tells.
        key: What it is about and who is told, who is told of it once.
        now: Aware UTC.
        case_id: The case it is about.
        but_not: The member of staff who told us, and knows.

    Returns:
        How many were told.
    """

    def tell_each(called: Iterable[Staff]) -> int:
        told = 0
        for staff in called:
            to = identity_of(session, staff_id=staff.id)
            if to is None or to.blocked_at is not None:
                log.warning("page.unreachable", kind=kind, staff_id=str(staff.id))
                continue
            tell(
                session,
                to=to,
                kind=kind,
                purpose=NoticePurpose.URGENT,
                data=data(staff),
                key=key(staff),
                now=now,
                case_id=case_id,
            )
            told += 1
        return told

    everybody = session.scalars(sa.select(Staff).where(Staff.active).order_by(Staff.id)).all()
    others = [staff for staff in everybody if staff.id != but_not]
    told = tell_each(filter(is_called, others)) or tell_each(one for one in others if not is_called(one))
    if told == 0:
        log.critical("page.unheard", kind=kind, case_id=case_id and str(case_id))
    return told


def somebody_was_paged(session: Session, *, key: str) -> bool:
    """This will say whether a page, whose keys begin so, reached somebody or still may."""
    paged = sa.exists().where(Notice.dedupe_key.startswith(key, autoescape=True), Notice.state.not_in(_LOST))
    return bool(session.scalar(sa.select(paged)))
