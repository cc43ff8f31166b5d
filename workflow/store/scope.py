"""One clinic never sees another: a session is opened for one clinic, and everything it reads or writes is held to it.

The session carries its clinic in `session.info`. Reads get the clinic's condition added by the session itself, so
that nobody can forget it; what cannot be given the condition (plain SQL, bare tables, bulk writes) is refused, and so
are writes of another clinic's row. On PostgreSQL the database holds every transaction to the same (store/wall.py).

The few pieces that work across clinics (claiming due work, finding who a token belongs to) open a session with
`clinic_id=None` and must say so. Such a session sees the tables named here and no other.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    ORMExecuteState,
    Session,
    UOWTransaction,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors

from workflow.store.base import Base, ClinicTable, Id
from workflow.store.models.clinic import Clinic
from workflow.store.wall import hold_sessions

CLINIC = "clinic_id"
# What may be written out: every column, a word of ours, a number. None of them names a table.
_HARMLESS = re.compile(r"\*|'[a-z_]*'|[0-9]+")

#: What sessions across clinics may see, and why. The same stands in the policies on PostgreSQL.
SEEN_ACROSS_CLINICS = {
    "inbound_event": "webhooks of all channels are kept in one commit, and workers claim the next of anybody",
    "notice": "workers claim what is due of any clinic",
    "scan": "workers claim what is due of any clinic",
    "simulation": "workers claim what is due of any clinic",
    "phrasing": "workers claim what is due of any clinic",
    "follow_up": "workers claim what is due of any clinic",
    "task": "workers claim those whose time is over, of any clinic",
    "sign_in_link": "a link is known by its token only; the row says for which clinic",
    "web_session": "a cookie is known by its token only; the row says for which clinic",
}


@dataclass(frozen=True)
class _Looked:
    """What a look at a statement found. A statement never changes, so one that is kept is looked at once.

    Attributes:
        tables: The clinics' tables it is about.
        held: The statement with the condition of a clinic, for each clinic it was asked for.
    """

    tables: frozenset[str]
    held: dict[uuid.UUID, sa.Executable] = field(default_factory=dict)


# What is built for one question is gone with it; what a module keeps is here as long as the module.
_LOOKED: WeakKeyDictionary[sa.Executable, _Looked] = WeakKeyDictionary()


class OtherClinicError(Exception):
    """A row of another clinic was about to be seen or written. This is a bug, not a refusal."""


class HeldSession(Session):
    """A session without the ways around its scope."""

    def bulk_save_objects(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 - refuses whatever it is given
        """This will refuse: nothing looks at what these write. Use `add_all` or `insert_once`."""
        raise OtherClinicError("bulk writes are not held to the clinic")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


def make_sessions(engine: sa.Engine) -> sessionmaker[Session]:
    """This will give the factory of sessions over this engine, with the clinic scope attached."""
    sessions: sessionmaker[Session] = sessionmaker(engine, class_=HeldSession, expire_on_commit=False)
    sa.event.listen(sessions, "do_orm_execute", _hold_statement)
    sa.event.listen(sessions, "before_flush", _hold_writes)
    hold_sessions(sessions)
    return sessions


def scope_to(session: Session, clinic_id: uuid.UUID | None) -> None:
    """This will hold the session to one clinic; None lets it work across clinics, on the tables that allow it."""
    session.info[CLINIC] = clinic_id


@contextmanager
def held_to(session: Session, clinic_id: uuid.UUID) -> Iterator[None]:
    """This will hold a session to one clinic for a while, and then to what it was held to before."""
    before = session.info[CLINIC]
    session.flush()
    scope_to(session, clinic_id)
    try:
        yield
        session.flush()
    finally:
        scope_to(session, before)


def _hold_statement(state: ORMExecuteState) -> None:
    """This will hold whatever the session selects, inserts, updates or deletes to its clinic."""
    if CLINIC not in state.session.info:
        raise OtherClinicError("this session was opened without saying for which clinic")
    clinic_id = state.session.info[CLINIC]
    looked = _look(state.statement)
    if clinic_id is None:
        _hold_to_shared(looked.tables)
    elif looked.tables:
        _hold_values(state, clinic_id)
        hold = _reread if state.is_column_load else _held
        state.statement = hold(state, looked, clinic_id)


def _look(statement: sa.Executable) -> _Looked:
    """This will look at a statement, unless it was looked at before. One that is refused is refused each time."""
    looked = _LOOKED.get(statement)
    if looked is None:
        looked = _LOOKED[statement] = _Looked(_tables_named_in(statement))
    return looked


def _held(state: ORMExecuteState, looked: _Looked, clinic_id: uuid.UUID) -> sa.Executable:
    """This will give the statement with the clinic's condition: the same one each time, as it is compiled by what it is."""
    held = looked.held.get(clinic_id)
    if held is None:
        held = looked.held[clinic_id] = state.statement.options(_condition(clinic_id))
    return held


