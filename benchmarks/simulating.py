"""`aura bench simulating FOLDER`: what simulated pictures show of what was wished, what texture they keep, what they cost.

Every readable portrait is simulated with each wish of WISHES. A part of a wish that the photo does not carry, or whose
value is not above its own error, is left out of its row. The cost is CPU time over that of reading the same photo, both
taken in turn in one process.
"""

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from aura.commands.answers import refuse
from benchmarks._photos import as_table, photos_in, told
from bot.wording import watermark
from vision import Shortfall, SimulatePhoto, Simulation, Unreadable, models_folder, read_photo

WISHES: dict[str, dict[str, float]] = {
    **{
        f"{name} -20 %": {name: -0.2}
        for name in ("redness", "pigment", "evenness", "red_spots", "brown_spots", "lines", "dark_circles")
    },
    "redness, pigment, dark circles -20 %": dict.fromkeys(("redness", "pigment", "dark_circles"), -0.2),
}
_NOTHING = frozenset({Shortfall.NOT_MEASURABLE, Shortfall.NOTHING_THERE})

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Tried:
    """One wish on one portrait, and its cost in readings."""

    wish: str
    made: Simulation
    cost: float


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will simulate on a folder of portraits: ratio (median cost of a picture in readings), table and figures."""
    models = models_folder()
    tried: list[Tried] = []
    portraits = 0
    left_out: dict[str, str] = {}
    for path in told(photos_in(folder, what="portraits")):
        photo = path.read_bytes()
        try:
            read_photo(photo, models=models)  # loads what is loaded once
        except Unreadable as no:
            left_out[path.name] = no.reason.value
            continue
        portraits += 1
        for name, wish in WISHES.items():
            scan, _ = _timed(lambda photo=photo: read_photo(photo, models=models))  # type: ignore[misc]
            job = SimulatePhoto(photo, wish, watermark())
            spent, made = _timed(lambda job=job: job.do(models))  # type: ignore[misc]
            tried.append(Tried(name, made, spent / scan))
    shown = [one for one in tried if one.made.picture_jpeg is not None]
    if not shown:
        refuse("nothing could be simulated on any photo of the folder")
    return {
        "name": "simulating",
        "ratio": round(statistics.median(one.cost for one in shown), 1),
        "baseline": "CPU time of reading the same photo",
        "figures": {
            "portraits": portraits,
            "left_out": left_out,
            "pictures": len(shown),
            "most_beyond_the_wish": round(max(_beyond(one.made) for one in shown), 4),
            "least_texture_kept": min(one.made.texture_kept for one in shown),
            "dearest": round(max(one.cost for one in shown), 1),
        },
        "table": _table(shown),
    }


def _timed(do: Callable[[], Answer]) -> tuple[float, Answer]:
    begun = time.process_time()
    answer = do()
    return time.process_time() - begun, answer


def _beyond(made: Simulation) -> float:
    """This will give by how much more than was wished a picture shows, as a share of what was there; 0 at most is right."""
    return max(
        made.wish[name] - shown.change for name, shown in made.metrics.items() if shown.change is not None
    )


def _table(shown: Sequence[Tried]) -> str:
    rows = []
    for name in WISHES:
        these = [one for one in shown if one.wish == name]
        parts = [
            part for one in these for part in one.made.metrics.values() if part.shortfall not in _NOTHING
        ]
        if not parts:
            rows.append([name, "0", "-", "-", "-", "-", "-"])
            continue
        changes = sorted(-part.change for part in parts if part.change is not None)
        short = Counter(part.shortfall.value for part in parts if part.shortfall is not None)
        rows.append(
            [
                name,
                str(len(these)),
                f"{sum(part.shortfall is None for part in parts)} of {len(parts)}",
                f"{changes[0]:.3f} - {changes[-1]:.3f}",
                ", ".join(f"{why} {count}" for why, count in short.most_common()) or "-",
                f"{min(one.made.texture_kept for one in these):.3f}",
                f"{statistics.median(one.cost for one in these):.1f}",
            ]
        )
    head = ["wish", "pictures", "as wished", "shown (share)", "less, because", "least texture", "cost"]
    return as_table(head, rows)


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=2))
