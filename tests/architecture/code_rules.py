"""Rules about what code may do where: the clock, chance, commits, errors, logs, words, LINE's messages."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.architecture.source import Fault, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where the real clock may be read; everywhere else `now` comes in.
_CLOCKS = ("aura/", "scheduler/clock.py", "simulator/clock.py")
#: Where a transaction may end. Operations, queries, turns, models and figures never do it.
_EDGES = (
    *("aura/", "admin_web/", "portal/", "simulator/", "scheduler/"),
    *("bot/webhook.py", "bot/inbox.py", "bot/outbox.py", "bot/webhook/", "bot/inbox/", "bot/outbox/"),
    *("workflow/unit_of_work.py", "workflow/store/"),
)
#: Waiting for a foreign process (servers, a load generator), stepping aside before a transaction is tried again,
#: and a photo reader that hangs on purpose.
_SLEEPERS = (
    "tests/servers/processes.py",
    "workflow/unit_of_work.py",
    "workflow/store/engine.py",
    "benchmarks/",
    "tests/vision/strange_reads.py",
)
_THAI_PLACES = ("bot/wording/", "bot/wording.py", "nlu/", "tests/", "benchmarks/")
_THAI = re.compile("[\u0e01-\u0e5b]")
_CLOCK_CALLS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"),
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
}
_LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical"}
_LOGGERS = {"log", "logger", "_log", "_logger"}
_EVENT = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
#: What must never be in a log, by the names it usually has.
_PERSONAL = {
    *(
        "name",
        "display_name",
        "nickname",
        "first_name",
        "last_name",
        "phone",
        "email",
        "text",
        "photo",
        "image",
    ),
    *("body", "payload", "user_id", "line_user_id", "birthday", "address", "reply_token", "access_token"),
}


def clock(source: Source) -> Iterator[Fault]:
    """Only the edges read the clock."""
    if source.is_product and not source.is_in(*_CLOCKS):
        for name, node in _calls(source.tree):
            if name in _CLOCK_CALLS:
                yield Fault(
                    source.path, node.lineno, f"{name}() reads the clock; let `now` come in as a parameter"
                )


def chance(source: Source) -> Iterator[Fault]:
    """Product code throws no dice: the same input gives the same answer (tokens come from `secrets`)."""
    if not source.is_product:
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        modules = [node.module] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
        if "random" in modules or "numpy.random" in modules:
            yield Fault(source.path, node.lineno, "imports random; product code throws no dice")
    for name, call in _calls(source.tree):
        seeded = name.endswith(".default_rng") and call.args
        if re.fullmatch(r"(np|numpy)\.random\.\w+", name) and not seeded:
            yield Fault(source.path, call.lineno, f"{name}() throws dice; give a generator a fixed seed")


def printing(source: Source) -> Iterator[Fault]:
    """Only commands print; the service logs."""
    if source.is_product and not source.is_in("aura/") and "__main__" not in source.text:
        for name, node in _calls(source.tree):
            if name == "print":
                yield Fault(source.path, node.lineno, "print() outside a command; log an event instead")


def commits(source: Source) -> Iterator[Fault]:
    """Only the edges end a transaction: a change and its notices are one commit."""
    if source.is_product and not source.is_in(*_EDGES):
        for name, node in _calls(source.tree):
            if name.rsplit(".", 1)[-1] in {"commit", "rollback", "begin"} and "." in name:
                yield Fault(
                    source.path, node.lineno, f"{name}() outside the edges; an operation flushes and returns"
                )


def swallowed_errors(source: Source) -> Iterator[Fault]:
    """Nobody catches everything and goes on as if nothing had been."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.ExceptHandler)
            and _catches_all(node.type)
            and all(map(_does_nothing, node.body))
        ):
            yield Fault(source.path, node.lineno, "an error of any kind is swallowed; name the ones expected")
    for name, node in _calls(source.tree):
        if name in {"suppress", "contextlib.suppress"} and any(
            _catches_all(argument) for argument in node.args
        ):
            yield Fault(source.path, node.lineno, "an error of any kind is swallowed; name the ones expected")


def sleeping(source: Source) -> Iterator[Fault]:
    """Nobody sleeps: the product waits for events, tests move the clock."""
    if not source.is_in(*_SLEEPERS):
        for name, node in _calls(source.tree):
            if name == "time.sleep":
                yield Fault(source.path, node.lineno, "time.sleep(); wait for an event, or move the clock")


def thai_text(source: Source) -> Iterator[Fault]:
    """Words for people stand in the wording, the templates and the language data, where they can be read as one."""
    if not source.is_in(*_THAI_PLACES):
        for number, line in enumerate(source.text.splitlines(), start=1):
            if _THAI.search(line):
                yield Fault(source.path, number, "Thai text outside the wording")


def line_messages(source: Source) -> Iterator[Fault]:
    """LINE's messages are built from the SDK's models: it passes dict literals on unchecked."""
    if not source.is_product:
        return
    for node in ast.walk(source.tree):
        if (
            not isinstance(node, ast.keyword)
            or node.arg != "messages"
            or not isinstance(node.value, ast.List)
        ):
            continue
        if any(isinstance(item, ast.Dict) for item in node.value.elts):
            yield Fault(
                source.path, node.value.lineno, "a message as a dict literal; build it from the SDK's models"
            )


def log_events(source: Source) -> Iterator[Fault]:
    """An event in the log is a fixed `noun.past_verb` with ids, never a person's words or name."""
    if not source.is_product:
        return
    for name, node in _calls(source.tree):
        logger, _, method = name.rpartition(".")
        if method not in _LOG_METHODS or logger.rpartition(".")[-1] not in _LOGGERS:
            continue
        if not node.args or not _is_event(node.args[0]):
            yield Fault(
                source.path, node.lineno, "a log event is a fixed noun.past_verb, such as case.scanned"
            )
        for keyword in node.keywords:
            if keyword.arg in _PERSONAL:
                yield Fault(source.path, node.lineno, f"'{keyword.arg}' in the log; log ids only")


def operations(source: Source) -> Iterator[Fault]:
    """An operation is `verb(session, *, ...)`: everything but the session is named where it is called."""
    if source.room != "workflow" or not source.path.endswith("/operations.py"):
        return
    for node in source.tree.body:
        if isinstance(node, ast.AsyncFunctionDef):
            yield Fault(source.path, node.lineno, f"{node.name}() is async; operations are plain functions")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            if names != ["session"]:
                message = (
                    f"{node.name}({', '.join(names)}): an operation takes the session, and the rest by name"
                )
                yield Fault(source.path, node.lineno, message)


def _is_event(node: ast.expr) -> bool:
    """Say whether this is a fixed event, or a choice between two."""
    if isinstance(node, ast.IfExp):
        return _is_event(node.body) and _is_event(node.orelse)
    return isinstance(node, ast.Constant) and _EVENT.fullmatch(str(node.value)) is not None


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield _dotted(node.func), node


def _dotted(node: ast.expr) -> str:
    """Return `a.b.c` for a name or attribute; what stands before a call or an index becomes `?`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return "?"


def _catches_all(caught: ast.expr | None) -> bool:
    return caught is None or _dotted(caught) in {"Exception", "BaseException"}


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Continue)