def _reread(state: ORMExecuteState, _: _Looked, clinic_id: uuid.UUID) -> sa.Executable:
    """This will hold what reads a row in hand again, by its key alone: options are for queries."""
    mapper = state.bind_mapper
    statement: Any = state.statement
    if mapper is not None and issubclass(mapper.class_, ClinicTable):
        statement = statement.where(mapper.class_.clinic_id == sa.literal(clinic_id, Id()))
    held: sa.Executable = statement.options(_condition(clinic_id))
    return held


@lru_cache(maxsize=1000)
def _condition(clinic_id: uuid.UUID) -> LoaderCriteriaOption:
    # Typed outside the lambda: a bare UUID caught by it would be bound as text, which no SQLite row equals.
    clinic = sa.literal(clinic_id, Id())
    return with_loader_criteria(ClinicTable, lambda row: row.clinic_id == clinic, include_aliases=True)


def _tables_named_in(statement: Any) -> frozenset[str]:  # noqa: ANN401 - whatever can be executed
    """This will give the clinics' tables that a statement is about, each of them named by its class.

    Raises:
        OtherClinicError: It is plain SQL, or names a table itself: no condition can be added to those.
    """
    by_class: set[str] = set()
    bare: set[str] = set()
    for element in visitors.iterate(statement):
        _refuse_plain_sql(element)
        table = _table_of(element)
        if table is None:
            continue
        if "parententity" in element._annotations:  # noqa: SLF001 - SQLAlchemy's only mark of a mapped class
            by_class.add(table)
        else:
            bare.add(table)  # as the FROM of a mapped column also is, and the column that an update sets
    if not bare <= by_class:
        raise OtherClinicError(f"{bare - by_class}: a bare table is not held to the clinic; use the class")
    return frozenset(by_class)


def _refuse_plain_sql(element: visitors.ExternallyTraversible) -> None:
    """This will refuse what names tables in words of its own, whole or in part: no condition can be added to it."""
    if isinstance(element, sa.ColumnClause) and element.is_literal:
        if _HARMLESS.fullmatch(element.name):
            return
        raise OtherClinicError("a literal column is not held to the clinic")
    if isinstance(element, sa.TextClause):
        raise OtherClinicError("plain SQL is not held to the clinic")
    is_ours = isinstance(element, sa.Table) and element.metadata is Base.metadata
    if isinstance(element, sa.TableClause) and not is_ours:
        raise OtherClinicError(f"{element.name}: a table known by its name alone is not held to the clinic")


def _table_of(element: visitors.ExternallyTraversible) -> str | None:
    """This will give the clinics' table that an element of a statement is, or is a column of."""
    found: object = element.table if isinstance(element, sa.Column) else element
    while isinstance(found, sa.Alias):
        found = found.element
    return found.name if isinstance(found, sa.Table) and CLINIC in found.c else None


def _hold_to_shared(tables: frozenset[str]) -> None:
    """This will refuse tables that are one clinic's own."""
    if private := tables - SEEN_ACROSS_CLINICS.keys():
        raise OtherClinicError(f"{sorted(private)}: no session across clinics sees these")


def _hold_values(state: ORMExecuteState, clinic_id: uuid.UUID) -> None:
    """This will refuse statements whose values nothing holds to the clinic."""
    told_rows = state.parameters or {}
    rows = [told_rows] if isinstance(told_rows, Mapping) else told_rows
    if state.is_insert:
        statement: Any = state.statement
        told_elsewhere = statement._values or statement._multi_values or statement.select is not None  # noqa: SLF001
        if told_elsewhere or any(row.get(CLINIC) != clinic_id for row in rows):
            raise OtherClinicError("an insert takes rows of the session's own clinic, as parameters")
    if state.is_update:
        told: Any = state.statement
        names = {getattr(column, "key", column) for column in told._values or ()}  # noqa: SLF001
        # By primary key, SQLAlchemy adds no condition; and no row changes hands.
        if told_rows is rows or CLINIC in names or CLINIC in rows[0]:
            raise OtherClinicError("an update has conditions of its own, and leaves every row its clinic")


def _hold_writes(session: Session, _: UOWTransaction, __: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
    """This will refuse to write a row of another clinic."""
    clinic_id = session.info.get(CLINIC)
    for row in (*session.new, *session.dirty, *session.deleted):
        if clinic_id is None:
            if isinstance(row, ClinicTable):
                _hold_to_shared(frozenset({row.__tablename__}))
        elif _owner(row) not in (clinic_id, None):
            raise OtherClinicError(f"{type(row).__name__} belongs to another clinic")


def _owner(row: object) -> uuid.UUID | None:
    """This will give whose row it is; None for those that are the service's own."""
    if isinstance(row, ClinicTable):
        return row.clinic_id
    return row.id if isinstance(row, Clinic) else None
