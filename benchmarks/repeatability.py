"""`aura bench repeatability FOLDER`: how much a metric moves when nothing about the skin has changed.

Every photo of the folder is read, changed in each way of `vision/samples/retakes.py` and read again. What a metric moved
(root mean square over the faces) is told in units of its spread between the faces: 0.1 is a tenth of what people differ by.
Then the same is done with each face as a phone would show it, with skin and findings painted (`vision/samples/phone_faces.py`).
Only what the product gives a value of counts: where a photo does not carry a metric, its reading says so and gives none.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aura.commands.answers import refuse
from benchmarks._bars import Held, bars_table, held
from benchmarks._photos import photos_in, told
from benchmarks._repeating import LEAST_FACES, Measured, figures_of, table_of
from benchmarks._retesting import Subject, retest
from vision import Unreadable, models_folder
from vision.intake import Opened, opened
from vision.reading import ALL_METRICS
from vision.samples.phone_faces import phone_face
from vision.samples.retakes import RETAKES

_SETS = ("photos as they are", "painted at phone resolution")


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will measure the repeatability on the faces of a folder: ratio (worst cell to its bar), tables and figures."""
    photos = photos_in(folder, what=f"at least {LEAST_FACES} faces, one to a photo")
    bare, painted, left_out = _read(photos)
    if min(len(bare), len(painted)) < LEAST_FACES:
        reasons = ", ".join(f"{name} ({reason})" for name, reason in left_out.items()) or "none left out"
        refuse(f"{len(bare)} photos could be read, {LEAST_FACES} are needed; left out: {reasons}")
    sets = [
        (words, Measured.of(faces, carried_only=True))
        for words, faces in zip(_SETS, (bare, painted), strict=True)
    ]
    whatever = Measured.of(bare, carried_only=False)
    found = [(one, words) for words, measured in sets for one in held(measured)]
    worst, where = max(found, key=lambda pair: pair[0].ratio)
    tables = [f"{words}\n\n{table_of(measured, ALL_METRICS, 'error / spread')}" for words, measured in sets]
    scarce = [name for name in ALL_METRICS if _carried(sets[0][1], name) < _carried(whatever, name)]
    if scarce:
        beside = table_of(whatever, scarce, "error / spread")
        tables.append(f"{_SETS[0]}, with what the product gives no value of\n\n{beside}")
    return {
        "name": "repeatability",
        "ratio": round(worst.ratio, 2),
        "baseline": "the bars on what a metric may move, in spreads between faces; the worst cell to its bar, 1 passes",
        "figures": {
            "worst": _words(worst, where),
            "bars_kept": f"{sum(one.ratio <= 1 for one, _ in found if one.share)} of {sum(one.share is not None for one, _ in found)}",
            "broken": {_words(one, words): round(one.ratio, 2) for one, words in found if one.ratio > 1},
            "left_out": left_out,
            **{words: _told(measured) for words, measured in sets},
            "whatever the photos carry": {name: figures_of(name, whatever) for name in scarce},
        },
        "table": "\n\n".join([*tables, bars_table(sets)]),
    }


def _read(photos: Sequence[Path]) -> tuple[list[Subject], list[Subject], dict[str, str]]:
    """This will read every photo as it is and painted; the painted ones are numbered as they come."""
    bare: list[Subject] = []
    painted: list[Subject] = []
    left_out, models = {}, models_folder()
    for path in told(photos):
        try:
            photo = opened(path.read_bytes())
            subject, face = retest(photo, models)
        except Unreadable as no:
            left_out[path.name] = no.reason.value
            continue
        number = len(bare)
        bare.append(subject)
        try:
            painted.append(retest(Opened(phone_face(photo.pixels, face, number), None), models)[0])
        except Unreadable as no:
            left_out[f"{path.name}, painted"] = no.reason.value
    return bare, painted, left_out


def _told(measured: Measured) -> dict[str, Any]:
    subjects = measured.faces.subjects
    scales = [subject.pixels_per_mm for subject in subjects]
    missing = {name: sum(one.again[name] is None for one in subjects) for name in RETAKES}
    return {
        "faces": len(subjects),
        "pixels_per_mm": f"{min(scales):.1f}-{max(scales):.1f}",
        "not_retaken": {name: count for name, count in missing.items() if count},
        "not_measurable": {name: said for name in ALL_METRICS if (said := _reasons(measured, name))},
        "metrics": {name: figures_of(name, measured) for name in ALL_METRICS},
    }


def _reasons(measured: Measured, metric: str) -> dict[str, int]:
    """This will count why the product gives no value of a metric: of the faces, and of those that gave one after JPEG 60."""
    subjects = measured.faces.subjects
    own = Counter(reason for one in subjects if (reason := one.reasons[metric]))
    after = Counter(
        f"{reason} after JPEG 60"
        for one in subjects
        if not one.reasons[metric] and (again := one.again["JPEG 60"]) and (reason := again.reasons[metric])
    )
    return dict(own + after)


def _carried(measured: Measured, metric: str) -> int:
    return measured.faces.spread(metric)[0]


def _words(one: Held, where: str) -> str:
    return f"{one.metric}, {one.bar.words}, {where}: {one.share:.2f} of {one.bar.most}"


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=2))
