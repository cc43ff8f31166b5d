"""Opening a database: SQLite (WAL) for the embedded default, PostgreSQL for the real one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from psycopg.types.array import ListBinaryDumper
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from workflow.store.wall import hold_connections

# Of one process to PostgreSQL, at most; half of them stay open.
CONNECTIONS = 16
MIGRATIONS = Path(__file__).parent / "migrations"
# Any constant; "migrate" in ASCII.
_MIGRATING = 0x6D696772617465
# A step that changes a table waits for whoever works with it, and everybody who comes later waits for the step: five
# seconds are what LINE's redelivery and a page's reader bear. Then all of them go on, and it is tried again.
HELD_SECONDS = 5.0
TRIES = 24  # four minutes in all: longer than any page or night's work holds a table
_LOCK_NOT_AVAILABLE = "55P03"

log = structlog.get_logger(__name__)


class TablesHeldError(Exception):
    """Some other transaction held a table that a migration must change, for as long as was waited for it."""


def make_engine(url: str) -> Engine:
    """This will open a database.

    Args:
        url: `sqlite:///path/to/file.db` or `postgresql+psycopg://user:password@host:port/name`.

    Raises:
        ValueError: The URL names another kind of database.
    """
    # Parameters are people's names and words: they never stand in an error's text, which is logged.
    kind = sa.make_url(url).get_backend_name()
    if kind == "postgresql":
        engine = sa.create_engine(
            url,
            pool_size=CONNECTIONS // 2,
            max_overflow=CONNECTIONS - CONNECTIONS // 2,
            pool_pre_ping=True,
            json_serializer=_to_json,
            json_deserializer=orjson.loads,
            hide_parameters=True,
        )
        sa.event.listen(engine, "connect", _prepare_postgresql)
        hold_connections(engine)
        return engine
    if kind != "sqlite":
        raise ValueError(f"database_url must begin with sqlite:/// or postgresql+psycopg://, not {kind}")
    # One writer at a time is SQLite's nature; others wait up to 20 s for their turn (busy_timeout).
    engine = sa.create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": 20},
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _to_json(value: object) -> str:
    """This will write a JSON value: four times as fast as the standard library, and Thai as Thai, not as escapes."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """This will have arrays sent as they are: to write texts out in quotes took 45 % of the outbox's time."""
    connection.adapters.register_dumper(list, ListBinaryDumper)


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """This will make SQLite durable, concurrent and strict about foreign keys."""
    # pysqlite must not open transactions by itself; _begin_immediate does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    """This will take the write lock at the start, so that no transaction fails half-way for want of it."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def alembic_config(engine: Engine) -> Config:
    """This will give Alembic's configuration for this engine; there is no alembic.ini to keep in step."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def migrate(engine: Engine, *, to: str = "head", held_seconds: float = HELD_SECONDS) -> None:
    """This will bring the database up to a revision, or to the newest.

    Several processes may start at once on PostgreSQL: the first migrates, the others wait and find it done.

    Args:
        engine: The database.
        to: The revision.
        held_seconds: How long a step waits for a table that others hold, before it lets them pass for as long.

    Raises:
        CommandError: The database is at a revision that this release does not know: it belongs to a newer one.
        TablesHeldError: Others held a table all the time. Nothing was changed.
    """
    config = _patient_config(engine, held_seconds)
    with _alone(engine):
        _let_others_pass(lambda: command.upgrade(config, to), pause=held_seconds)


def migrate_down(engine: Engine, *, to: str, held_seconds: float = HELD_SECONDS) -> None:
    """This will bring the database back to an earlier revision. What that has no place for is lost.

    Raises:
        CommandError: There is no such revision.
        TablesHeldError: Others held a table all the time. Nothing was changed.
    """
    config = _patient_config(engine, held_seconds)
    with _alone(engine):
        _let_others_pass(lambda: command.downgrade(config, to), pause=held_seconds)


def _patient_config(engine: Engine, held_seconds: float) -> Config:
    config = alembic_config(engine)
    config.attributes["lock_timeout_ms"] = round(held_seconds * 1000)
    return config


def _let_others_pass(steps: Callable[[], None], *, pause: float) -> None:
    """This will take all steps, again and again while others hold a table; each time all of them are one transaction."""
    for attempt in range(1, TRIES + 1):
        try:
            steps()
        except sa.exc.OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            if attempt == TRIES:
                raise TablesHeldError(
                    f"another transaction has held a table for {TRIES} tries; see the runbook, 'Going up, and back'"
                ) from error
            log.warning("migration.held_up", attempt=attempt, tries=TRIES)
            time.sleep(pause)
        else:
            return


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """This will hold up whoever else migrates."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as turn:
        turn.execute(sa.select(sa.func.pg_advisory_lock(_MIGRATING)))
        try:
            yield
        finally:
            turn.execute(sa.select(sa.func.pg_advisory_unlock(_MIGRATING)))
