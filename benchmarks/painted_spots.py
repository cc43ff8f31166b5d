"""`aura bench painted_spots FOLDER`: the red-spot detector on real faces with lesions of known place, size and contrast.

Nobody needs to label anything: on each face that a reading accepts, lesions are painted in optical density of haemoglobin,
2.5-5 mm wide and 0.15-0.30 deep, the photo goes through JPEG of quality 90 as it would through a chat, and the detector
searches it. Spots the face has of its own are not labelled and count as wrong, so the figures are on the low side.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from aura.commands.answers import refuse
from benchmarks._photos import photos_in, told
from benchmarks._precision import Found, Rectangle, middle_inside, precision_of
from benchmarks.spots import framed
from vision import Unreadable, models_folder
from vision.face.finding import Face, find_face
from vision.intake import Pixels, encode_jpeg, open_photo
from vision.samples.variants import to_srgb
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.optics import HAEMOGLOBIN, linear_light_of
from vision.skin.patch import prepared, searched_places

PER_FACE = 15
SIZES_MM, DEPTHS = (2.5, 3.0, 3.5, 4.0, 5.0), (0.15, 0.2, 0.25, 0.3)
QUALITY = 90
_APART_MM = 8.0
_DIGITS = 3


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will paint lesions on the faces of a folder, look for them, and give the average precision."""
    found: list[Found] = []
    drawn: list[list[Rectangle]] = []
    left_out = {}
    for path in told(photos_in(folder, what="faces, one to a photo")):
        try:
            pixels = open_photo(path.read_bytes())
            face = find_face(pixels, models=models_folder())
            view = prepared(pixels, face)
            refuse_if_unfit(judge(view, face))
        except Unreadable as no:
            left_out[path.name] = no.reason.value
            continue
        places = searched_places(view, PER_FACE, apart_mm=_APART_MM)
        painted, labels = _painted(pixels, face, places)
        spots = framed(open_photo(encode_jpeg(painted, quality=QUALITY)), face)
        found += [Found(len(drawn), where, sure) for where, sure in spots]
        drawn.append(labels)
    if not drawn:
        refuse(f"no photo of {folder} passes the gates: {left_out}")
    told_of = precision_of(found, drawn, middle_inside)
    return {
        "name": "painted_spots",
        "ratio": round(told_of.average, _DIGITS),
        "baseline": "a detector that finds every painted spot and nothing else has 1; her own spots count as wrong",
        "figures": {
            "faces": len(drawn),
            "painted": sum(map(len, drawn)),
            "found": len(found),
            "average_precision": round(told_of.average, _DIGITS),
            "precision": round(told_of.precision, _DIGITS),
            "recall": round(told_of.recall, _DIGITS),
            "left_out": left_out,
        },
    }


def _painted(pixels: Pixels, face: Face, places: list[tuple[float, float]]) -> tuple[Pixels, list[Rectangle]]:
    """This will paint a lesion at each place (x, y in pixels of the photo), sizes and depths in turn."""
    rows, columns = np.indices(pixels.shape[:2])
    depth = np.zeros(pixels.shape[:2], np.float32)
    labels = []
    for number, (x, y) in enumerate(places):
        half = SIZES_MM[number % len(SIZES_MM)] * face.pixels_per_mm / 2
        inside = np.clip(half - np.hypot(columns - x, rows - y) + 0.5, 0, 1).astype(np.float32)
        depth = np.maximum(depth, np.float32(DEPTHS[number % len(DEPTHS)]) * inside)
        labels.append(Rectangle(x - half, y - half, x + half, y + half))
    taken = 10 ** -(depth[..., None] * np.array(HAEMOGLOBIN, np.float32))
    return to_srgb(linear_light_of(pixels) * taken), labels


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=2))
