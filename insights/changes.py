"""Whether anything happened in a clinic since one last looked: the cheap question that live pages ask."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Case, CaseEvent, CheckIn, Task, TaskEvent

# Rows are not committed in the order of their ids: so far back one looks for late ones, in milliseconds.
LOOK_BACK = 10_000
MOST = 500
_BELOW_TIME = 80  # bits of a UUIDv7 below its milliseconds since 1970 (RFC 9562, section 5.7)


@dataclass(frozen=True)
class Stamp:
    """What a clinic looked like: another stamp, another look.

    Attributes:
        events: The newest case events, each with the customer it is about.
        others: The newest task, what became of one, and the newest check-in.
    """

    events: frozenset[tuple[uuid.UUID, uuid.UUID]]
    others: tuple[uuid.UUID | None, ...]

    def customers_since(self, earlier: "Stamp") -> set[uuid.UUID]:
        """This will say about whom something happened since an earlier stamp."""
        return {customer_id for _, customer_id in self.events - earlier.events}


def newest_change(session: Session) -> Stamp:
    """This will give a stamp that differs once a case event, task or check-in was added.

    It may miss a row that was committed long after one with a later id; who needs to see everything looks at the
    whole picture from time to time as well.
    """
    newest = session.scalar(sa.select(CaseEvent.id).order_by(CaseEvent.id.desc()).limit(1))
    others = tuple(
        session.scalar(sa.select(table.id).order_by(table.id.desc()).limit(1))
        for table in (Task, TaskEvent, CheckIn)
    )
    return Stamp(events=frozenset(_events_around(session, newest)), others=others)


def _events_around(session: Session, newest: uuid.UUID | None) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """This will find the newest events and those a little before, by the time in their ids."""
    if newest is None:
        return []
    since = uuid.UUID(int=((newest.int >> _BELOW_TIME) - LOOK_BACK) << _BELOW_TIME)
    found = session.execute(
        sa.select(CaseEvent.id, Case.customer_id)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.id > since)
        .order_by(CaseEvent.id.desc())
        .limit(MOST)
    )
    return [(event_id, customer_id) for event_id, customer_id in found]
