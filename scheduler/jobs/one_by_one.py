"""Doing the same for many rows of one ring: a row that fails is told in the log and spares the others."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from workflow.unit_of_work import is_the_databases_trouble

log = structlog.get_logger(__name__)


class HasId(Protocol):
    """A row."""

    @property
    def id(self) -> UUID:
        """Its id."""


Row = TypeVar("Row", bound=HasId)


def for_each(session: Session, rows: Iterable[Row], do: Callable[[Row], object], *, what: str) -> int:
    """This will do something for every row, each in a savepoint of its own.

    Args:
        session: The ring's transaction.
        rows: For whom.
        do: Gives something true where it made something.
        what: The rule's name, for the log.

    Returns:
        For how many it made something.

    Raises:
        SQLAlchemyError: The database is in trouble: that is no row's fault, and the whole ring is tried again.
    """
    made = 0
    for row in rows:
        row_id = str(row.id)
        try:
            with session.begin_nested():
                made += bool(do(row))
        except Exception as error:
            if is_the_databases_trouble(error):
                raise
            log.exception("schedule.row_failed", what=what, row_id=row_id, error=type(error).__name__)
    return made
