"""Two clinics with a row in every table, and the classes of those tables."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.factories.any_rows import fill
from workflow.store.base import Base, ClinicTable
from workflow.store.wall import ACROSS_SETTING, CLINIC_SETTING, words_for

if TYPE_CHECKING:
    from tests.factories.any_rows import Rows

#: Every class whose rows belong to a clinic, by its table's name: later ones too.
CLASSES: dict[str, type[ClinicTable]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, ClinicTable)
}


@dataclass(frozen=True)
class Clinics:
    """Theirs is what nobody of ours may see."""

    ours: uuid.UUID
    theirs: uuid.UUID
    our_rows: Rows
    their_rows: Rows

    def key_of(self, table: type[ClinicTable], *, of: Rows) -> Any:
        """The primary key of a clinic's one row, as `session.get` takes it."""
        columns = sa.inspect(table).primary_key
        key = tuple(_as_told(of[column.table.name][column.name]) for column in columns)
        return key if len(key) > 1 else key[0]


def two_full_clinics(engine: sa.Engine) -> Clinics:
    ours, theirs = uuid.uuid4(), uuid.uuid4()
    rows = []
    for clinic_id in (ours, theirs):
        with engine.begin() as connection:
            tell(connection, clinic_id)
            rows.append(fill(connection, clinic_id=clinic_id))
    return Clinics(ours, theirs, *rows)


def tell(connection: sa.Connection, clinic_id: uuid.UUID | None) -> None:
    """Tell PostgreSQL by hand whose transaction this is, as sessions do by themselves; None is across clinics."""
    if connection.dialect.name == "postgresql":
        for setting, word in zip((CLINIC_SETTING, ACROSS_SETTING), words_for(clinic_id), strict=True):
            connection.execute(sa.select(sa.func.set_config(setting, word, True)))


def _as_told(value: Any) -> Any:
    """A value as our classes give it, of what was written by the driver's own types."""
    if isinstance(value, bytes):
        return uuid.UUID(bytes=value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    return value


def count_rows(connection: sa.Connection) -> dict[str, int]:
    """How many rows this connection sees, by table, asked in SQL of its own."""
    return {
        name: connection.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608 - our tables
        for name in CLASSES
    }
