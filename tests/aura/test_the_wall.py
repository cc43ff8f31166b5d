"""An operator hears of it when the clinics are held apart by the program alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import structlog
from typer.testing import CliRunner

from aura.cli import app
from aura.doctor import examine
from aura.settings import Settings, load_settings
from aura.store import open_store
from tests.aura.test_doctor import CONFIG
from workflow.store.engine import make_engine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.postgres import PostgresServer

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
SECRETS = {
    "AURA_SECRET": "0123456789abcdef0123456789abcdef",
    "AURA_LINE_AURA_SECRET": "secret",
    "AURA_LINE_AURA_TOKEN": "token",
}


def settings_for(url: str, folder: Path) -> Settings:
    return load_settings(CONFIG, {**SECRETS, "AURA_VAR": str(folder / "var"), "AURA_DATABASE_URL": url})


def walls(settings: Settings) -> list[tuple[bool, str]]:
    return [(one.ok, one.advice) for one in examine(settings) if one.what == "wall between clinics"]


def said_at_the_start(settings: Settings) -> list[str]:
    with structlog.testing.capture_logs() as logs:
        store = open_store(settings, clock=lambda: NOON)
    store.engine.dispose()
    return [log["advice"] for log in logs if log["event"] == "wall.is_off"]


def test_on_sqlite_there_is_no_wall_to_look_at(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_for(sqlite_url, tmp_path)

    assert said_at_the_start(settings) == []
    assert walls(settings) == []


@pytest.mark.servers
def test_a_user_of_its_own_is_held(postgres_url: str, tmp_path: Path) -> None:
    settings = settings_for(postgres_url, tmp_path)

    assert said_at_the_start(settings) == []
    assert walls(settings) == [(True, "")]


@pytest.mark.servers
def test_a_superuser_is_told_of(postgres_url: str, postgres_server: PostgresServer, tmp_path: Path) -> None:
    database = sa.make_url(postgres_url).database or ""
    settings = settings_for(postgres_server.administrators_url(database), tmp_path)

    (advice,) = said_at_the_start(settings)

    assert "superuser" in advice
    assert walls(settings) == [(False, advice)]


@pytest.mark.servers
def test_a_table_without_it_is_told_of(postgres_url: str, tmp_path: Path) -> None:
    settings = settings_for(postgres_url, tmp_path)
    said_at_the_start(settings)
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE consent NO FORCE ROW LEVEL SECURITY"))
    engine.dispose()

    (advice,) = said_at_the_start(settings)

    assert "consent" in advice
    assert walls(settings) == [(False, advice)]


@pytest.fixture
def deployment(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An environment that `aura` finds its settings in."""
    for name in [name for name in os.environ if name.startswith("AURA_")]:
        monkeypatch.delenv(name)
    told = {"AURA_CONFIG": str(CONFIG), "AURA_VAR": str(tmp_path / "var"), "AURA_DATABASE_URL": database_url}
    for name, value in {**SECRETS, **told}.items():
        monkeypatch.setenv(name, value)
    return database_url


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, arguments, input=typed)
    return done.exit_code, done.output


def test_an_operator_goes_up_and_back_and_is_asked_before(deployment: str) -> None:
    assert "ready: 1 clinic(s), 1 channel(s)" in run("migrate")[1]
    assert run("migrate", "--down-to", "0005", typed="n\n")[0] == 1
    assert "at 0005" in run("migrate", "--down-to", "0005", "--yes")[1]
    engine = make_engine(deployment)
    with engine.connect() as connection:
        at = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()

    assert at == "0005"
    assert run("migrate")[0] == 0
    code, words = run("migrate", "--down-to", "8888", "--yes")
    assert code == 1
    assert "8888" in words
