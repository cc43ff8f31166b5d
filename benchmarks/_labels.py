"""Labelled spots beside the photos of a folder; see `benchmarks/spots.py` for the formats."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from aura.commands.answers import refuse

CSV, JSON, YOLO = "labels.csv", "labels.json", ".txt"
_SCALE_NOTE = "# px_per_mm"
_NUMBERS_IN_YOLO = 5


@dataclass(frozen=True)
class Box:
    """A labelled spot: middle and sides as shares (0-1) of the upright picture's width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Labels:
    """What is known of one photo: its spots, and its scale where somebody wrote it down."""

    boxes: tuple[Box, ...]
    pixels_per_mm: float | None = None


def labels_of(folder: Path, photos: Iterable[Path]) -> dict[Path, Labels]:
    """This will read the labels of the photos, or refuse a folder whose labels cannot be read.

    A photo without labels is left out: nobody has looked at it. One that has no spots has an empty label.
    """
    by_name = {photo.name: photo for photo in photos}
    if (folder / JSON).is_file():
        found = dict(_from_rows(folder / JSON, _json_rows(folder / JSON), by_name))
    elif (folder / CSV).is_file():
        found = dict(_from_rows(folder / CSV, _csv_rows(folder / CSV), by_name))
    else:
        found = {
            photo: _from_yolo(photo.with_suffix(YOLO))
            for photo in by_name.values()
            if photo.with_suffix(YOLO).is_file()
        }
    if not any(labels.boxes for labels in found.values()):
        refuse(f"{folder} holds no labelled spots: {JSON}, {CSV}, or a {YOLO} beside each photo", code=2)
    return found


def _from_yolo(file: Path) -> Labels:
    boxes, scale = [], None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(_SCALE_NOTE):
            scale = _number(f"{file.name}, line {number}", line.removeprefix(_SCALE_NOTE))
        elif line.strip():
            parts = line.split()
            if len(parts) != _NUMBERS_IN_YOLO:
                refuse(f"{file.name}, line {number}: needs class, x, y, width and height", code=2)
            boxes.append(_shares(f"{file.name}, line {number}", *parts[1:]))
    return Labels(tuple(boxes), scale)


def _shares(where: str, *parts: str) -> Box:
    numbers = [_number(where, part) for part in parts]
    if not all(0 <= number <= 1 for number in numbers):
        refuse(f"{where}: x, y, width and height are shares of the picture, 0-1", code=2)
    return Box(*numbers)


def _csv_rows(file: Path) -> Iterator[dict[str, object]]:
    with file.open(encoding="utf-8", newline="") as opened:
        yield from (dict(row) for row in csv.DictReader(opened))


def _json_rows(file: Path) -> Iterator[dict[str, object]]:
    """This will turn a list of {"file", "boxes": [[left, top, width, height], ...], "px_per_mm"} into rows of one box."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        refuse(f"{file.name}: is not JSON: {error}", code=2)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        refuse(
            f'{file.name}: is a list of {{"file": ..., "boxes": [[left, top, width, height], ...]}}', code=2
        )
    for one in told:
        plain = {"file": one.get("file"), "px_per_mm": one.get("px_per_mm")}
        yield plain
        for box in one.get("boxes", []):
            yield plain | dict(zip(("left", "top", "width", "height"), box, strict=False))


def _from_rows(
    file: Path, rows: Iterable[dict[str, object]], by_name: dict[str, Path]
) -> Iterator[tuple[Path, Labels]]:
    """This will gather rows of one box each, in pixels of the upright picture; a row without a box says there is none."""
    boxes: dict[str, list[Box]] = {}
    scales: dict[str, float | None] = {}
    sizes: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows, start=1):
        where, name = f"{file.name}, row {number}", str(row.get("file") or "")
        if name not in by_name:
            refuse(f"{where}: there is no photo {name or '(file is missing)'} beside it", code=2)
        boxes.setdefault(name, [])
        scale = row.get("px_per_mm")
        scales[name] = _number(where, scale) if scale not in {None, ""} else scales.get(name)
        edges = [row.get(key) for key in ("left", "top", "width", "height")]
        if any(edge not in {None, ""} for edge in edges):
            if name not in sizes:
                sizes[name] = _size_of(by_name[name])
            left, top, width, height = (_number(where, edge) for edge in edges)
            across, down = sizes[name]
            boxes[name].append(
                Box((left + width / 2) / across, (top + height / 2) / down, width / across, height / down)
            )
    for name, found in boxes.items():
        yield by_name[name], Labels(tuple(found), scales[name])


def _size_of(photo: Path) -> tuple[int, int]:
    with Image.open(photo) as image:
        return ImageOps.exif_transpose(image).size


def _number(where: str, told: object) -> float:
    try:
        return float(str(told))
    except ValueError:
        refuse(f"{where}: {str(told).strip() or 'nothing'} is no number", code=2)
