"""The store of a deployment, opened once for the run: to make its tables takes 0.8 s, to copy them nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aura.settings import load_settings
from aura.store import open_store

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
CONFIG = Path(__file__).parents[2] / "config.yml"
SECRETS = {"AURA_SECRET": "x" * 32, "AURA_LINE_AURA_SECRET": "s", "AURA_LINE_AURA_TOKEN": "t"}


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store as the first start of a deployment leaves it."""
    var = tmp_path_factory.mktemp("deployment")
    open_store(load_settings(CONFIG, {**SECRETS, "AURA_VAR": str(var)}), clock=lambda: NOW).engine.dispose()
    # A copy of the file alone is whole only when nothing is left in the write-ahead log.
    with closing(sqlite3.connect(var / "aura.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return var / "aura.db"


@pytest.fixture
def deployment(opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment in the test's own folder, which the commands of this process work on."""
    shutil.copyfile(opened, tmp_path / "aura.db")
    for name, value in {**SECRETS, "AURA_CONFIG": str(CONFIG), "AURA_VAR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
