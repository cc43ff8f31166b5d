"""Rules about size and names: what one person can hold in the head, under a name that says what it is."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tests.architecture.source import ROOT, Fault, Source, rooms

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE_LINES, _FUNCTION_LINES, _OWN_IMPORTS = 400, 60, 10
_EMPTY_NAMES = {
    *("util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "base"),
    *("handler", "handlers", "data", "service", "services"),
}
#: Where such a name does say something: the declarative base; the service itself, put together.
_TELLING_ALL_THE_SAME = {"workflow/store/base.py", "aura/service.py"}
#: What the glossary calls otherwise (docs/glossary.md).
_OTHER_WORDS = {
    "User": "Customer or Staff",
    "Patient": "Customer",
    "Client": "Customer",
    "Agent": "Staff",
    "Ticket": "Case",
    "Booking": "Appointment",
    "Shop": "Branch",
    "Location": "Branch",
    "Account": "ChannelIdentity",
}


def file_length(source: Source) -> Iterator[Fault]:
    """No file is longer than 400 lines."""
    lines = source.text.count("\n")
    if lines > _FILE_LINES:
        yield Fault(source.path, lines, f"{lines} lines; a file has at most {_FILE_LINES}")


def function_length(source: Source) -> Iterator[Fault]:
    """No function is longer than 60 lines. Migrations list columns and tests tell stories: those may."""
    if source.room == "tests" or source.is_in("workflow/store/migrations/"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > _FUNCTION_LINES:
                message = f"{node.name}() has {lines} lines; a function has at most {_FUNCTION_LINES}"
                yield Fault(source.path, node.lineno, message)


def own_imports(source: Source) -> Iterator[Fault]:
    """No file imports more than ten of our own modules; a package's index, which only re-exports, may."""
    if not source.is_product or _only_re_exports(source):
        return
    imported = {module for node in ast.walk(source.tree) for module in _own_modules(node)}
    if len(imported) > _OWN_IMPORTS:
        message = f"imports {len(imported)} of our own modules; at most {_OWN_IMPORTS}: {', '.join(sorted(imported))}"
        yield Fault(source.path, 1, message)


def telling_names(source: Source) -> Iterator[Fault]:
    """Files and packages are named for a question or a noun of the clinic."""
    path = PurePosixPath(source.path)
    for part in (*path.parent.parts, path.stem):
        if part in _EMPTY_NAMES and source.path not in _TELLING_ALL_THE_SAME:
            yield Fault(
                source.path, 1, f"'{part}' says nothing; name it for a question or a noun of the clinic"
            )


def glossary_words(source: Source) -> Iterator[Fault]:
    """A class has the glossary's word for its thing."""
    if not source.is_product:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name in _OTHER_WORDS:
            yield Fault(
                source.path, node.lineno, f"class {node.name}: the glossary says {_OTHER_WORDS[node.name]}"
            )


def _only_re_exports(source: Source) -> bool:
    if not source.path.endswith("/__init__.py"):
        return False
    quiet = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign, ast.AnnAssign)
    return all(isinstance(node, quiet) for node in source.tree.body)


def _own_modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for name in node.names:
            if name.name.split(".")[0] in rooms():
                yield name.name
    elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in rooms():
        for name in node.names:
            inner = f"{node.module}.{name.name}"
            yield inner if _is_module(inner) else node.module


def _is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.is_dir() or place.with_suffix(".py").is_file()
