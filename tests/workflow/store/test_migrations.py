"""The migrations lead up to the models and down to nothing, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.servers.databases import open_quickly
from workflow.store.base import Base
from workflow.store.engine import alembic_config, make_engine, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def empty(database_url: str) -> Iterator[sa.Engine]:
    engine = open_quickly(database_url)
    yield engine
    engine.dispose()


def tables(engine: sa.Engine) -> set[str]:
    with engine.begin() as connection:
        return set(sa.inspect(connection).get_table_names())


def test_they_make_the_models_tables_and_nothing_else(engine: sa.Engine) -> None:
    assert tables(engine) == set(Base.metadata.tables) | {"alembic_version"}


def test_the_models_and_the_migrations_agree(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_alembic_check_finds_nothing_to_do(engine: sa.Engine) -> None:
    command.check(alembic_config(engine))  # raises where a migration is missing


def test_the_partial_indexes_are_partial(engine: sa.Engine) -> None:
    wanted = {
        index.name for table in Base.metadata.tables.values() for index in table.indexes if is_partial(index)
    }
    catalogue = (
        "SELECT indexname, indexdef FROM pg_indexes"
        if engine.dialect.name == "postgresql"
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
    )

    with engine.begin() as connection:
        made = {name: text for name, text in connection.execute(sa.text(catalogue)) if name in wanted}

    assert len(wanted) == 21
    assert set(made) == wanted
    assert all("WHERE" in text for text in made.values())


def is_partial(index: sa.Index) -> bool:
    return index.dialect_options["postgresql"]["where"] is not None


def test_they_go_down_to_nothing_and_up_again(empty: sa.Engine) -> None:
    migrate(empty)
    first = tables(empty)

    command.downgrade(alembic_config(empty), "base")
    assert tables(empty) == {"alembic_version"}

    migrate(empty)
    assert tables(empty) == first


def test_each_step_goes_up_down_and_up(empty: sa.Engine) -> None:
    config = alembic_config(empty)
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]

    for revision in revisions:
        migrate(empty, to=revision)
        after = tables(empty)
        command.downgrade(config, "-1")
        assert tables(empty) <= after
        migrate(empty, to=revision)
        assert tables(empty) == after


def test_there_is_one_line_of_history(empty: sa.Engine) -> None:
    script = ScriptDirectory.from_config(alembic_config(empty))

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_migrating_again_changes_nothing(engine: sa.Engine) -> None:
    before = tables(engine)

    migrate(engine)

    assert tables(engine) == before


@pytest.mark.parametrize(
    ("url", "named"), [("mysql://localhost/x", "mysql"), ("postgres+x://localhost/x", "postgres")]
)
def test_other_databases_are_refused_by_name(url: str, named: str) -> None:
    with pytest.raises((ValueError, sa.exc.SQLAlchemyError), match=named):
        make_engine(url)
