"""Set-up does what is not done yet, goes on where it was interrupted, and says what a machine lacks in one line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools import progress, setup

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own for each test."""
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "var" / "setup")
    (tmp_path / "var" / "setup").mkdir(parents=True)
    (tmp_path / "wishes.txt").write_text("one")
    return tmp_path


class Work:
    """A part's work that counts how often it was done, and can fail."""

    def __init__(self, made: Path) -> None:
        self.made, self.times, self.fails = made, 0, False

    def __call__(self) -> None:
        self.times += 1
        if self.fails:
            raise KeyboardInterrupt
        self.made.write_text("made")


@pytest.fixture
def work(root: Path) -> Work:
    return Work(root / "made.txt")


@pytest.fixture
def part(root: Path, work: Work, monkeypatch: pytest.MonkeyPatch) -> setup.Part:
    part = setup.Part("wishes", "wishes", (root / "wishes.txt", "and a text"), work, (work.made,))
    monkeypatch.setattr(setup, "parts_for", lambda _: [part])
    return part


def test_it_does_a_part_once(part: setup.Part, work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main(["test"]) == 0
    assert "[1/1] wishes" in capsys.readouterr().out

    assert setup.main(["test"]) == 0
    assert capsys.readouterr().out == ""
    assert work.times == 1


def test_it_does_a_part_again_when_what_it_is_made_from_changed(
    part: setup.Part, work: Work, root: Path
) -> None:
    setup.main(["test"])

    (root / "wishes.txt").write_text("two")
    setup.main(["test"])

    assert work.times == 2


def test_it_does_a_part_again_when_the_result_was_deleted(part: setup.Part, work: Work) -> None:
    setup.main(["test"])

    work.made.unlink()
    setup.main(["test"])

    assert work.times == 2
    assert work.made.exists()


def test_it_goes_on_after_an_interruption(
    part: setup.Part, work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    work.fails = True
    assert setup.main(["test"]) == 130
    assert "run the same command again" in capsys.readouterr().err

    work.fails = False
    assert setup.main(["test"]) == 0
    assert part.is_done()


def test_an_interrupted_repetition_leaves_no_stamp(part: setup.Part, work: Work, root: Path) -> None:
    setup.main(["test"])
    (root / "wishes.txt").write_text("two")
    work.fails = True
    setup.main(["test"])

    (root / "wishes.txt").write_text("one")

    assert not part.is_done()


def test_a_part_that_made_nothing_is_an_error(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lazy = setup.Part("lazy", "lazy part", ("x",), lambda: None, (root / "never.txt",))
    monkeypatch.setattr(setup, "parts_for", lambda _: [lazy])

    assert setup.main(["demo"]) == 1
    assert "did not make never.txt" in capsys.readouterr().err


def test_wrong_use_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main([]) == 2
    assert setup.main(["everything"]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("make_part", "lacks", "mended_by"),
    [
        (setup._browser_parts, "npm and node are missing", "apt-get install -y nodejs npm"),
        (setup._chromium, "no Chromium", "apt-get install -y --no-install-recommends chromium"),
    ],
)
def test_what_the_machine_lacks_is_said_with_the_command_that_mends_it(
    make_part: Callable[[], setup.Part], lacks: str, mended_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(setup, "find_chromium", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.delenv("CHROMIUM", raising=False)

    with pytest.raises(setup.SetupError, match=lacks) as said:
        make_part().do()

    assert mended_by in str(said.value)
    assert "\n" not in str(said.value)


def test_a_python_that_is_too_old_is_said_in_one_line(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    script = Path(__file__).parents[2] / "tools" / "set-up"
    path = f"{tmp_path}:{_only('sh', 'dirname', into=tmp_path / 'bin')}"

    ran = subprocess.run(
        [shutil.which("sh") or "sh", str(script), "test"],
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert ran.stderr.startswith("set-up: Python 3.9.2 is too old")
    assert ran.stderr.count("\n") == 1


def _only(*programs: str, into: Path) -> Path:
    """Make a folder that holds these programs and no other, for use as PATH."""
    into.mkdir()
    for program in programs:
        found = shutil.which(program)
        assert found
        (into / program).symlink_to(found)
    return into


def test_a_command_that_fails_shows_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('the disk is full'); raise SystemExit(3)"]

    with pytest.raises(progress.CommandFailedError, match="code 3") as failed:
        progress.run_shown(command, title="copying", log=tmp_path / "log")

    assert "the disk is full" in str(failed.value)


def test_a_command_counts_its_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "print('Collecting a'); print('  from b'); print('Collecting c')"]

    progress.run_shown(command, title="packages", log=tmp_path / "log", counts="Collecting ", total=5)

    assert "packages 2 of at most 5" in capsys.readouterr().out
