"""Imports only go down, as the contracts in pyproject.toml say, and each contract is seen to bite."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.architecture.source import ROOT, pyproject, rooms, sources

#: One forbidden import for every contract: file, line.
_PLANTED = {
    "Rooms: imports only go down": ("nlu/planted.py", "import bot"),
    "Inside the workflow: imports only go down": ("workflow/tasks/planted.py", "import workflow.cases"),
    "Tables are reached through operations and queries": ("bot/planted.py", "import workflow.store"),
    "Only the LINE channel knows LINE": ("scheduler/planted.py", "import linebot"),
    "Only vision knows the vision libraries": ("bot/planted_too.py", "import cv2"),
    "Only the scheduler and the front desk know APScheduler": ("portal/planted.py", "import apscheduler"),
    "Rules, figures and models know no web framework": ("insights/planted.py", "import fastapi"),
    "Understanding and seeing know no store": ("vision/planted.py", "import sqlalchemy"),
}


def _contracts() -> list[dict[str, Any]]:
    return list(pyproject()["tool"]["importlinter"]["contracts"])


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(program), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_import_keeps_the_contracts() -> None:
    linted = _lint(ROOT)

    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_contract_catches_a_planted_import(tmp_path: Path) -> None:
    _lay_skeleton(tmp_path)
    clean = _lint(tmp_path)
    assert clean.returncode == 0, clean.stdout + clean.stderr

    for path, line in _PLANTED.values():
        (tmp_path / path).write_text(line + "\n")
    planted = _lint(tmp_path)

    assert planted.returncode == 1
    broken = {
        line.rsplit(" ", 1)[0].strip() for line in planted.stdout.splitlines() if line.endswith("BROKEN")
    }
    assert broken == {contract["name"] for contract in _contracts()} == set(_PLANTED)


def test_every_room_is_in_the_contracts() -> None:
    beside = {"tests", "tools", "benchmarks", "docs"}
    folders = {source.room for source in sources() if "/" in source.path} - beside

    assert folders == rooms()


def test_every_room_is_shipped_and_type_checked() -> None:
    assert set(pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == rooms()
    assert set(pyproject()["tool"]["mypy"]["packages"]) == rooms()


def _lay_skeleton(folder: Path) -> None:
    """Make empty packages with every name that the contracts speak of, under the same contracts."""
    text = (ROOT / "pyproject.toml").read_text()
    start = text.index("[tool.importlinter]")
    (folder / "pyproject.toml").write_text(text[start:])
    assert tomllib.loads(text[start:])["tool"].keys() == {"importlinter"}
    names = set(rooms())
    for contract in _contracts():
        names |= {name for key in ("source_modules", "protected_modules") for name in contract.get(key, [])}
        for container in contract.get("containers", []):
            layers = [part.strip(" ()") for layer in contract["layers"] for part in layer.split("|")]
            names |= {f"{container}.{part}" for part in layers}
    for name in names:
        place = folder / name.replace(".", "/")
        place.mkdir(parents=True, exist_ok=True)
        (place / "__init__.py").touch()
