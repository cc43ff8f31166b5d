"""One clinic never sees another: a session is opened for one clinic, and everything it reads or writes is held to it.

The session carries its clinic in `session.info`. Reads get the clinic's condition added by the session itself, so
that nobody can forget it; writes of another clinic's row are refused before they reach the database. The few pieces
that work across clinics (claiming due work, finding a channel by its key) open a session with `clinic_id=None` and
must say so.
"""

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker, with_loader_criteria

from workflow.store.base import ClinicRow, Id

CLINIC = "clinic_id"


class OtherClinicError(Exception):
    """A row of another clinic was about to be written. This is a bug, not a refusal."""


def make_sessions(engine: sa.Engine) -> sessionmaker[Session]:
    """This will give the factory of sessions over this engine, with the clinic scope attached."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    sa.event.listen(sessions, "do_orm_execute", _hold_reads)
    sa.event.listen(sessions, "before_flush", _hold_writes)
    return sessions


def scope_to(session: Session, clinic_id: uuid.UUID | None) -> None:
    """This will hold the session to one clinic; None lets it work across clinics."""
    session.info[CLINIC] = clinic_id


def _hold_reads(state: ORMExecuteState) -> None:
    """This will add the clinic's condition to whatever the session selects, updates or deletes."""
    if state.is_column_load or state.is_relationship_load:
        return
    if CLINIC not in state.session.info:
        raise OtherClinicError("this session was opened without saying for which clinic")
    clinic_id = state.session.info[CLINIC]
    if clinic_id is not None:
        _hold_inserts(state)
        # Typed outside the lambda: a bare UUID caught by it would be bound as text, which no SQLite row equals.
        clinic = sa.literal(clinic_id, Id())
        state.statement = state.statement.options(
            with_loader_criteria(ClinicRow, lambda row: row.clinic_id == clinic, include_aliases=True)
        )


def _hold_inserts(state: ORMExecuteState) -> None:
    """This will refuse insert statements of clinic rows: nothing holds their values; add objects or insert_once."""
    mapper = state.bind_mapper
    if state.is_insert and mapper is not None and issubclass(mapper.class_, ClinicRow):
        raise OtherClinicError(f"{mapper.class_.__name__}: an insert statement is not held to the clinic")


def _hold_writes(session: Session, _: UOWTransaction, __: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
    """This will refuse to write a row of another clinic."""
    clinic_id = session.info.get(CLINIC)
    if clinic_id is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, ClinicRow) and row.clinic_id != clinic_id:
            raise OtherClinicError(f"{type(row).__name__} belongs to another clinic")
