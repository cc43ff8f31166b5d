"""Alembic's entry: one history for SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from workflow.store import models
from workflow.store.base import Base, Id, Json, UtcDateTime

_ = models  # importing the models fills the metadata


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - Alembic's signature
    """This will write our own column types by their names when a migration is drafted."""
    del autogen
    if kind == "type" and isinstance(item, Id | UtcDateTime):
        return f"base.{type(item).__name__}()"
    if kind == "type" and item is Json:
        return "base.Json"
    return False


def run() -> None:
    """This will run the migrations over the engine that workflow.store.engine.migrate handed in."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection, _tables_may_be_rebuilt(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=context.config.attributes.get("batch", connection.dialect.name == "sqlite"),
            compare_type=True,
            render_item=render,
            include_object=context.config.attributes.get("include_object"),
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                # A step that moves rows would see none of them: PostgreSQL is to refuse it (store/wall.py, wall_opened).
                connection.exec_driver_sql("SET LOCAL row_security = off")
                # Whoever comes after a step that waits for a table waits for both (store/engine.py, HELD_SECONDS).
                timeout = int(context.config.attributes.get("lock_timeout_ms", 0))
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {timeout}")
            context.run_migrations()
            if connection.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                assert not broken, f"a migration left rows that point nowhere: {broken[:3]}"  # noqa: S101


@contextmanager
def _tables_may_be_rebuilt(connection: sa.Connection) -> Iterator[None]:
    """This will let SQLite rebuild a table that others point at, which is how it changes a check.

    Dropping the old one would count as removing what others point at. The switch does nothing inside a transaction,
    so it goes to the driver before one begins. Source: sqlite.org/lang_altertable.html, section 7.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


run()
