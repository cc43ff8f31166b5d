"""Whoever runs an older release comes to this one and back with every row they have, on both engines.

The rows are written in the old release's own shape, by inspection of its tables, and looked at column by column.
"""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg.errors import InsufficientPrivilege

from tests.factories.any_rows import fill
from tests.servers.databases import open_quickly
from tests.workflow.store.two_full_clinics import CLASSES, tell, two_full_clinics
from workflow.store.engine import MIGRATIONS, alembic_config, make_engine, migrate, migrate_down
from workflow.store.scope import make_sessions, scope_to
from workflow.store.wall import tables_without_the_wall, wall_opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What clinics may be running: each of these was released, and is never edited again.
RELEASED = Path(__file__).with_name("released_migrations.txt")
HASHES = dict(line.split()[::-1] for line in RELEASED.read_text().splitlines())
REVISIONS = sorted(name[:4] for name in HASHES)

# No column has more states than this, so that each of them is in some clinic's row.
MOST_WORDS = 12
# Of these, three in six consents are to a purpose that the older release cannot read: they go, and count as no.
WITHOUT_A_PLACE = 6

Shape = dict[str, list[str]]
Found = dict[str, list[str]]


@pytest.fixture
def empty(database_url: str) -> Iterator[sa.Engine]:
    engine = open_quickly(database_url)
    yield engine
    engine.dispose()


def shape_of(engine: sa.Engine) -> Shape:
    """The columns of every table."""
    with engine.begin() as connection:
        inspector = sa.inspect(connection)
        return {
            table: sorted(column["name"] for column in inspector.get_columns(table))
            for table in inspector.get_table_names()
            if table != "alembic_version"
        }


def rows_in(engine: sa.Engine, shape: Shape, clinics: list[uuid.UUID]) -> Found:
    """What stands in these columns, of these clinics together, as the database gives it."""
    found: dict[str, set[str]] = {table: set() for table in shape}
    for clinic_id in clinics:
        with engine.begin() as connection:
            tell(connection, clinic_id)
            for table, columns in shape.items():
                asked = sa.select(*map(sa.column, columns)).select_from(sa.table(table))
                found[table] |= {repr(tuple(row)) for row in connection.execute(asked)}
    return {table: sorted(rows) for table, rows in found.items()}


def write_two_clinics(engine: sa.Engine) -> list[uuid.UUID]:
    clinics = [uuid.uuid4(), uuid.uuid4()]
    for clinic_id in clinics:
        with engine.begin() as connection:
            tell(connection, clinic_id)
            fill(connection, clinic_id=clinic_id)
    return clinics


@pytest.mark.parametrize("released", REVISIONS)
def test_rows_of_a_release_come_here_and_back_unharmed(empty: sa.Engine, released: str) -> None:
    migrate(empty, to=released)
    clinics = write_two_clinics(empty)
    shape = shape_of(empty)
    before = rows_in(empty, shape, clinics)
    assert {table: len(rows) for table, rows in before.items()} == dict.fromkeys(shape, 2)

    for _ in range(2):
        migrate(empty)
        kept = {table: columns for table, columns in _still_there(shape, shape_of(empty)).items() if columns}
        assert kept == shape, "no column of a release was taken away"
        assert rows_in(empty, shape, clinics) == before
        _read_by_its_classes(empty, shape, clinics)

        migrate_down(empty, to=released)
        assert shape_of(empty) == shape
        assert rows_in(empty, shape, clinics) == before


def _still_there(old: Shape, new: Shape) -> Mapping[str, list[str]]:
    return {table: [name for name in columns if name in new.get(table, [])] for table, columns in old.items()}


def _read_by_its_classes(engine: sa.Engine, shape: Shape, clinics: list[uuid.UUID]) -> None:
    """This release's own classes read what the old one wrote, each clinic its own."""
    sessions = make_sessions(engine)
    for clinic_id in clinics:
        with sessions() as session:
            scope_to(session, clinic_id)
            counts = {
                name: len(session.scalars(sa.select(CLASSES[name])).all())
                for name in CLASSES
                if name in shape
            }
            assert counts == dict.fromkeys(counts, 1)


@pytest.mark.parametrize("released", REVISIONS)
def test_rows_of_this_release_go_back_as_far_as_there_is_a_place_for_them(
    empty: sa.Engine, released: str
) -> None:
    migrate(empty, to=released)
    shape = shape_of(empty)
    migrate(empty)
    clinics = write_two_clinics(empty)
    before = rows_in(empty, shape, clinics)

    migrate_down(empty, to=released)

    assert shape_of(empty) == shape
    assert rows_in(empty, shape, clinics) == before


def test_whatever_state_a_row_is_in_it_can_go_back(empty: sa.Engine) -> None:
    migrate(empty, to=REVISIONS[-1])
    shape = shape_of(empty)
    migrate(empty)
    clinics = [uuid.uuid4() for _ in range(MOST_WORDS)]
    for word, clinic_id in enumerate(clinics):
        with empty.begin() as connection:
            tell(connection, clinic_id)
            fill(connection, clinic_id=clinic_id, word=word)

    migrate_down(empty, to=REVISIONS[-1])
    migrate(empty)

    kept = {table: len(rows) for table, rows in rows_in(empty, shape, clinics).items()}
    assert kept == dict.fromkeys(shape, MOST_WORDS) | {"consent": MOST_WORDS - WITHOUT_A_PLACE}


def test_everything_goes_back_to_nothing_with_rows_in_place(empty: sa.Engine) -> None:
    migrate(empty)
    write_two_clinics(empty)

    migrate_down(empty, to="base")

    assert shape_of(empty) == {}


def test_a_released_migration_is_never_edited() -> None:
    versions = MIGRATIONS / "versions"

    changed = {
        name
        for name, told in HASHES.items()
        if hashlib.sha256((versions / name).read_bytes()).hexdigest() != told
    }

    assert not changed, f"clinics run these already: write a new migration instead, or see {RELEASED.name}"


def test_released_migrations_are_the_first_ones(empty: sa.Engine) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(empty)).walk_revisions()
    in_order = [Path(script.path).name for script in scripts][::-1]

    assert in_order[: len(HASHES)] == sorted(HASHES)


def test_a_database_of_a_newer_release_is_refused(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(CommandError, match="9999"):
            migrate(engine)
    finally:
        with engine.begin() as connection:
            head = ScriptDirectory.from_config(alembic_config(engine)).get_current_head()
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :head"), {"head": head})


@pytest.mark.servers
def test_a_later_step_that_moves_rows_is_told_of_the_wall(migrated_postgres_url: str) -> None:
    """Quietly changing nothing would be the worst: PostgreSQL refuses, and `wall_opened` is the way."""
    engine = make_engine(migrated_postgres_url)
    two_full_clinics(engine)
    move = sa.text("UPDATE customer SET name = 'moved'")
    with engine.connect() as connection:
        # As migrations/env.py begins.
        connection.execute(sa.text("SET LOCAL row_security = off"))
        with pytest.raises(sa.exc.ProgrammingError) as refused:
            connection.execute(move)
        connection.rollback()
        connection.execute(sa.text("SET LOCAL row_security = off"))
        with wall_opened(connection, "customer"):
            assert connection.execute(move).rowcount == 2
        connection.commit()
        assert tables_without_the_wall(connection) == []
    engine.dispose()

    assert isinstance(refused.value.orig, InsufficientPrivilege)
