"""Alembic's entry: one history for SQLite and PostgreSQL."""

from typing import Any, Literal

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
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=context.config.attributes.get("batch", connection.dialect.name == "sqlite"),
            compare_type=True,
            render_item=render,
            include_object=context.config.attributes.get("include_object"),
        )
        with context.begin_transaction():
            context.run_migrations()


run()
