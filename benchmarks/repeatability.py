"""`aura bench repeatability FOLDER`: how much a metric moves when nothing about the skin has changed.

Every photo of the folder is read, changed in each way of `vision/samples/retakes.py` and read again. What a metric moved
(root mean square over the faces) is told in units of its spread between the faces: 0.1 is a tenth of what people differ by.
"""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, pvariance, stdev
from typing import Any

from aura.commands.answers import refuse
from benchmarks._photos import as_table, photos_in, told
from benchmarks._retesting import Subject, retest
from vision import Unreadable, models_folder
from vision.reading import ALL_METRICS, SCORED_METRICS
from vision.samples.retakes import RETAKES

# Fewer faces than this have no spread worth dividing by; their cell stays empty and is not held against a bar.
LEAST_FACES = 5
# A difference between two photos is real with 95 % confidence from 1.96 * sqrt(2) * SEM on. Source: facts, test-retest.
_MDC95 = 1.96 * math.sqrt(2)
_EMPTY = "-"
# The changes that touch sharpness, and what is told of each metric over all changes.
_BLURRING = ("JPEG 60", "size 0.7", "blur 1 px")
_SUMS = (
    ("faces", "faces"),
    ("spread between faces", "spread"),
    ("ICC(1,1)", "icc"),
    ("MDC95", "mdc95"),
    ("MDC95, matched", "mdc95_matched"),
)


@dataclass(frozen=True)
class Bar:
    """What some changes may do at most to some metrics, in units of the between-face spread."""

    retakes: tuple[str, ...]
    most: float
    metrics: tuple[str, ...] = SCORED_METRICS
    matched: bool = False


# Source: issue 4, point 5. Tone is absolute colour and is described, not scored: no bar holds it.
BARS = (
    Bar(("JPEG 60",), 0.16),
    Bar(("size 0.7",), 0.15),
    Bar(tuple(name for name in RETAKES if name.startswith("turned")), 0.05),
    Bar(("light 0.75", "light 1.2", "warm lamp", "cool lamp"), 0.25),
    Bar(("blur 1 px",), 0.10, ("lines", "red_spots", "brown_spots"), matched=True),
)


@dataclass(frozen=True)
class Cell:
    """One metric under one change: root mean square of what it moved, in its own unit and in spreads."""

    faces: int
    moved: float
    share: float


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will measure the repeatability on the faces of a folder: ratio (worst cell to its bar), table and figures."""
    subjects, left_out = _read(photos_in(folder, what="at least five faces, one to a photo"))
    if len(subjects) < LEAST_FACES:
        reasons = ", ".join(f"{name} ({reason})" for name, reason in left_out.items()) or "none left out"
        refuse(f"{len(subjects)} photos could be read, {LEAST_FACES} are needed; left out: {reasons}")
    plain, evened = _cells(subjects, matched=False), _cells(subjects, matched=True)
    worst = _worst(plain, evened)
    return {
        "name": "repeatability",
        "ratio": round(worst[0], 2),
        "baseline": "the bars on what a metric may move, in spreads between faces; the worst cell to its bar, 1 passes",
        "figures": {
            "worst": worst[1],
            "faces": len(subjects),
            "pixels_per_mm": _span([subject.pixels_per_mm for subject in subjects]),
            "left_out": left_out,
            "refused_retakes": _refused(subjects),
            "metrics": {name: _figures(name, subjects, plain, evened) for name in ALL_METRICS},
        },
        "table": _table(subjects, plain, evened),
    }


def _read(photos: Sequence[Path]) -> tuple[list[Subject], dict[str, str]]:
    subjects, left_out, models = [], {}, models_folder()
    for path in told(photos):
        try:
            subjects.append(retest(path, models))
        except Unreadable as no:
            left_out[path.name] = no.reason.value
    return subjects, left_out


def _spread(subjects: Sequence[Subject], metric: str) -> tuple[int, float]:
    """This will give how many faces have a metric, and its standard deviation between them."""
    values = [value for subject in subjects if (value := subject.values[metric]) is not None]
    return len(values), stdev(values) if len(values) >= LEAST_FACES else 0.0


def _cells(subjects: Sequence[Subject], *, matched: bool) -> dict[tuple[str, str], Cell]:
    cells = {}
    for metric in ALL_METRICS:
        _, spread = _spread(subjects, metric)
        for retake in RETAKES:
            moves = _moves(subjects, metric, retake, matched=matched)
            if len(moves) >= LEAST_FACES and spread > 0:
                moved = math.sqrt(fmean(move**2 for move in moves))
                cells[metric, retake] = Cell(len(moves), moved, moved / spread)
    return cells


def _moves(subjects: Sequence[Subject], metric: str, retake: str, *, matched: bool) -> list[float]:
    moves = []
    for subject in subjects:
        again = subject.again[retake]
        if again is not None:
            before = (again.before_matched if matched else again.before)[metric]
            after = (again.after_matched if matched else again.after)[metric]
            if before is not None and after is not None:
                moves.append(after - before)
    return moves


def _worst(
    plain: Mapping[tuple[str, str], Cell], evened: Mapping[tuple[str, str], Cell]
) -> tuple[float, str]:
    held = [
        (
            cells[metric, retake].share / bar.most,
            f"{metric}, {retake}: {cells[metric, retake].share:.2f} of {bar.most}",
        )
        for bar in BARS
        for cells in (evened if bar.matched else plain,)
        for metric in bar.metrics
        for retake in bar.retakes
        if (metric, retake) in cells
    ]
    return max(held)


def _figures(
    metric: str,
    subjects: Sequence[Subject],
    plain: Mapping[tuple[str, str], Cell],
    evened: Mapping[tuple[str, str], Cell],
) -> dict[str, Any]:
    faces, spread = _spread(subjects, metric)
    return {
        "faces": faces,
        "spread": round(spread, 3),
        "icc": _icc(subjects, metric),
        "mdc95": _mdc(plain, metric),
        "mdc95_matched": _mdc(evened, metric),
        "error": {
            retake: round(plain[metric, retake].share, 3) for retake in RETAKES if (metric, retake) in plain
        },
        "error_matched": {
            retake: round(evened[metric, retake].share, 3) for retake in RETAKES if (metric, retake) in evened
        },
    }


def _mdc(cells: Mapping[tuple[str, str], Cell], metric: str) -> float | None:
    """This will give the minimal detectable change over all changes alike, in the metric's unit."""
    squares = [cell.moved**2 for (name, _), cell in cells.items() if name == metric]
    return round(_MDC95 * math.sqrt(fmean(squares)), 2) if squares else None


