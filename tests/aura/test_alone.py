"""One process works on a SQLite file; a second one is told so in clear words and touches nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aura.alone import NotAloneError, only_process
from aura.roles import ProcessRole

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
_HOLD = """
import sys
from aura.alone import only_process
with only_process(sys.argv[1]):
    print("mine", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'var' / 'aura.db'}"


@pytest.fixture
def other(database: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that works on the file."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, database],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "mine\n"
        yield process
        process.kill()


def test_a_second_process_is_told_who_has_the_file_and_what_to_do(
    database: str, other: subprocess.Popen[str]
) -> None:
    with (
        pytest.raises(NotAloneError, match=rf"process {other.pid}.*AURA_DATABASE_URL"),
        only_process(database),
    ):
        raise AssertionError("it was let in")


def test_a_process_that_was_killed_leaves_the_file_free(database: str, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()

    with only_process(database):
        pass


def test_it_is_free_again_after_the_end(database: str) -> None:
    for _ in range(2):
        with only_process(database):
            pass


@pytest.mark.parametrize("role", list(ProcessRole))
def test_one_role_alone_needs_postgresql(database: str, role: ProcessRole) -> None:
    with pytest.raises(NotAloneError, match="--role"), only_process(database, roles=frozenset({role})):
        raise AssertionError("it was let in")


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:p@h/aura", "sqlite://", "sqlite:///:memory:"])
def test_what_has_no_file_of_ours_needs_no_lock(url: str) -> None:
    with only_process(url, roles=frozenset({ProcessRole.WEB})), only_process(url):
        pass
