"""`aura bench understand`: what is measured, what is named as missing, and that no server outlives it."""

import json
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import typer

from benchmarks import _engines, understand
from nlu import OUT_OF_SCOPE, SIDE_EFFECT, load_understander
from nlu.engine import Guess
from tests.nlu.conftest import TRAINED

ROWS = "สวัสดีค่ะ\tgreet\nขอบคุณค่ะ\tthanks\nหน้าบวมมาก\treport_side_effect\nวันนี้ฝนจะตกไหม\tout_of_scope\n"


@dataclass
class Always:
    """Guesses the same, whatever is asked."""

    intent: str

    def guess(self, text: str) -> Guess:
        others = {OUT_OF_SCOPE, SIDE_EFFECT, self.intent} - {self.intent}
        return Guess(((self.intent, 0.98), *((name, 0.01) for name in sorted(others))), "rasa", text[:1])


@contextmanager
def row(folder: Path, *, intent: str) -> Iterator[_engines.Row]:
    assert folder.is_dir()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield _engines.Row(
            engine=Always(intent),
            thresholds=None,
            process=process,
            start_seconds=1.0,
            training_seconds=2.0,
            training_cpu_seconds=3.0,
        )


@contextmanager
def fails(_: Path) -> Iterator[_engines.Row]:
    raise _engines.FailedError("it did not train")
    yield


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(
        understand, "load_understander", lambda **told: load_understander(**told | {"cache": TRAINED})
    )
    made: dict[str, Callable[..., object]] = {
        "embedded": partial(row, intent="thanks"),
        "margins": fails,
        "diet": partial(row, intent=SIDE_EFFECT),
    }
    monkeypatch.setattr(understand, "ROWS", made)
    file = tmp_path / "rows.tsv"
    file.write_text(ROWS, encoding="utf-8")
    return file


def test_every_engine_is_judged_by_the_same_rows_and_one_that_fails_is_named(rows: Path) -> None:
    found = understand.run(file=rows)

    assert found["missing"] == {"margins": "it did not train"}
    assert list(found["figures"]) == ["embedded", "diet"]
    assert found["ratio"] == 1.0
    assert found["figures"]["diet"]["accuracy"] == pytest.approx(1 / 3, abs=0.001)
    assert found["figures"]["diet"]["training_cpu_s"] == 3.0
    assert found["figures"]["diet"]["memory_mb"] > 0
    assert "| training_s | 2.0 | 2.0 |" in found["table"]


def test_rows_that_are_left_out_are_not_measured(rows: Path) -> None:
    assert list(understand.run(file=rows, without=["margins", "diet"])["figures"]) == ["embedded"]
    with pytest.raises(typer.Exit):
        understand.run(file=rows, without=["embedded"])


@pytest.fixture
def rasa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A Rasa whose programs are some lines of shell."""
    monkeypatch.setattr(_engines, "HOME", tmp_path)
    monkeypatch.setattr(_engines, "VENV_PYTHON", tmp_path / "python")

    def does(lines: str) -> None:
        (tmp_path / "python").write_text(f"#!/bin/sh\n{lines}\n")
        (tmp_path / "python").chmod(stat.S_IRWXU)

    return does


def test_where_rasa_is_not_installed_it_says_how_to_get_it(
    tmp_path: Path, rasa: Callable[[str], None]
) -> None:
    del rasa
    with pytest.raises(_engines.NotInstalledError, match="make rasa"), _engines.rasa("margins", tmp_path):
        pass


def test_where_rasa_does_not_train_its_last_words_are_told(
    tmp_path: Path, rasa: Callable[[str], None]
) -> None:
    rasa("echo 'out of memory' >&2; exit 7")

    with (
        pytest.raises(_engines.FailedError, match=r"status 7.*out of memory"),
        _engines.rasa("diet", tmp_path),
    ):
        pass


TRAINED_IN_NO_TIME = json.dumps({"model": "m", "seconds": 1, "cpu_seconds": 1})


@pytest.mark.servers
def test_a_server_that_ends_before_it_answers_tells_its_last_words(
    tmp_path: Path, rasa: Callable[[str], None]
) -> None:
    rasa(f"case $2 in *train) echo '{TRAINED_IN_NO_TIME}' ;; *) echo 'no model' >&2; exit 3 ;; esac")

    with pytest.raises(_engines.FailedError, match=r"code 3.*no model"), _engines.rasa("margins", tmp_path):
        pass


@pytest.mark.servers
def test_a_server_that_never_answers_is_ended(
    tmp_path: Path, rasa: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa(f"case $2 in *train) echo '{TRAINED_IN_NO_TIME}' ;; *) exec sleep 60 ;; esac")
    served: list[subprocess.Popen[bytes]] = []

    def wait_in_vain(_: str, process: subprocess.Popen[bytes], said: Path) -> None:
        served.append(process)
        raise _engines.FailedError(str(said))

    monkeypatch.setattr(_engines, "_wait_for", wait_in_vain)
    with pytest.raises(_engines.FailedError), _engines.rasa("margins", tmp_path):
        pass

    assert [process.returncode for process in served] == [-signal.SIGTERM]
