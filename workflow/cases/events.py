"""What happened to a case, numbered without gaps and never edited."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.store.models import Case, CaseEvent


@dataclass(frozen=True)
class Happening:
    """What happened to one case.

    Attributes:
        case: Which; the caller holds its row.
        name: As `write_event` has it.
        detail: What is remembered of it.
    """

    case: Case
    name: str
    detail: dict[str, Any] = field(default_factory=dict)


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
    (event,) = write_events(session, [Happening(case, name, detail or {})], by=by, now=now)
    return event


def write_events(
    session: Session, happenings: Sequence[Happening], *, by: Actor, now: datetime
) -> list[CaseEvent]:
    """This will add the next events of cases whose rows the caller holds, those of one case in the order given."""
    if not happenings:
        return []
    session.flush()
    of_them = CaseEvent.case_id.in_({one.case.id for one in happenings})
    newest = sa.select(CaseEvent.case_id, sa.func.max(CaseEvent.seq).label("seq")).where(of_them)
    rows = session.execute(newest.group_by(CaseEvent.case_id))
    last = {row.case_id: row.seq for row in rows}
    events = []
    for one in happenings:
        last[one.case.id] = seq = last.get(one.case.id, 0) + 1
        events.append(
            CaseEvent(
                clinic_id=one.case.clinic_id,
                case_id=one.case.id,
                seq=seq,
                name=one.name,
                by_kind=by.kind.value,
                by_id=by.id,
                detail=one.detail,
                at=now,
            )
        )
    session.add_all(events)
    session.flush()
    return events
