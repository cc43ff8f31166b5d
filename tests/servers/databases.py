"""Databases with the product's migrations applied: made once per engine, and without a row for every test."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import sqlalchemy as sa

from workflow.store.engine import make_engine, migrate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.postgres import PostgresServer


class MigratedPostgres:
    """A database on the test server, migrated once and emptied for every test."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._name = server.create_database()
        _migrate_fully(server.url(self._name))

    def without_rows(self) -> str:
        """Empty the database, and return its URL."""
        self._server.empty_database(self._name, but="alembic_version")
        return self._server.url(self._name)


class MigratedSqlite:
    """A template file, migrated once."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        url = f"sqlite:///{self._template}"
        _migrate_fully(url)
        # A copy of the file alone is whole only when nothing is left in the write-ahead log.
        engine = sa.create_engine(url)
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        engine.dispose()

    def copy(self, to: Path) -> None:
        """Make the file `to` like the template."""
        shutil.copyfile(self._template, to)


def _migrate_fully(url: str) -> None:
    engine = make_engine(url)
    try:
        migrate(engine)
    finally:
        engine.dispose()
