"""Whether anything happened in a clinic since one last looked: the cheap question that a live page asks."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import CaseEvent, CheckIn, Task

Stamp = tuple[uuid.UUID | None, ...]


def newest_change(session: Session) -> Stamp:
    """This will give a stamp that differs once a case event, task or check-in was added.

    It may miss a row that was committed after one with a later id; who needs to see everything looks at the whole
    picture from time to time as well.
    """
    return tuple(
        session.scalar(sa.select(table.id).order_by(table.id.desc()).limit(1))
        for table in (CaseEvent, Task, CheckIn)
    )
