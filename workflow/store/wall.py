"""The second wall between clinics: PostgreSQL itself shows no row of another clinic, whatever is asked.

Every transaction of a session tells PostgreSQL for which clinic it is, and the policies of every table with a
`clinic_id` hold it to that (row-level security; docs/decisions/0014). What says nothing sees nothing: a connection
that no session opened, a session that forgot its clinic. SQLite has no such wall; there the session's scope stands
alone (store/scope.py).

The telling is `set_config(..., true)`, which ends with its transaction, so nothing of it is left on a pooled
connection. It is sent before the first statement that needs it and not when `scope_to` is called: a savepoint that is
rolled back takes its settings back too, and nothing may be sent at all while a transaction is broken.
"""

import uuid
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

#: The settings that the policies read: one clinic's id, and the word that lets claims work across clinics.
CLINIC_SETTING = "aura.clinic"
ACROSS_SETTING = "aura.across_clinics"
ACROSS = "yes"

_TELL = f"SELECT set_config('{CLINIC_SETTING}', %s, true), set_config('{ACROSS_SETTING}', %s, true)"
# What the connection was told in this transaction stands in its `info`; so does who speaks through it.
_SPEAKER, _TOLD = "aura.speaker", "aura.told"
_NOTHING, _UNKNOWN = ("", ""), ("?", "?")
_SAVEPOINTS = ("SAVEPOINT ", "ROLLBACK TO ", "RELEASE ")

log = structlog.get_logger(__name__)


def hold_connections(engine: sa.Engine) -> None:
    """This will tell PostgreSQL of this engine, in each transaction of a session, for which clinic it is."""
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "rollback_savepoint", _forget_what_was_told)
    sa.event.listen(engine, "before_cursor_execute", _tell)


def hold_sessions(sessions: sessionmaker[Session]) -> None:
    """This will let the connections of these sessions know whose they are."""
    sa.event.listen(sessions, "after_begin", _speak)


def words_for(clinic_id: uuid.UUID | None) -> tuple[str, str]:
    """This will give the two settings of a transaction: of one clinic, or (None) across clinics."""
    return ("", ACROSS) if clinic_id is None else (str(clinic_id), "")


def _begin(connection: sa.Connection) -> None:
    """This will forget the last transaction; its settings ended with it, and its session may be gone."""
    connection.info.pop(_SPEAKER, None)
    connection.info[_TOLD] = _NOTHING


def _speak(session: Session, _: SessionTransaction, connection: sa.Connection) -> None:
    """This will note the session, whose clinic may still change, on its connection."""
    connection.info[_SPEAKER] = session.info


def _forget_what_was_told(connection: sa.Connection, *_: object) -> None:
    """This will have it told again: the settings are as they were when the savepoint was made."""
    if not connection.invalidated:  # lost: there is nobody to tell, and nothing to hide that error with
        connection.info[_TOLD] = _UNKNOWN


def _tell(connection: sa.Connection, _: object, statement: str, *__: object) -> None:
    """This will tell PostgreSQL the session's clinic, where that is not what it was told last."""
    info = connection.info
    speaker: MutableMapping[Any, Any] | None = info.get(_SPEAKER)
    if speaker is None:
        return
    words = words_for(speaker["clinic_id"]) if "clinic_id" in speaker else _NOTHING
    # While a transaction is broken only its savepoints may be spoken to, and they need no clinic.
    if words == info.get(_TOLD) or statement.startswith(_SAVEPOINTS):
        return
    info[_TOLD] = words  # first, because what follows comes by here as well
    try:
        # By SQLAlchemy, whose errors say of a lost connection that it is worth another try.
        connection.exec_driver_sql(_TELL, words)
    except sa.exc.DBAPIError:
        _forget_what_was_told(connection)
        raise


def wall_around(table: str, *, across: bool, owner: str = "clinic_id") -> Iterator[str]:
    """This will give the statements that put a table behind the wall.

    Args:
        table: Its name.
        across: Sessions across clinics see its rows too: a queue, or a door where only a token is known.
        owner: The column that says which clinic a row belongs to.
    """
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    # The service owns its tables, and owners pass policies unless forced.
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    # As sub-selects, settings are looked up once per statement and not once per row. Once a connection had the
    # setting it reads '' where nothing is set, and not NULL: '' is no uuid.
    yield (
        f'CREATE POLICY one_clinic ON "{table}" '
        f"USING ({owner} = (SELECT nullif(current_setting('{CLINIC_SETTING}', true), '')::uuid))"
    )
    if across:
        yield (
            f'CREATE POLICY across_clinics ON "{table}" '
            f"USING ((SELECT current_setting('{ACROSS_SETTING}', true)) = '{ACROSS}')"
        )


def wall_taken_down(table: str, *, across: bool) -> Iterator[str]:
    """This will give the statements that take back what `wall_around` did."""
    for policy in ("one_clinic", "across_clinics") if across else ("one_clinic",):
        yield f'DROP POLICY {policy} ON "{table}"'
    yield f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'


@contextmanager
def wall_opened(connection: sa.Connection, table: str) -> Iterator[None]:
    """This will let a migration move the rows of all clinics in one table; the service owns it."""
    has_wall = connection.dialect.name == "postgresql"
    if has_wall:
        connection.execute(sa.text(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY'))
    yield  # what breaks in here takes the whole migration back
    if has_wall:
        connection.execute(sa.text(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'))


def tables_without_the_wall(connection: sa.Connection) -> list[str]:
    """This will name the tables with a `clinic_id` that are not behind the wall; none on an engine without one."""
    if connection.dialect.name != "postgresql":
        return []
    return list(connection.execute(sa.text(_GAPS)).scalars())


_GAPS = """
SELECT t.relname FROM pg_class t
WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'clinic_id' AND NOT a.attisdropped)
  AND NOT (
    t.relrowsecurity AND t.relforcerowsecurity
    AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'one_clinic')
    AND NOT EXISTS (
      SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname NOT IN ('one_clinic', 'across_clinics')
    )
  )
ORDER BY t.relname
"""


def passes_the_wall(connection: sa.Connection) -> bool:
    """This will say whether the database's user is one whom PostgreSQL lets pass every policy."""
    if connection.dialect.name != "postgresql":
        return False
    row = sa.text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(row).scalar_one())


def gap_in_the_wall(connection: sa.Connection) -> str | None:
    """This will say why the wall does not stand and what mends it; None where it stands, or there can be none."""
    if connection.dialect.name != "postgresql":
        return None
    if passes_the_wall(connection):
        return (
            "the database's user passes it (a superuser, or BYPASSRLS): give the service one of its own that owns the "
            "database, `CREATE ROLE aura LOGIN NOSUPERUSER NOBYPASSRLS`"
        )
    if missing := tables_without_the_wall(connection):
        return f"these tables have none: {', '.join(missing)}; run `aura migrate`"
    return None


def say_if_the_wall_is_off(engine: sa.Engine) -> None:
    """This will say loudly that only the sessions hold the clinics apart; the service works all the same."""
    with engine.connect() as connection:
        if gap := gap_in_the_wall(connection):
            log.error("wall.is_off", advice=gap)
