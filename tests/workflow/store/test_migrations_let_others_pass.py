"""A migration behind one long transaction makes nobody else wait, and is done once that is over."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from workflow.store import engine as engines
from workflow.store.engine import TRIES, TablesHeldError, make_engine, migrate, migrate_down

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = 0.2


@pytest.fixture
def older(postgres_url: str) -> Iterator[sa.Engine]:
    """A database at the revision before the one that changes the table of tasks."""
    engine = make_engine(postgres_url)
    migrate(engine, to="0010")
    yield engine
    engine.dispose()


@pytest.fixture
def holder(older: sa.Engine) -> Iterator[sa.Connection]:
    """Somebody in the middle of reading tasks."""
    with older.connect() as connection:
        connection.execute(sa.text("SELECT count(*) FROM task"))
        yield connection


def revision(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())


def test_it_lets_others_pass_and_is_done_once_the_table_is_free(
    older: sa.Engine, holder: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[int] = []

    def others_work(_: float) -> None:
        """While it pauses everybody gets at the table at once; after the second time nobody holds it."""
        with older.connect() as other:
            other.execute(sa.text("SET lock_timeout = '50ms'"))
            passed.append(other.execute(sa.text("SELECT count(*) FROM task")).scalar_one())
        if len(passed) == 2:
            holder.rollback()

    monkeypatch.setattr(engines.time, "sleep", others_work)
    with capture_logs() as logs:
        migrate(older, to="0011", held_seconds=SHORT)

    assert passed == [0, 0]
    assert revision(older) == "0011"
    assert [line["event"] for line in logs if line["log_level"] == "warning"] == ["migration.held_up"] * 2


def test_those_who_queue_behind_it_wait_for_no_longer_than_it_does(
    older: sa.Engine, holder: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_waited, go_on = threading.Event(), threading.Event()

    def pause(_: float) -> None:
        has_waited.set()
        assert go_on.wait(20)

    monkeypatch.setattr(engines.time, "sleep", pause)
    migrating = threading.Thread(target=migrate, args=(older,), kwargs={"to": "0011", "held_seconds": SHORT})
    migrating.start()
    try:
        with older.connect() as late:  # either before the step, behind it, or after it
            late.execute(sa.text("SET lock_timeout = '10s'"))
            assert late.execute(sa.text("SELECT count(*) FROM task")).scalar_one() == 0
        assert has_waited.wait(20)
        assert revision(older) == "0010", "nothing is half done"
    finally:
        holder.rollback()
        go_on.set()
        migrating.join(20)
    assert revision(older) == "0011"


@pytest.mark.parametrize("way", ["up", "down"])
def test_it_gives_up_with_nothing_changed(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(engines.time, "sleep", pauses.append)
    engine = make_engine(postgres_url)
    before = "0010" if way == "up" else "0011"
    migrate(engine, to=before)
    with engine.connect() as holder:
        holder.execute(sa.text("SELECT count(*) FROM task"))
        go, to = (migrate, "0011") if way == "up" else (migrate_down, "0010")
        with pytest.raises(TablesHeldError):
            go(engine, to=to, held_seconds=0.01)

    assert pauses == [0.01] * (TRIES - 1)
    assert revision(engine) == before
    engine.dispose()


def test_a_step_that_is_wrong_is_not_tried_again(older: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines.time, "sleep", lambda _: pytest.fail("it paused"))
    with older.begin() as connection:
        connection.execute(sa.text("ALTER TABLE task ADD COLUMN look_failure text"))

    with pytest.raises(sa.exc.ProgrammingError):
        migrate(older, to="0011", held_seconds=SHORT)
    assert revision(older) == "0010"
