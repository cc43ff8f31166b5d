"""The project's own files as the architecture tests see them: read once, parsed once."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

#: What set-up, tests and builds make; read only where there is no git to ask.
_MADE = {".git", ".venv", "node_modules", "var", "build", "dist", "__pycache__"}


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @property
    def room(self) -> str:
        """The top folder: a room of the house, or tests, tools, benchmarks."""
        return self.path.split("/", 1)[0]

    @property
    def is_product(self) -> bool:
        return self.room in rooms()

    def is_in(self, *places: str) -> bool:
        """Say whether the file is one of these files, or lies in one of these folders (named with a slash)."""
        return any(
            self.path == place or (place.endswith("/") and self.path.startswith(place)) for place in places
        )


@dataclass(frozen=True)
class Fault:
    """One place that breaks a rule."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def rooms() -> frozenset[str]:
    return frozenset(pyproject()["tool"]["importlinter"]["root_packages"])


@cache
def files() -> tuple[str, ...]:
    """Return the paths of every file that is or would be committed."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        named = {name.decode() for name in asked.stdout.split(b"\0") if name}
        return tuple(sorted(name for name in named if (ROOT / name).is_file()))
    everything = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(str(path) for path in everything if not _MADE.intersection(path.parts)))


@cache
def sources() -> tuple[Source, ...]:
    return tuple(Source(path, (ROOT / path).read_text()) for path in files() if path.endswith(".py"))
