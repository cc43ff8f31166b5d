"""`aura nlu serve`, `evaluate` and `train-rasa` go by the version in use, learnt from use or the product's own."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from aura.cli import app
from aura.commands import parsing
from aura.learning import open_versions, release_at_hand
from aura.understanders import open_engine
from nlu.rasa import places
from nlu.versions import SHIPPED
from tests.aura.learnt import LEARNT, NOW, learn
from tests.aura.test_commands import run, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a deployment keeps its files."""
    monkeypatch.setenv("AURA_VAR", str(tmp_path))
    return tmp_path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.tsv"
    file.write_text("สวัสดีค่ะ\tgreet\nขอบคุณค่ะ\tthanks\nวันนี้ฝนจะตกไหม\tout_of_scope\n", encoding="utf-8")
    return file


def test_what_is_served_is_the_version_in_use_and_another_one_from_the_next_message_on(var: Path) -> None:
    learn(var)
    engine = open_engine(var)
    before = engine.guess("สวัสดีค่ะ")

    open_versions(var).switch(SHIPPED, base=release_at_hand(), by="nok", now=NOW, did="rolled_back")
    after = engine.guess("สวัสดีค่ะ")

    assert before.model.startswith(LEARNT)
    assert {name for name, _ in before.ranking} == {"greet", "thanks", "out_of_scope"}
    assert after.model.startswith(release_at_hand())
    assert "book_appointment" in {name for name, _ in after.ranking}


@pytest.mark.parametrize("is_learnt", [True, False])
def test_the_model_in_use_is_judged_and_the_products_own_where_that_is_asked_for(
    var: Path, rows: Path, *, is_learnt: bool
) -> None:
    if is_learnt:
        learn(var)

    in_use, own = (told("nlu", "evaluate", rows, *more)[1]["model"] for more in ((), ("--shipped",)))

    assert in_use.startswith(LEARNT if is_learnt else release_at_hand())
    assert own.startswith(release_at_hand())


def test_what_was_learnt_with_another_release_is_not_judged(var: Path, rows: Path) -> None:
    learn(var, base="0ther0ther00")

    assert told("nlu", "evaluate", rows)[1]["model"].startswith(release_at_hand())


@pytest.fixture
def rasa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A Rasa whose training is a line of shell; it gives the file that each training adds a line to."""
    program, trained = tmp_path / "python", tmp_path / "trained"
    for module in (parsing, places):
        monkeypatch.setattr(module, "VENV_PYTHON", program)
        monkeypatch.setattr(module, "HOME", tmp_path / "home")
    monkeypatch.setattr(places, "MODELS", tmp_path)

    def does(line: str) -> Path:
        program.write_text(f'#!/bin/sh\necho "$*" >>{trained}\n{line}\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return trained

    return does


def test_rasa_trains_what_is_in_use_once(var: Path, rasa: Callable[[str], Path]) -> None:
    model = places.model_file("margins")
    trained = rasa(f"touch {model}; echo '{json.dumps({'model': str(model)})}'")

    for _ in range(2):
        code, printed = run("nlu", "train-rasa")
        assert (code, model.name in printed) == (0, True)
    assert trained.read_text() == "-m nlu.rasa.train margins\n"

    learn(var)
    assert places.model_file("margins") != model


def test_rasa_trains_before_it_is_served_where_it_has_no_model_of_today(
    var: Path, rasa: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = places.model_file("logistic")
    rasa(f"touch {model}; echo '{json.dumps({'model': str(model)})}'")
    became: list[list[str]] = []
    secrets = []
    monkeypatch.setenv("AURA_NLU_TOKEN", "t" * 32)
    monkeypatch.setenv("AURA_SECRET", "hush")

    def become(_: str, told: list[str], surroundings: dict[str, str]) -> None:
        became.append(told[1:])
        secrets.append({name for name in surroundings if name.startswith("AURA_")})
        raise SystemExit(0)

    monkeypatch.setattr(os, "execve", become)
    code, _ = run("nlu", "serve", "--engine", "rasa", "--pipeline", "logistic", "--port", 5999)

    assert code == 0
    assert became == [
        ["-m", "nlu.rasa.serve", "--model", str(model), "--host", "127.0.0.1", "--port", "5999"],
    ]
    assert secrets == [{"AURA_NLU_TOKEN", "AURA_VAR"}]


@pytest.fixture
def refused(var: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run a command that is refused; give what it says."""
    del var
    monkeypatch.delenv("AURA_NLU_TOKEN", raising=False)

    def run_it(*words: str, code: int = 1) -> str:
        done = CliRunner().invoke(app, ["nlu", *words])
        assert done.exit_code == code
        return " ".join(done.output.split())

    return run_it


def test_what_rasa_cannot_do_is_said(refused: Callable[..., str], rasa: Callable[[str], Path]) -> None:
    assert "run `make rasa`" in refused("train-rasa")
    rasa("echo 'out of memory' >&2; exit 7")

    assert "exit code 7): out of memory" in refused("train-rasa")
    assert "margins, logistic, diet" in refused("train-rasa", "--pipeline", "other", code=2)
    assert "AURA_NLU_TOKEN" in refused("serve", "--engine", "rasa", code=2)
