"""`aura bench comparison FOLDER`: how often two photos are said to differ when nothing about the skin has changed.

Every photo of the folder is compared with each of its own retakes (`vision/samples/retakes.py`): each verdict of better
or worse is false. Then every photo is compared with every other one: where the folder holds one photo of each person,
each pair that is not refused is one too many.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks._photos import as_table, photos_in, told
from vision import (
    ComparePhotos,
    Incomparable,
    PairWords,
    PhotoComparison,
    Side,
    Unfit,
    Verdict,
    models_folder,
)
from vision.intake import open_photo
from vision.samples.retakes import RETAKES, photographed

# A minimal detectable change of 95 % says "changed" of one unchanged measure in twenty, if errors are normal.
ALLOWED = 0.05
_FALSE = (Verdict.BETTER, Verdict.WORSE)
_WORDS = PairWords("", "", "", "")


@dataclass
class Tally:
    """What came of the comparisons of one kind."""

    outcomes: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)

    def add(self, found: PhotoComparison | Unfit, name: str) -> None:
        """This will count one comparison."""
        if isinstance(found, Unfit):
            self.outcomes["unfit"] += 1
            return
        self.outcomes["compared" if found.comparison.comparable else "refused"] += 1
        self.outcomes.update(f"refused: {reason}" for reason in found.comparison.reasons)
        if found.comparison.comparable:
            for metric, change in found.comparison.metrics.items():
                self.verdicts[change.verdict] += 1
                if change.verdict in _FALSE:
                    self.false.append(f"{metric} of {name}")

    @property
    def judged(self) -> int:
        """How many measures were judged."""
        return sum(self.verdicts.values()) - self.verdicts[Verdict.NOT_MEASURABLE]


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will compare the photos of a folder with themselves and each other: ratio (false changes to 5 %), table."""
    paths = photos_in(folder, what="faces, one photo of each person")
    tallies = {name: Tally() for name in RETAKES}
    fit: list[Path] = []
    for path in told(paths):
        photo = path.read_bytes()
        if _unfit(_compared(photo, photo)):
            continue
        fit.append(path)
        pixels = open_photo(photo)
        for name in RETAKES:
            tallies[name].add(_compared(photo, photographed(pixels, name)), f"{path.name}, {name}")
    others = _strangers(fit)
    judged = sum(tally.judged for tally in tallies.values())
    false = [one for tally in tallies.values() for one in tally.false]
    share = len(false) / judged if judged else 0.0
    return {
        "name": "comparison",
        "ratio": round(share / ALLOWED, 2),
        "baseline": "measures of unchanged skin said to have changed, to the 5 % that a 95 % limit allows; 1 passes",
        "figures": {
            "photos": len(fit),
            "measures judged": judged,
            "said to have changed": len(false),
            "which": ", ".join(false) or "none",
            "pairs of two photos": sum(others.outcomes[one] for one in ("compared", "refused")),
            "of them refused": others.outcomes["refused"],
            "refused for the face": others.outcomes[f"refused: {Incomparable.FACE}"],
        },
        "table": _table(tallies),
    }


def _compared(before: bytes, after: bytes) -> PhotoComparison | Unfit:
    return ComparePhotos(before, after, _WORDS).do(models_folder())


def _unfit(found: PhotoComparison | Unfit) -> bool:
    return isinstance(found, Unfit) and found.side is Side.BEFORE


def _strangers(paths: Sequence[Path]) -> Tally:
    tally = Tally()
    for first, second in combinations(paths, 2):
        tally.add(_compared(first.read_bytes(), second.read_bytes()), f"{first.name}, {second.name}")
    return tally


def _table(tallies: dict[str, Tally]) -> str:
    head = ("the same photo", "compared", "refused", "unfit", "judged", "said to have changed")
    rows = [
        (
            name,
            *(str(tally.outcomes[one]) for one in ("compared", "refused", "unfit")),
            str(tally.judged),
            str(len(tally.false)),
        )
        for name, tally in tallies.items()
    ]
    return as_table(head, rows)
