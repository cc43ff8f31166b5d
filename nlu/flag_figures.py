"""How well red flags are heard: recall and precision over messages that are known to hold one or none."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TRUTHS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_COLUMNS = ("text", "red_flag")


class BadFlagRowError(ValueError):
    """A row of the file cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class FlagRow:
    """One message and whether it tells of something that must be looked at."""

    text: str
    red_flag: bool


def read_flag_rows(file: Path) -> tuple[FlagRow, ...]:
    """This function will read a TSV whose first line names the columns `text` and `red_flag` (true or false).

    Further columns, empty lines and lines that start with `#` are passed over.

    Raises:
        BadFlagRowError: It is not UTF-8, a column is missing, a truth is neither true nor false, or there is no row.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadFlagRowError(f"{file}: not UTF-8 text (byte {error.start})") from error
    numbered = [
        (at, line) for at, line in enumerate(lines, start=1) if line.strip() and not line.startswith("#")
    ]
    # A quotation mark in a message is a letter like any other.
    parts = list(csv.reader((line for _, line in numbered), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not parts or not set(_COLUMNS) <= set(parts[0]):
        raise BadFlagRowError(f"{file}: the first line must name the columns {' and '.join(_COLUMNS)}")
    text, flag = (parts[0].index(name) for name in _COLUMNS)
    rows = []
    for (at, _), cells in zip(numbered[1:], parts[1:], strict=True):
        if len(cells) <= max(text, flag) or cells[flag].strip().lower() not in _TRUTHS:
            raise BadFlagRowError(f"{file}, line {at}: red_flag must be true or false")
        rows.append(FlagRow(cells[text], _TRUTHS[cells[flag].strip().lower()]))
    if not rows:
        raise BadFlagRowError(f"{file}: holds no rows")
    return tuple(rows)


def flag_figures(rows: Sequence[FlagRow], hears: Callable[[str], bool]) -> dict[str, Any]:
    """This function will hold a way of hearing red flags against rows.

    Args:
        rows: The messages.
        hears: Tells whether a message holds a red flag.

    Returns:
        `{"n", "red_flags", "recall", "precision", "missed", "false_alarms"}`; a share of nothing is None; the last
        two list the messages.
    """
    heard = [hears(row.text) for row in rows]
    pairs = list(zip(rows, heard, strict=True))
    hits = sum(row.red_flag and got for row, got in pairs)
    meant = sum(row.red_flag for row in rows)
    return {
        "n": len(rows),
        "red_flags": meant,
        "recall": round(hits / meant, 4) if meant else None,
        "precision": round(hits / sum(heard), 4) if any(heard) else None,
        "missed": [row.text for row, got in pairs if row.red_flag and not got],
        "false_alarms": [row.text for row, got in pairs if got and not row.red_flag],
    }
