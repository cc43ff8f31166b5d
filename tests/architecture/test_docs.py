"""What the docs say is there, is there: links, files, commands, variables."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

import pytest
from typer.main import get_command

from tests.architecture.source import ROOT, files, rooms, sources

PAGES = [
    path for path in files() if path == "README.md" or (path.startswith("docs/") and path.endswith(".md"))
]
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_QUOTED = re.compile(r"`([^`\n]+)`")
_VARIABLE = re.compile(r"\bAURA_[A-Z_]+\b")


def _text(page: str) -> str:
    return (ROOT / page).read_text()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    dead = [link for link in _LINK.findall(_text(page)) if not (folder / link).exists()]

    assert not dead


@pytest.mark.parametrize("page", [page for page in PAGES if not page.endswith("0000-template.md")])
def test_every_file_that_is_named_exists(page: str) -> None:
    named = {quoted for quoted in _QUOTED.findall(_text(page)) if _is_own_path(quoted)}

    assert not sorted(path for path in named if not (ROOT / path).exists())


def _is_own_path(quoted: str) -> bool:
    path = PurePosixPath(quoted)
    known = rooms() | {"tests", "tools", "docs", "benchmarks", "requirements"}
    return re.fullmatch(r"[\w./-]+/[\w./-]*", quoted) is not None and path.parts[0] in known


def _commands(group: object, before: str = "") -> set[str]:
    """Return `scan`, `nlu train`, ... of the aura command."""
    inner = getattr(group, "commands", None)
    if inner is None:
        return {before.strip()}
    return {name for key, command in inner.items() for name in _commands(command, f"{before} {key}")}


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_named_exists(page: str) -> None:
    from aura.cli import app

    there = _commands(get_command(app))
    groups = {command.split(" ")[0] for command in there if " " in command}
    named = re.findall(r"`(?:\.venv/bin/)?aura ([a-z][a-z-]*)(?: ([a-z]+))?", _text(page))

    for quoted in re.findall(r"`(?:\.venv/bin/)?(aura [^`]+)`", _text(page)):
        words = quoted.split(" ")
        command = get_command(app)
        for word in words[1:]:
            command = getattr(command, "commands", {}).get(word, command)
        options = {
            option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
        }
        unknown = set(re.findall(r"--[a-z-]+", quoted)) - options - {"--help"}
        assert not unknown, f"{quoted} has no {unknown}"
    missing = [
        f"{one} {two}".strip()
        for one, two in named
        if (f"{one} {two}" if one in groups else one) not in there
    ]

    assert not missing


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"\bmake ([a-z]+)(?=[`\s]*(?:`|#|ARGS|$))", _text(page), re.MULTILINE)
    }

    assert {"demo", "test"} <= named <= targets


def test_the_runbook_knows_the_variables_of_the_settings() -> None:
    code = (ROOT / "aura" / "settings.py").read_text()
    runbook = _text("docs/runbook.md")
    fixed = {name for name in re.findall(r'"(AURA_[A-Z_]+)"', code) if not name.endswith("_")}

    assert fixed
    assert not sorted(name for name in fixed if name not in runbook)
    assert not sorted(
        name for name in set(_VARIABLE.findall(runbook)) - {"AURA_LINE_"} if name.rstrip("_") not in code
    )


def test_the_runbook_explains_every_alarm() -> None:
    alarms = {
        str(node.args[0].value)
        for source in sources()
        if source.is_product
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"log.error", "log.exception", "log.critical"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    runbook = _text("docs/runbook.md")

    assert alarms
    assert not sorted(alarm for alarm in alarms if f"`{alarm}`" not in runbook)
