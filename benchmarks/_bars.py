"""The bars: what some changes of a photo may do at most to a metric, and which metrics keep them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks._photos import as_table
from benchmarks._repeating import Measured
from vision.reading import SCORED_METRICS
from vision.samples.retakes import RETAKES

HEAD = ("change", "bar", "faces", "kept", "broken", "too few faces carry it")
_NONE = "-"


@dataclass(frozen=True)
class Bar:
    """What some changes may do at most to some metrics, in units of the between-face spread."""

    words: str
    retakes: tuple[str, ...]
    most: float
    metrics: tuple[str, ...] = SCORED_METRICS
    matched: bool = False


# Source: issue 4, point 5. Tone is absolute colour and is described, not scored: no bar holds it.
BARS = (
    Bar("JPEG 60", ("JPEG 60",), 0.16),
    Bar("size 0.7", ("size 0.7",), 0.15),
    Bar("turned by 3 to 10°", tuple(name for name in RETAKES if name.startswith("turned")), 0.05),
    Bar("light and lamp", ("light 0.75", "light 1.2", "warm lamp", "cool lamp"), 0.25),
    Bar("blur 1 px, matched", ("blur 1 px",), 0.10, ("lines", "red_spots", "brown_spots"), matched=True),
)


@dataclass(frozen=True)
class Held:
    """One metric under the worst change of one bar.

    Attributes:
        faces: How many faces' photos carry it, before and after.
        share: Its error in spreads; None where too few do.
    """

    bar: Bar
    metric: str
    faces: int
    share: float | None

    @property
    def ratio(self) -> float:
        """How many times the bar, as the table shows both; 0 where nothing can be said."""
        return 0.0 if self.share is None else round(self.share, 2) / self.bar.most


def held(measured: Measured) -> Iterator[Held]:
    """This will hold every metric against every bar that is set for it, by its worst change."""
    for bar in BARS:
        cells = measured.matched if bar.matched else measured.plain
        for metric in bar.metrics:
            found = [cells[metric, retake] for retake in bar.retakes if (metric, retake) in cells]
            if found:
                worst = max(found, key=lambda cell: cell.share)
                yield Held(bar, metric, min(cell.faces for cell in found), worst.share)
            else:
                faces = (measured.faces.carried(metric, retake) for retake in bar.retakes)
                yield Held(bar, metric, min(faces), None)


def bars_table(sets: Sequence[tuple[str, Measured]]) -> str:
    """This will say of each bar, on each set of faces, what keeps it, what breaks it and what nothing can be said of."""
    rows = []
    for words, measured in sets:
        most = len(measured.faces.subjects)
        found = list(held(measured))
        for bar in BARS:
            ours = [one for one in found if one.bar is bar]
            kept = [_told(one, most) for one in ours if one.share is not None and one.ratio <= 1]
            broken = [_told(one, most) for one in ours if one.ratio > 1]
            few = [f"{one.metric} ({one.faces} of {most})" for one in ours if one.share is None]
            row = (bar.words, f"{bar.most:.2f}", words)
            rows.append([*row, *(", ".join(cell) or _NONE for cell in (kept, broken, few))])
    return as_table(HEAD, rows)


def _told(one: Held, most: int) -> str:
    return f"{one.metric} {one.share:.2f}" + (f" ({one.faces} of {most})" if one.faces < most else "")
