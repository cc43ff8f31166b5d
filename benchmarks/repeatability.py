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
from benchmarks._retesting import Again, Subject, retest
from vision import Unreadable, models_folder
from vision.reading import ALL_METRICS, SCORED_METRICS
from vision.samples.retakes import RETAKES
from vision.skin.scores import SCALES

# Fewer faces than this have no spread worth dividing by; their cell stays empty and is not held against a bar.
LEAST_FACES = 6
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


@dataclass(frozen=True)
class Faces:
    """The faces, and which of their values count: those the photo carries, or all whatever its resolution."""

    subjects: Sequence[Subject]
    carried_only: bool

    def value(self, subject: Subject, metric: str) -> float | None:
        """This will give a face's own value where it counts."""
        return subject.values[metric] if self._counts(metric, subject.pixels_per_mm) else None

    def spread(self, metric: str) -> tuple[int, float]:
        """This will give how many faces have a metric, and its standard deviation between them."""
        values = [one for subject in self.subjects if (one := self.value(subject, metric)) is not None]
        return len(values), stdev(values) if len(values) >= LEAST_FACES else 0.0

    def again(self, subject: Subject, metric: str, retake: str) -> Again | None:
        """This will give one change of one face where both photos' values of the metric count."""
        again = subject.again[retake]
        if again is None or not self._counts(metric, min(subject.pixels_per_mm, again.pixels_per_mm)):
            return None
        return again

    def cells(self, *, matched: bool) -> dict[tuple[str, str], Cell]:
        """This will measure every metric under every change that enough faces have."""
        cells = {}
        for metric in ALL_METRICS:
            _, spread = self.spread(metric)
            for retake in RETAKES:
                moves = self._moves(metric, retake, matched=matched)
                if len(moves) >= LEAST_FACES and spread > 0:
                    moved = math.sqrt(fmean(move**2 for move in moves))
                    cells[metric, retake] = Cell(len(moves), moved, moved / spread)
        return cells

    def _moves(self, metric: str, retake: str, *, matched: bool) -> list[float]:
        moves = []
        for subject in self.subjects:
            again = self.again(subject, metric, retake)
            if again is not None:
                before = (again.before_matched if matched else again.before)[metric]
                after = (again.after_matched if matched else again.after)[metric]
                if before is not None and after is not None:
                    moves.append(after - before)
        return moves

    def _counts(self, metric: str, pixels_per_mm: float) -> bool:
        return not self.carried_only or pixels_per_mm >= SCALES[metric].needs_pixels_per_mm


@dataclass(frozen=True)
class Measured:
    """What was found on the faces: each metric under each change, as taken and with the sharpness matched."""

    faces: Faces
    plain: Mapping[tuple[str, str], Cell]
    matched: Mapping[tuple[str, str], Cell]

    @classmethod
    def of(cls, subjects: Sequence[Subject], *, carried_only: bool) -> "Measured":
        """This will measure the faces, with or without the values their photos do not carry."""
        faces = Faces(subjects, carried_only)
        return cls(faces, faces.cells(matched=False), faces.cells(matched=True))


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will measure the repeatability on the faces of a folder: ratio (worst cell to its bar), tables and figures."""
    subjects, left_out = _read(photos_in(folder, what=f"at least {LEAST_FACES} faces, one to a photo"))
    if len(subjects) < LEAST_FACES:
        reasons = ", ".join(f"{name} ({reason})" for name, reason in left_out.items()) or "none left out"
        refuse(f"{len(subjects)} photos could be read, {LEAST_FACES} are needed; left out: {reasons}")
    carried = Measured.of(subjects, carried_only=True)
    whatever = Measured.of(subjects, carried_only=False)
    # What too few photos carry is also told whatever their resolution, and held against the bars there.
    scarce = [name for name in ALL_METRICS if carried.faces.spread(name)[0] < whatever.faces.spread(name)[0]]
    held = [*_held(carried, ""), *_held(whatever, " whatever the resolution", only=scarce)]
    worst = max(held)
    return {
        "name": "repeatability",
        "ratio": round(worst[0], 2),
        "baseline": "the bars on what a metric may move, in spreads between faces; the worst cell to its bar, 1 passes",
        "figures": {
            "worst": worst[1],
            "bars_kept": f"{sum(ratio <= 1 for ratio, _ in held)} of {len(held)}",
            "broken": {name: round(ratio, 2) for ratio, name in sorted(held, reverse=True) if ratio > 1},
            "faces": len(subjects),
            "pixels_per_mm": _span([subject.pixels_per_mm for subject in subjects]),
            "left_out": left_out,
            "not_retaken": _missing(subjects),
            "metrics": {name: _figures(name, carried) for name in ALL_METRICS},
            "whatever_the_resolution": {name: _figures(name, whatever) for name in scarce},
        },
        "table": _tables(carried, whatever, scarce),
    }


def _read(photos: Sequence[Path]) -> tuple[list[Subject], dict[str, str]]:
    subjects, left_out, models = [], {}, models_folder()
    for path in told(photos):
        try:
            subjects.append(retest(path, models))
        except Unreadable as no:
            left_out[path.name] = no.reason.value
    return subjects, left_out


def _held(measured: Measured, words: str, *, only: Sequence[str] = ALL_METRICS) -> list[tuple[float, str]]:
    """This will hold every cell that has a bar against it: how many times the bar, and which cell."""
    held = []
    for bar in BARS:
        cells = measured.matched if bar.matched else measured.plain
        for metric in bar.metrics:
            for retake in bar.retakes:
                if metric in only and (metric, retake) in cells:
                    share = cells[metric, retake].share
                    held.append((share / bar.most, f"{metric}, {retake}{words}: {share:.2f} of {bar.most}"))
    return held


def _figures(metric: str, measured: Measured) -> dict[str, Any]:
    faces, spread = measured.faces.spread(metric)
    return {
        "faces": faces,
        "spread": round(spread, 3) if spread else None,
        "icc": _icc(measured.faces, metric),
        "mdc95": _mdc(measured.plain, metric),
        "mdc95_matched": _mdc(measured.matched, metric),
        "error": _errors(measured.plain, metric),
        "error_matched": _errors(measured.matched, metric),
    }


def _errors(cells: Mapping[tuple[str, str], Cell], metric: str) -> dict[str, float]:
    return {retake: round(cells[metric, retake].share, 3) for retake in RETAKES if (metric, retake) in cells}


def _mdc(cells: Mapping[tuple[str, str], Cell], metric: str) -> float | None:
    """This will give the minimal detectable change over all changes alike, in the metric's unit."""
    squares = [cell.moved**2 for (name, _), cell in cells.items() if name == metric]
    return round(_MDC95 * math.sqrt(fmean(squares)), 2) if squares else None


