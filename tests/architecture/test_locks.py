"""What is installed is what is written down: locks fit what the project asks for, and carry hashes."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT, pyproject


@cache
def _pins(lock: str) -> dict[str, tuple[str, int]]:
    """Return name -> (version, number of hashes) of one lock file."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    pins: dict[str, tuple[str, int]] = {}
    for entry in re.split(r"\n(?=[a-zA-Z0-9])", text):
        pinned = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry)
        if pinned:
            pins[canonicalize_name(pinned[1])] = (pinned[2], entry.count("--hash=sha256:"))
    return pins


def _unmet(lock: str, wanted: list[str]) -> list[str]:
    pins = _pins(lock)
    unmet = []
    for requirement in map(Requirement, wanted):
        version, _ = pins.get(canonicalize_name(requirement.name), ("", 0))
        if not version or not requirement.specifier.contains(version, prereleases=True):
            unmet.append(f"{requirement} is {version or 'missing'} in {lock}.lock; make lock mends it")
    return unmet


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = pyproject()["project"]

    assert not _unmet("app", project["dependencies"])
    assert not _unmet("dev", project["dependencies"] + project["optional-dependencies"]["dev"])


def test_a_lock_that_is_too_old_is_seen() -> None:
    assert _unmet("app", ["fastapi>=9999"])
    assert _unmet("app", ["never-heard-of-this"])


def test_both_locks_agree() -> None:
    app, dev = _pins("app"), _pins("dev")

    assert {name: dev.get(name) for name in app} == app


@pytest.mark.parametrize("lock", ["app", "dev"])
def test_every_pin_has_hashes(lock: str) -> None:
    pins = _pins(lock)

    assert len(pins) > 30
    assert not [name for name, (_, hashes) in pins.items() if hashes == 0]


def test_the_npm_lock_fits_and_holds_no_addresses() -> None:
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert locked[""]["dependencies"] == asked
    parts = {name: part for name, part in locked.items() if name}
    assert not [name for name, part in parts.items() if "resolved" in part or "integrity" not in part]
