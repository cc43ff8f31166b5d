"""`aura bench understand [--file F.tsv] [--without diet]`: the embedded engine beside Rasa over HTTP, in one run.

All are trained here on the same utterances and asked the same rows, Rasa by its own server on loopback: with our features and
our linear layer (`margins`), with our features and Rasa's logistic regression (`logistic`), and Rasa's own DIET, the baseline.
What is not installed is named and not measured, and the run fails. The file has the columns of `aura nlu evaluate`.
"""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from aura.clinics import names_of_treatments
from aura.clock import real_now
from aura.commands.answers import refuse
from benchmarks._engines import FailedError, NotInstalledError, Row, embedded, letters_only, rasa
from nlu import load_understander
from nlu.embedded import EmbeddedEngine
from nlu.evaluate import evaluate, read_rows
from nlu.layers import LayeredUnderstander
from workflow.catalogue import phrases

OURS = Path(__file__).resolve().parents[1] / "tests" / "nlu" / "held_out_people.tsv"
ZONE = ZoneInfo("Asia/Bangkok")
ROWS: dict[str, Callable[[Path], AbstractContextManager[Row]]] = {
    "embedded": embedded,
    "letters": letters_only,
    "margins": lambda folder: rasa("margins", folder),
    "logistic": lambda folder: rasa("logistic", folder),
    "diet": lambda folder: rasa("diet", folder),
}
_TOLD = (
    *("accuracy", "macro_f1", "oos_auroc", "in_scope_accepted", "oos_accepted"),
    *("urgent_recall", "urgent_precision", "calibration_error"),
)
_BASELINES = ("diet", "letters")


def run(*, file: Path | None = None, without: Sequence[str] = ()) -> dict[str, Any]:
    """This will train and judge each engine that is wanted, one after the other.

    Args:
        file: The rows to judge by; our own that nobody trained on where none is given.
        without: Names of rows to leave out; DIET alone trains for a quarter of an hour.
    """
    if unknown := sorted(set(without) - (ROWS.keys() - {"embedded"})):
        refuse(
            f"--without takes {', '.join(name for name in ROWS if name != 'embedded')}, not {', '.join(unknown)}",
            code=2,
        )
    try:
        read_rows(file or OURS)
    except ValueError as error:
        refuse(str(error), code=2)
    found: dict[str, dict[str, Any]] = {}
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        ours = load_understander(cache=Path(folder), red_flags=phrases(), treatments=names_of_treatments())
        for name, make in ROWS.items():
            if name in without:
                continue
            typer.echo(f"{name}…", err=True)
            try:
                with make(Path(folder)) as row:
                    found[name] = _judged(row, ours, file or OURS)
            except (FailedError, NotInstalledError) as error:
                missing[name] = str(error)
    against = next((name for name in _BASELINES if name in found), None)
    return {
        "name": "understand",
        "baseline": f"accuracy of the embedded engine over that of {against or 'nothing'}",
        "ratio": round(found["embedded"]["accuracy"] / found[against]["accuracy"], 2) if against else None,
        "figures": found,
        "missing": missing,
        "table": _table(found),
    }


def _judged(row: Row, ours: LayeredUnderstander, file: Path) -> dict[str, Any]:
    """This will judge one engine under the rules that are the same for all; as in service, clauses are judged in this process."""
    at_hand = row.engine if isinstance(row.engine, EmbeddedEngine) else ours.at_hand
    understander = replace(
        ours, engine=row.engine, at_hand=at_hand, thresholds=row.thresholds or ours.thresholds
    )
    figures = evaluate(file, understander, now=real_now(), zone=ZONE)
    return {
        **{name: figures[name] for name in _TOLD},
        "p50_ms": figures["latency_ms"]["p50"],
        "p95_ms": figures["latency_ms"]["p95"],
        "memory_mb": row.memory_mb(),
        "start_s": row.start_seconds,
        "training_s": row.training_seconds,
        "training_cpu_s": row.training_cpu_seconds,
    }


def _table(found: dict[str, dict[str, Any]]) -> str:
    """This will put the rows beside each other, as Markdown."""
    names = [*_TOLD, "p50_ms", "p95_ms", "memory_mb", "start_s", "training_s", "training_cpu_s"]
    lines = [f"| | {' | '.join(found)} |", f"|---{'|---' * len(found)}|"]
    lines += [f"| {name} | {' | '.join(str(row[name]) for row in found.values())} |" for name in names]
    return "\n".join(lines)
