"""One turn or job is one transaction: opened here at the edge, committed here, retried here when the database hiccups.

Operations never commit. What a transaction writes is either idempotent or protected by a lease, so that one whose
fate is unknown (the connection broke at commit) may simply be done again (facts/ENGINE.md section 3).
"""

import time
import uuid
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from workflow.store.by_age import PORTION, Forgotten, Portion
from workflow.store.engine import make_engine, migrate
from workflow.store.scope import OtherClinicError, make_sessions, scope_to

__all__ = [
    "AT_THE_DOOR",
    "BEHIND_IT",
    "PORTION",
    "Forgotten",
    "OtherClinicError",
    "Portion",
    "Sessions",
    "in_transaction",
    "is_the_databases_trouble",
    "make_engine",
    "make_sessions",
    "migrate",
    "scope_to",
]

Sessions = sessionmaker[Session]
Result = TypeVar("Result")

TRIES = 6  # of work that others keep getting in the way of
# How long a database that is away is waited for, in seconds, tries not counted. LINE waits 2 s for its answer, and
# sends again later; a worker that gives up costs its row an attempt. PostgreSQL is back after a crash in seconds.
AT_THE_DOOR = 1.5
BEHIND_IT = 10.0
_LONGEST_WAIT = 1.0
# PostgreSQL: serialization failure, deadlock, lock not available. Source: PostgreSQL manual, appendix A.
_TRY_AGAIN_CODES = {"40001", "40P01", "55P03"}
# Too many clients; ended by its administrator, ended by a crash, starting up. And class 08: connections.
_AWAY_CODES = {"53300", "57P01", "57P02", "57P03"}
_CONNECTION_CLASS = "08"
# PostgreSQL: a value that is too large for an index, nested too deeply ... It speaks of it like of its own trouble.
_TOO_LARGE_CLASS = "54"

log = structlog.get_logger(__name__)


def in_transaction(
    sessions: Sessions,
    work: Callable[[Session], Result],
    *,
    clinic_id: uuid.UUID | None,
    patience: float = BEHIND_IT,
) -> Result:
    """This will do the work in one transaction of one clinic and commit it.

    Args:
        sessions: The factory of sessions.
        work: Does everything with the session it is given and returns; it may be called again from the start.
        clinic_id: The clinic the session is held to; None only for work that claims rows across clinics.
        patience: How long a database that is away is waited for, in seconds.

    Raises:
        Exception: Whatever the work raises; nothing of it is kept then.
    """
    attempt = in_the_way = 0
    waited = 0.0
    while True:
        attempt += 1
        try:
            with sessions() as session:
                scope_to(session, clinic_id)
                with session.begin():
                    return work(session)
        except (DBAPIError, StaleDataError) as error:
            if _is_away(error):
                wait = min(0.02 * 2**attempt, _LONGEST_WAIT, patience - waited)
                waited += wait
            else:
                in_the_way += 1
                wait = 0.02 * 2**in_the_way
            if wait <= 0 or in_the_way == TRIES or not _worth_another_try(error):
                raise
            log.warning(
                "transaction.repeated", attempt=attempt, error=type(error).__name__, sqlstate=_sqlstate(error)
            )
            time.sleep(wait)


def is_the_databases_trouble(error: BaseException) -> bool:
    """This will tell trouble that every row would meet (no connection, a lock, a full disk) from what one row brought.

    A value that fits in no column, breaks a constraint or is too large for an index is that row's own fault, although
    it is the database that says so: such a row is put aside like any other that fails, and the others go on.
    """
    if isinstance(error, NoConnectionError):  # all connections of this process are in use
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    is_too_large = str(getattr(error.orig, "sqlstate", None)).startswith(_TOO_LARGE_CLASS)
    return isinstance(error, OperationalError | InterfaceError) and not is_too_large


def _worth_another_try(error: DBAPIError | StaleDataError) -> bool:
    """This will tell a hiccup (no connection, lock, somebody was faster) from a real error."""
    if isinstance(error, StaleDataError) or _is_away(error):
        return True
    return _sqlstate(error) in _TRY_AGAIN_CODES or "database is locked" in str(error.orig)


def _is_away(error: DBAPIError | StaleDataError) -> bool:
    """This will say whether the connection was lost, or there was none to be had."""
    if isinstance(error, StaleDataError):
        return False
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError) or "database is locked" in str(error.orig):
        return False
    # What PostgreSQL says has a state. Its driver has none to tell where nobody spoke; SQLite's knows no states.
    state = _sqlstate(error)
    if state is None:
        return hasattr(error.orig, "sqlstate")
    return state in _AWAY_CODES or state.startswith(_CONNECTION_CLASS)


def _sqlstate(error: DBAPIError | StaleDataError) -> str | None:
    return getattr(getattr(error, "orig", None), "sqlstate", None)
