"""What our processes complained of in their logs during a run, and which of it nobody broke."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

#: How the loss of PostgreSQL shows; everything else that goes wrong is a bug, however well it ends.
_DATABASE_AWAY = frozenset({"OperationalError", "InterfaceError", "DBAPIError"})
_BAD = frozenset({"error", "critical"})


def complaints(logs: Iterable[Path]) -> Counter[str]:
    """This will count the errors in logs, by event and class of error."""
    return Counter(_named(line) for log in logs for line in _lines(log) if line.get("level") in _BAD)


def nobody_broke(found: Mapping[str, int], *, database_is_crashed: bool) -> dict[str, int]:
    """This will give the complaints that no break of ours explains.

    Args:
        found: As `complaints` counts them.
        database_is_crashed: Whether the database was ever taken away.
    """
    excused = _DATABASE_AWAY if database_is_crashed else frozenset[str]()
    return {
        name: count
        for name, count in found.items()
        if (error := name.partition(": ")[2].split(" ")[0]) and error not in excused
    }


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    """This will read the lines that are JSON; a process that was killed may leave half of one."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("{"):
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _named(line: Mapping[str, Any]) -> str:
    event, error = str(line.get("event")), str(line.get("error", ""))
    return f"{event}: {error}" if error else event
