"""What our processes complained of in their logs during a run, and which of it nobody broke."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

#: How the loss of PostgreSQL shows; everything else that goes wrong is a bug, however well it ends.
_DATABASE_AWAY = frozenset({"OperationalError", "InterfaceError", "DBAPIError"})
_BAD = frozenset({"error", "critical"})
#: Work or a person was given up, or nobody heard of it. Nothing that is broken here may come to that, so that no
#: class of error beside it is an excuse.
MUST_NOT_OCCUR = frozenset(
    {
        "appointment.nobody_to_move",
        "case.without_staff",
        "due_work.untold",
        "event.given_up",
        "follow_up.given_up",
        "handover.nobody_there",
        "notice.nobody_left",
        "page.unheard",
        "red_flag.unheard",
        "task.given_up",
        "task.nobody_to_tell",
        "task.without_holder",
        "wall.is_off",
    }
)
#: What is proved from the tables instead: an answer whose end nobody can know, as a reply has no key, was told of
#: (`not_delivered`); and a schedule that a clock of ours put too far ahead is back (`not_rung`).
_PROVED_ELSEWHERE = frozenset({"notice.not_delivered: reply_unknown", "schedule.was_too_far_ahead"})


def complaints(logs: Iterable[Path]) -> Counter[str]:
    """This will count the errors in logs, by event and class of error, or by the reason that stands there instead."""
    return Counter(_named(line) for log in logs for line in _lines(log) if line.get("level") in _BAD)


def repeats(logs: Iterable[Path]) -> Counter[str]:
    """This will count the transactions that were done once more, by SQL's code of why (40P01: a deadlock)."""
    found = (line for log in logs for line in _lines(log) if line.get("event") == "transaction.repeated")
    return Counter(str(line.get("sqlstate") or line.get("error")) for line in found)


def nobody_broke(found: Mapping[str, int], *, database_is_crashed: bool) -> dict[str, int]:
    """This will give the complaints that no break of ours explains.

    Args:
        found: As `complaints` counts them.
        database_is_crashed: Whether the database was ever taken away.
    """
    return {
        name: count
        for name, count in found.items()
        if not _is_explained(name, database_is_crashed=database_is_crashed)
    }


def _is_explained(name: str, *, database_is_crashed: bool) -> bool:
    event, _, why = name.partition(": ")
    if event in MUST_NOT_OCCUR:
        return False
    return name in _PROVED_ELSEWHERE or (database_is_crashed and why.split(" ")[0] in _DATABASE_AWAY)


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    """This will read the lines that are JSON; a process that was killed may leave half of one."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("{"):
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _named(line: Mapping[str, Any]) -> str:
    event = str(line.get("event"))
    why = next((str(line[key]) for key in ("error", "reason", "failure") if line.get(key)), "")
    return f"{event}: {why}" if why else event
