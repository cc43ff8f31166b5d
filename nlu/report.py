"""The figures of an evaluation as a page of Markdown that people can read."""

from collections.abc import Mapping, Sequence
from typing import Any

_HEADLINES = (
    ("accuracy", "Right, of in-scope rows"),
    ("macro_f1", "Macro-F1"),
    ("oos_auroc", "Out-of-scope AUROC"),
    ("oos_auroc_top", "The same by the likeliest in-scope intent"),
    ("oos_accepted", "Out of scope, yet acted upon"),
    ("in_scope_accepted", "In scope and acted upon"),
    ("right_if_accepted", "Right, of those acted upon"),
    ("calibration_error", "Expected calibration error"),
    ("urgent_recall", "Side effects made urgent"),
    ("urgent_precision", "Side effects, of what was made urgent"),
)
_MOST_SHOWN = 14
"""The widest confusion matrix that still fits a page: the intents most often taken for one another."""


def as_markdown(figures: Mapping[str, Any], *, of: str, below: Sequence[str] = ()) -> str:
    """This function will write the report.

    Args:
        figures: What `nlu.evaluate.evaluate` gave.
        of: What was evaluated, for the title.
        below: Sentences about floors that do not hold.
    """
    latency = figures["latency_ms"]
    parts = [
        f"# Understanding of {of}",
        (
            f"Engine {figures['engine']}, model `{figures['model']}`, {figures['n']} rows; "
            f"{latency['p50']} ms a row (p95 {latency['p95']} ms)."
        ),
        *(f"**Below its floor:** {each}" for each in below),
        _table(("figure", "value"), [(words, figures[name]) for name, words in _HEADLINES]),
        "## By language and style",
        _table(
            ("rows", "right"),
            [*figures["accuracy_by_language"].items(), *figures["accuracy_by_style"].items()],
        ),
        "## By intent",
        _table(
            ("intent", "rows", "precision", "recall", "F1"),
            [
                (intent, each["rows"], each["precision"], each["recall"], each["f1"])
                for intent, each in figures["by_intent"].items()
            ],
        ),
        "## Confusions",
        _matrix(figures["confusions"]),
        "## Mistakes",
        _table(
            ("text", "meant", "taken for", "sure"),
            [
                (each["text"], each["meant"], each["taken_for"], round(each["confidence"], 2))
                for each in figures["mistakes"]
            ],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _matrix(confusions: Sequence[Mapping[str, Any]]) -> str:
    """This function will set what was meant (lines) against what it was taken for (columns)."""
    if not confusions:
        return "None."
    times = {(each["meant"], each["taken_for"]): each["times"] for each in confusions}
    weight: dict[str, int] = {}
    for (_, taken), count in times.items():
        weight[taken] = weight.get(taken, 0) + count
    columns = sorted(weight, key=lambda name: (-weight[name], name))[:_MOST_SHOWN]
    lines = sorted({meant for meant, _ in times})
    rows = [
        (meant, *(times.get((meant, taken), "") for taken in columns), _others(times, meant, columns))
        for meant in lines
    ]
    return _table(("meant \\ taken for", *columns, "others"), rows)


def _others(times: Mapping[tuple[str, str], int], meant: str, columns: Sequence[str]) -> int | str:
    return sum(count for (one, taken), count in times.items() if one == meant and taken not in columns) or ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """This function will lay out a Markdown table; a bar in a text is written so that it breaks no cell."""
    if not rows:
        return "None."
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    return "-" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
