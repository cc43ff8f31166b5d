"""Inserting what may be there already: the database decides, in one statement, on both engines."""

import uuid
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from workflow.store.base import ClinicRow
from workflow.store.scope import CLINIC, OtherClinicError

# Where a session keeps what it inserted here, for whoever tells of its commit: the session itself does not know.
INSERTED = "inserted"


def insert_once(
    session: Session, model: type[ClinicRow], rows: Sequence[Mapping[str, Any]], *, unique: Sequence[str]
) -> list[uuid.UUID]:
    """This will insert the rows and leave alone those whose unique columns are taken.

    Many rows go in one statement (SQLAlchemy sends up to 1,000 at a time). On PostgreSQL a row that another
    transaction is just inserting is waited for, so after this call the row is visible, whoever wrote it.

    Args:
        session: Rows of another clinic than the session's are refused, as everywhere.
        model: The table.
        rows: One mapping of column names to values for each row; defaults of the table apply.
        unique: The columns of the unique constraint that says "already there".

    Returns:
        The ids of the rows that were inserted now.

    Raises:
        OtherClinicError: A row belongs to another clinic.
    """
    _refuse_others(session, model, rows)
    if not rows:
        return []
    session.info.setdefault(INSERTED, []).append((model, rows))
    statement = _giving_ids(_dialect(session), model, tuple(unique))
    return list(session.connection().execute(statement, [dict(row) for row in rows]).scalars())


def insert_many_once(
    session: Session, model: type[ClinicRow], rows: Sequence[dict[str, Any]], *, unique: Sequence[str]
) -> int:
    """This will do the same and only count: without the ids it costs half as much, which the webhook needs.

    Args:
        session: As for `insert_once`.
        model: The table.
        rows: As for `insert_once`; they are handed on as they are.
        unique: As for `insert_once`.

    Returns:
        How many rows were inserted now.

    Raises:
        OtherClinicError: A row belongs to another clinic.
    """
    _refuse_others(session, model, rows)
    if not rows:
        return 0
    statement = _statement(_dialect(session), model, tuple(unique))
    done = session.connection().execute(statement, rows, execution_options={"preserve_rowcount": True})
    return done.rowcount


def _refuse_others(session: Session, model: type[ClinicRow], rows: Sequence[Mapping[str, Any]]) -> None:
    clinic_id = session.info[CLINIC]
    if clinic_id is not None and any(row["clinic_id"] != clinic_id for row in rows):
        raise OtherClinicError(f"{model.__name__} belongs to another clinic")


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


@cache
def _giving_ids(dialect: str, model: type[ClinicRow], unique: tuple[str, ...]) -> ReturningInsert[uuid.UUID]:
    return _statement(dialect, model, unique).returning(model.id)


@cache  # building it takes as long as sending it
def _statement(
    dialect: str, model: type[ClinicRow], unique: tuple[str, ...]
) -> postgresql.Insert | sqlite.Insert:
    table = model.__table__
    assert isinstance(table, sa.Table)  # noqa: S101 - for the type checker: a mapped class always has one
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing(index_elements=list(unique))