def _icc(faces: Faces, metric: str) -> float | None:
    """This will give the intraclass correlation ICC(1,1) of a photo and its changes, as taken.

    Source: Shrout and Fleiss 1979, one-way random effects; unequal numbers of readings by their effective mean.
    """
    groups = []
    for subject in faces.subjects:
        again = [faces.again(subject, metric, retake) for retake in RETAKES]
        values = [faces.value(subject, metric), *(one.after[metric] for one in again if one)]
        known = [value for value in values if value is not None]
        if values[0] is not None and len(known) > 1:
            groups.append(known)
    if len(groups) < LEAST_FACES:
        return None
    total = sum(map(len, groups))
    mean = fmean(value for group in groups for value in group)
    between = sum(len(group) * (fmean(group) - mean) ** 2 for group in groups) / (len(groups) - 1)
    within = sum(len(group) * pvariance(group) for group in groups) / (total - len(groups))
    readings = (total - sum(len(group) ** 2 for group in groups) / total) / (len(groups) - 1)
    return round((between - within) / (between + (readings - 1) * within), 3)


def _tables(carried: Measured, whatever: Measured, scarce: Sequence[str]) -> str:
    first = _table(carried, ALL_METRICS, "error / spread")
    return f"{first}\n\n{_table(whatever, scarce, 'whatever the resolution')}" if scarce else first


def _table(measured: Measured, metrics: Sequence[str], corner: str) -> str:
    figures = {metric: _figures(metric, measured) for metric in metrics}
    rows = [[retake, *(_shown(measured.plain, metric, retake) for metric in metrics)] for retake in RETAKES]
    rows += [
        [f"{retake}, matched", *(_shown(measured.matched, metric, retake) for metric in metrics)]
        for retake in _BLURRING
    ]
    rows += [
        [
            label,
            *(_EMPTY if figures[metric][key] is None else f"{figures[metric][key]:g}" for metric in metrics),
        ]
        for label, key in _SUMS
    ]
    return as_table([corner, *metrics], rows)


def _shown(cells: Mapping[tuple[str, str], Cell], metric: str, retake: str) -> str:
    return f"{cells[metric, retake].share:.2f}" if (metric, retake) in cells else _EMPTY


def _span(values: Sequence[float]) -> str:
    return f"{min(values):.1f}-{max(values):.1f}"


def _missing(subjects: Sequence[Subject]) -> dict[str, int]:
    """This will count the changes that were refused or could not be made."""
    counted = {name: sum(subject.again[name] is None for subject in subjects) for name in RETAKES}
    return {name: count for name, count in counted.items() if count}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=2))
