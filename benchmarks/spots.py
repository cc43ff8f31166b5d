"""`aura bench spots FOLDER`: the average precision of the red-spot detector on photos that somebody has labelled.

The folder holds photos, and their labels in one of three forms (the first that is there):

- `labels.json`: `[{"file": "a.jpg", "boxes": [[left, top, width, height], ...], "px_per_mm": 6.5}, ...]`, in pixels of
  the upright photo; `px_per_mm` may be left out.
- `labels.csv`: columns file, left, top, width, height and, if known, px_per_mm: one row for each spot. A row with nothing
  but a file says that this photo has no spots.
- `a.txt` beside `a.jpg` (YOLO): `class x y width height` a line, all but the class as shares (0-1) of the picture; every
  class counts as a spot. A line `# px_per_mm 6.5` tells the scale.

A photo with a face from the front is searched as the product does it. A half profile or a patch of skin is searched by
the same detector on its declared scale; without one its shorter side is taken for ASSUMED_MM. A found spot is right when
its middle lies in a labelled box that no surer one has taken; the figure for IoU asks that both overlap by 0.3 of their
union. Surer is what stands further above the least contrast that counts.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aura.commands.answers import refuse
from benchmarks._labels import Labels, labels_of
from benchmarks._photos import photos_in, told
from benchmarks._precision import Found, Rectangle, middle_inside, overlap, precision_of
from vision import Unreadable, models_folder
from vision.face.finding import Face, find_face
from vision.intake import Pixels, open_photo
from vision.skin.blobs import Blob
from vision.skin.patch import spots_on_face, spots_on_patch
from vision.skin.spots import MARKED

# A half profile fills its picture with a head, which is some 150 mm wide.
ASSUMED_MM = 150.0
LEAST_IOU = 0.3
_DIGITS = 3


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will measure the average precision on the labelled photos of a folder, and tell what it was measured on."""
    photos = photos_in(folder, what="labelled ones, see benchmarks/spots.py for the forms of labels")
    labels = labels_of(photos[0].parent, photos)
    found: list[Found] = []
    drawn: list[list[Rectangle]] = []
    ways = {"face": 0, "declared scale": 0, "assumed scale": 0}
    left_out: dict[str, str] = {}
    for path in told(sorted(labels)):
        try:
            pixels = open_photo(path.read_bytes())
        except Unreadable as no:
            left_out[path.name] = no.reason.value
            continue
        way, spots = _spots_of(pixels, labels[path].pixels_per_mm)
        ways[way] += 1
        found += [Found(len(drawn), where, confidence) for where, confidence in spots]
        drawn.append(_rectangles(labels[path], pixels))
    if not any(drawn):
        refuse(f"no labelled photo of {folder} could be opened: {left_out}")
    return _answer(found, drawn, {"photos": len(drawn), "searched_by": ways, "left_out": left_out})


def _answer(
    found: Sequence[Found], drawn: Sequence[Sequence[Rectangle]], figures: Mapping[str, Any]
) -> dict[str, Any]:
    by_middle = precision_of(found, drawn, middle_inside)
    by_overlap = precision_of(found, drawn, lambda one, label: overlap(one, label) >= LEAST_IOU)
    return {
        "name": "spots",
        "ratio": round(by_middle.average, _DIGITS),
        "baseline": "a detector that finds every labelled spot and nothing else has 1; right is a middle in a labelled box",
        "figures": {
            **figures,
            "labelled": sum(len(of_photo) for of_photo in drawn),
            "found": len(found),
            "average_precision": round(by_middle.average, _DIGITS),
            "precision": round(by_middle.precision, _DIGITS),
            "recall": round(by_middle.recall, _DIGITS),
            f"average_precision_iou_{LEAST_IOU}": round(by_overlap.average, _DIGITS),
        },
    }


def _spots_of(pixels: Pixels, declared: float | None) -> tuple[str, list[tuple[Rectangle, float]]]:
    """This will find the red spots of a photo: how it was searched, and each spot's frame and how sure it is."""
    try:
        return "face", framed(pixels, find_face(pixels, models=models_folder()))
    except Unreadable:
        scale = declared or min(pixels.shape[:2]) / ASSUMED_MM
        red, _ = spots_on_patch(pixels, scale)
        return "declared scale" if declared else "assumed scale", _frames(red, scale)


def framed(pixels: Pixels, face: Face) -> list[tuple[Rectangle, float]]:
    """This will find the red spots of a face: each one's frame in pixels of the photo, and how sure it is."""
    red, _ = spots_on_face(pixels, face)
    return _frames(red, face.pixels_per_mm)


def _frames(red: Sequence[Blob], scale: float) -> list[tuple[Rectangle, float]]:
    """This will frame what a reading marks, in pixels of its picture."""
    marked = [(blob, blob.size_mm * scale / 2) for blob in red if blob.sure >= MARKED]
    return [
        (Rectangle(blob.x - half, blob.y - half, blob.x + half, blob.y + half), blob.counts)
        for blob, half in marked
    ]


def _rectangles(labels: Labels, pixels: Pixels) -> list[Rectangle]:
    height, width = pixels.shape[:2]
    return [
        Rectangle(
            (box.x - box.width / 2) * width,
            (box.y - box.height / 2) * height,
            (box.x + box.width / 2) * width,
            (box.y + box.height / 2) * height,
        )
        for box in labels.boxes
    ]


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=2))
