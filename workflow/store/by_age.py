"""Old rows, a portion at a time, found by their ids: these are made in the order of time, and have an index already.

An index over the time itself would cost every insert of a webhook or notice, for one look a night.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from workflow.store.base import ClinicRow

PORTION = 5_000  # rows that one transaction looks at; a webhook on SQLite waits for it


@dataclass(frozen=True)
class Forgotten:
    """What one portion came to.

    Attributes:
        rows: How many were forgotten.
        last: The id to go on after; None when nothing older is left.
    """

    rows: int
    last: uuid.UUID | None


@dataclass(frozen=True)
class Portion:
    """Which rows one transaction goes through.

    Attributes:
        after: The id after which they begin; None for the first.
        size: How many at most.
    """

    after: uuid.UUID | None = None
    size: int = PORTION


def last_of(
    session: Session,
    model: type[ClinicRow],
    *,
    made: InstrumentedAttribute[datetime],
    before: datetime,
    portion: Portion,
) -> uuid.UUID | None:
    """This will give the last id of a portion; None when no row in it was made before an instant.

    Args:
        session: A session of the clinic, or one across clinics.
        model: The table.
        made: Its column that says when a row was made, about when its id was.
        before: Aware UTC.
        portion: Where it begins.
    """
    rows = session.execute(
        sa.select(model.id, made).where(*_after(model, portion)).order_by(model.id).limit(portion.size)
    ).all()
    return rows[-1][0] if any(at < before for _, at in rows) else None


def forget_portion(
    session: Session,
    model: type[ClinicRow],
    how: sa.Update | sa.Delete,
    *,
    made: InstrumentedAttribute[datetime],
    before: datetime,
    portion: Portion,
) -> Forgotten:
    """This will forget what a statement names of one portion: how many rows that were, and where to go on.

    Args:
        session: A session of the clinic, or one across clinics.
        model: The table.
        how: Empties or deletes its rows whose time is over; the portion is added to its conditions.
        made: Its column that says when a row was made, about when its id was.
        before: Aware UTC.
        portion: Where it begins.
    """
    last = last_of(session, model, made=made, before=before, portion=portion)
    if last is None:
        return Forgotten(0, None)
    statement = how.where(within(model, portion=portion, last=last)).returning(model.id)
    gone = session.scalars(statement, execution_options={"synchronize_session": False})
    return Forgotten(len(gone.all()), last)


def within(model: type[ClinicRow], *, portion: Portion, last: uuid.UUID) -> sa.ColumnElement[bool]:
    """This will say of a row that it lies in the portion."""
    return sa.and_(model.id <= last, *_after(model, portion))


def _after(model: type[ClinicRow], portion: Portion) -> list[sa.ColumnElement[bool]]:
    return [] if portion.after is None else [model.id > portion.after]