def _icc(subjects: Sequence[Subject], metric: str) -> float | None:
    """This will give the intraclass correlation ICC(1,1) of a photo and its changes, as taken.

    Source: Shrout and Fleiss 1979, one-way random effects; unequal numbers of readings by their effective mean.
    """
    groups = []
    for subject in subjects:
        values = [subject.values[metric]] + [again.after[metric] for again in subject.again.values() if again]
        known = [value for value in values if value is not None]
        if subject.values[metric] is not None and len(known) > 1:
            groups.append(known)
    if len(groups) < LEAST_FACES:
        return None
    total = sum(map(len, groups))
    mean = fmean(value for group in groups for value in group)
    between = sum(len(group) * (fmean(group) - mean) ** 2 for group in groups) / (len(groups) - 1)
    within = sum(len(group) * pvariance(group) for group in groups) / (total - len(groups))
    readings = (total - sum(len(group) ** 2 for group in groups) / total) / (len(groups) - 1)
    return round((between - within) / (between + (readings - 1) * within), 3)


def _table(
    subjects: Sequence[Subject],
    plain: Mapping[tuple[str, str], Cell],
    evened: Mapping[tuple[str, str], Cell],
) -> str:
    figures = {metric: _figures(metric, subjects, plain, evened) for metric in ALL_METRICS}
    rows = [[retake, *(_shown(plain, metric, retake) for metric in ALL_METRICS)] for retake in RETAKES]
    rows += [
        [f"{retake}, matched", *(_shown(evened, metric, retake) for metric in ALL_METRICS)]
        for retake in _BLURRING
    ]
    rows += [
        [
            label,
            *(
                _EMPTY if figures[metric][key] is None else f"{figures[metric][key]:g}"
                for metric in ALL_METRICS
            ),
        ]
        for label, key in _SUMS
    ]
    return as_table(["error / spread", *ALL_METRICS], rows)


def _shown(cells: Mapping[tuple[str, str], Cell], metric: str, retake: str) -> str:
    return f"{cells[metric, retake].share:.2f}" if (metric, retake) in cells else _EMPTY


def _span(values: Sequence[float]) -> str:
    return f"{min(values):.1f}-{max(values):.1f}"


def _refused(subjects: Sequence[Subject]) -> dict[str, int]:
    counted = {name: sum(subject.again[name] is None for subject in subjects) for name in RETAKES}
    return {name: count for name, count in counted.items() if count}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=2))
