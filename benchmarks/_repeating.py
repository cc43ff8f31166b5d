"""What repeated readings of faces say: errors in units of the spread between the faces, and tables of them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pvariance, stdev
from typing import Any

from benchmarks._photos import as_table
from benchmarks._retesting import Again, Subject
from vision.reading import ALL_METRICS
from vision.samples.retakes import RETAKES

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
class Cell:
    """One metric under one change: root mean square of what it moved, in its own unit and in spreads."""

    faces: int
    moved: float
    share: float


@dataclass(frozen=True)
class Faces:
    """The faces, and which of their values count: those the product gives, or all whatever the photo carries."""

    subjects: Sequence[Subject]
    carried_only: bool

    def value(self, subject: Subject, metric: str) -> float | None:
        """This will give a face's own value where it counts."""
        return subject.values[metric] if self._counts(subject.reasons[metric]) else None

    def spread(self, metric: str) -> tuple[int, float]:
        """This will give how many faces have a metric, and its standard deviation between them."""
        values = [one for subject in self.subjects if (one := self.value(subject, metric)) is not None]
        return len(values), stdev(values) if len(values) >= LEAST_FACES else 0.0

    def again(self, subject: Subject, metric: str, retake: str) -> Again | None:
        """This will give one change of one face where both photos' values of the metric count."""
        again = subject.again[retake]
        if again is None or not (
            self._counts(subject.reasons[metric]) and self._counts(again.reasons[metric])
        ):
            return None
        return again

    def carried(self, metric: str, retake: str) -> int:
        """This will count the faces whose photo carries a metric before and after a change."""
        return sum(self.again(subject, metric, retake) is not None for subject in self.subjects)

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

    def _counts(self, reason: str | None) -> bool:
        return not self.carried_only or reason is None


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


def figures_of(metric: str, measured: Measured) -> dict[str, Any]:
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


def table_of(measured: Measured, metrics: Sequence[str], corner: str) -> str:
    figures = {metric: figures_of(metric, measured) for metric in metrics}
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
