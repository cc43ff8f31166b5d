"""What happened to a case, numbered without gaps and never edited."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.store.models import Case, CaseEvent


def write_event(
    session: Session,
    *,
    case: Case,
    name: str,
    by: Actor,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> CaseEvent:
    """This will add the next event of a case whose row the caller holds (`case_for_change`)."""
    session.flush()
    last = session.scalar(sa.select(sa.func.max(CaseEvent.seq)).where(CaseEvent.case_id == case.id))
    event = CaseEvent(
        clinic_id=case.clinic_id,
        case_id=case.id,
        seq=(last or 0) + 1,
        name=name,
        by_kind=by.kind.value,
        by_id=by.id,
        detail=detail or {},
        at=now,
    )
    session.add(event)
    session.flush()
    return event
