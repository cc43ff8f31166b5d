"""Databases with the product's migrations applied: made once per engine, and without a row for every test."""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tests.servers.postgres import WARM
from workflow.store.engine import make_engine, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    from tests.servers.postgres import PostgresServer


class MigratedPostgres:
    """A database on the test server, migrated once and emptied for every test."""

    def __init__(self, server: PostgresServer) -> None:
        name = server.create_database()
        self._url = server.url(name)
        _migrate_fully(self._url)
        self._emptier = server.emptier(name, but="alembic_version")

    def without_rows(self) -> str:
        """Empty the database, and return its URL."""
        self._emptier.empty()
        return self._url

    def close(self) -> None:
        """Let go of it; the database itself ends with its server."""
        self._emptier.close()


class MigratedSqlite:
    """A template file, migrated once."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.db"
        url = f"sqlite:///{self.template}"
        _migrate_fully(url)
        # A copy of the file alone is whole only when nothing is left in the write-ahead log.
        engine = sa.create_engine(url)
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        engine.dispose()

    def copy(self, to: Path) -> None:
        """Make the file `to` like the template."""
        shutil.copyfile(self.template, to)


class WarmEngines:
    """One engine for each place, kept over all tests of this process: to compile a statement costs more than to run it.

    What a test gets is a view of it: what the test listens to on it ends with the test. Connections to a SQLite file end
    with it too, as the file does; those to PostgreSQL stay, for the next test in the same database (10 ms each).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, sa.Engine] = {}

    @contextmanager
    def at(self, url: str) -> Iterator[sa.Engine]:
        """Give an engine for the database at this address."""
        kept = self._kept.get(url) or self._kept.setdefault(url, open_quickly(url))
        try:
            yield kept.execution_options()
        finally:
            if not _is_at_rest(kept):
                kept.dispose()

    @contextmanager
    def over_copy_of(self, file: Path) -> Iterator[sa.Engine]:
        """Give an engine over a copy of a SQLite file; copies of one file lie at one place, one after the other."""
        place = self._folder / file.parent.name
        place.mkdir(exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        shutil.copyfile(file, place / file.name)
        with self.at(f"sqlite:///{place / file.name}") as engine:
            yield engine

    def close(self) -> None:
        """Close the connections that were kept."""
        for engine in self._kept.values():
            engine.dispose()


def open_quickly(url: str) -> sa.Engine:
    """Open a database that ends with its test or its run: no commit waits for the disk, as nothing outlives a loss of power."""
    at = sa.make_url(url)
    if at.get_backend_name() == "postgresql":
        named = at.update_query_dict({"application_name": WARM, "options": "-c synchronous_commit=off"})
        return make_engine(named.render_as_string(hide_password=False))
    engine = make_engine(url)
    sa.event.listen(engine, "connect", _wait_for_no_disk)
    return engine


def _wait_for_no_disk(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


def _is_at_rest(engine: sa.Engine) -> bool:
    """Whether its connections can wait for the next test: all of them were given back, and the database stays."""
    return (
        isinstance(engine.pool, sa.QueuePool)
        and engine.dialect.name == "postgresql"
        and not engine.pool.checkedout()
    )


def _migrate_fully(url: str) -> None:
    engine = make_engine(url)
    try:
        migrate(engine)
    finally:
        engine.dispose()
