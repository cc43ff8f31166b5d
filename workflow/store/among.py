"""Asking for many rows by their ids."""

import uuid
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, Session


def among(
    session: Session, column: InstrumentedAttribute[uuid.UUID], ids: Collection[uuid.UUID]
) -> sa.ColumnElement[bool]:
    """This will say that a column holds one of these ids.

    On PostgreSQL they go in as one array: with a parameter for each, every other number of them is another statement,
    which is planned anew each time (200 of four joined tables: 49 us a row instead of 20).
    """
    if session.get_bind().dialect.name != "postgresql":
        return column.in_(ids)
    array = sa.literal(list(ids), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    return column == sa.any_(array)
