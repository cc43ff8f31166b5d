"""A row in every table there is, of any revision: found by inspection, so that a new table needs nothing here.

Values are made from the column's type and the words its checks allow. Whatever two columns have to say together
(one of two somebodies, an end after its start) stands below.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine.interfaces import ReflectedForeignKeyConstraint

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
# A row is one of two things; the other stays empty.
EMPTY = {
    ("channel_identity", "staff_id"),
    ("web_session", "staff_id"),
    ("shift", "day"),
    ("resource_cell", "hold_id"),
    ("resource_cell", "held_until"),
}
_LATER = ("end", "until", "expires", "closes", "last")
_numbers = count(1)

Rows = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class _Shape:
    """What inspection finds of a table.

    Attributes:
        table: Its columns.
        checks: Its conditions.
        points_to: Where each column that refers to another table points, as table and column.
    """

    table: sa.Table
    checks: tuple[str, ...]
    points_to: Mapping[str, tuple[str, str]]


#: By engine and revision, which say all of it: to look costs many times what it costs to write the rows.
_found: dict[tuple[str, str | None], tuple[_Shape, ...]] = {}


def fill(connection: sa.Connection, *, clinic_id: uuid.UUID, word: int = 0) -> Rows:
    """Write one row of this clinic into every table, and return what was written, by table.

    Tables of the service itself get one as well. On PostgreSQL the connection must be told the clinic before.

    Args:
        connection: In a transaction.
        clinic_id: Whose rows.
        word: Which of the words that a check allows; begins anew where there are fewer.
    """
    rows: Rows = {}
    for shape in _shapes(connection):
        row = rows[shape.table.name] = _row(connection, shape, rows, clinic_id, word)
        connection.execute(shape.table.insert().values(row))
    return rows


def _shapes(connection: sa.Connection) -> tuple[_Shape, ...]:
    """All tables; what refers to another one comes after it."""
    revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    key = (connection.dialect.name, revision)
    if key not in _found:
        tables = sa.MetaData()
        tables.reflect(connection)
        inspector = sa.inspect(connection)
        _found[key] = tuple(
            _Shape(
                table,
                tuple(check["sqltext"] for check in inspector.get_check_constraints(table.name)),
                _references(inspector.get_foreign_keys(table.name)),
            )
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        )
    return _found[key]


def _row(
    connection: sa.Connection, shape: _Shape, rows: Rows, clinic_id: uuid.UUID, word: int
) -> dict[str, Any]:
    table = shape.table
    row: dict[str, Any] = {}
    for column in table.columns:
        if table.name == "clinic" and column.name == "id":
            row["id"] = _id(connection, clinic_id)
        elif (table.name, column.name) in EMPTY:
            row[column.name] = None
        elif column.name in shape.points_to:
            other, key = shape.points_to[column.name]
            row[column.name] = rows[other][key] if other in rows else None
        else:
            row[column.name] = _word(column, shape.checks, word) or _value(connection, table, column)
    return row


def _references(keys: list[ReflectedForeignKeyConstraint]) -> Mapping[str, tuple[str, str]]:
    return {
        here: (key["referred_table"], there)
        for key in keys
        for here, there in zip(key["constrained_columns"], key["referred_columns"], strict=True)
    }


def _word(column: sa.Column[Any], checks: tuple[str, ...], which: int) -> str | None:
    """One of the words that a check allows in this column, if it is one of words."""
    for text in checks:
        if _is_about(text, column) and (words := re.findall(r"'([^']*)'", text)):
            return words[which % len(words)]
    return None


def _value(connection: sa.Connection, table: sa.Table, column: sa.Column[Any]) -> object:
    later = timedelta(hours=any(word in column.name for word in _LATER))
    native = connection.dialect.name == "postgresql"
    made: dict[tuple[type[Any], ...], object] = {
        (sa.Uuid, postgresql.UUID, sa.LargeBinary): _id(connection, uuid.uuid4()),
        (sa.Boolean,): True,
        (sa.JSON,): [],
        (sa.Numeric, sa.Float, sa.Integer): 1,
        (sa.DateTime,): (NOON + later).replace(tzinfo=UTC if native else None),
        (sa.Date,): date(2026, 11, 22) + later * 24,
        (sa.Time,): time(10 + later // timedelta(hours=1)),
        (sa.String,): f"x{next(_numbers)}"[: getattr(column.type, "length", None)],
    }
    for kinds, value in made.items():
        if isinstance(column.type, kinds):
            return value
    raise AssertionError(f"{table.name}.{column.name} is a {column.type}: say here how one is made")


def _is_about(text: str, column: sa.Column[Any]) -> bool:
    """Whether a check says which words this very column may hold."""
    return re.match(rf'\(*"?{column.name}"?\)?(::text)? (IN|= ANY) ', text) is not None


def _id(connection: sa.Connection, value: uuid.UUID) -> uuid.UUID | bytes:
    return value if connection.dialect.name == "postgresql" else value.bytes
