"""Anchors made from a folder of portraits: `python -m vision.anchors FOLDER`.

By METHOD.md's rule: 100 stands at the mean of the folder's faces less 1.5 standard deviations (never below 0), 0 at the
mean plus 3, and never nearer to it than five minimal detectable changes: error alone must not move a score by more than
20. Dark circles score 100 where the under-eyes are no darker than the cheeks.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import fmean, pstdev

from vision.models import models_folder
from vision.reading import SCORED_METRICS, SkinReading
from vision.reasons import Unreadable
from vision.skin.scores import SCALES

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".heic")
# Fewer faces than this have no spread to speak of.
LEAST_FACES = 5
_BEST_DEVIATIONS, _WORST_DEVIATIONS = 1.5, 3.0
_LEAST_ERRORS = 5  # minimal detectable changes between 100 and 0
_DECIMALS = 1


def main(arguments: list[str]) -> int:
    """This function will print the anchors of a folder, as TOML; what was read and what was not goes to stderr.

    Returns:
        0, or 1 where the folder has too few readable faces.
    """
    parser = argparse.ArgumentParser(prog="python -m vision.anchors", description=__doc__)
    parser.add_argument("folder", type=Path, help="portraits, one face each, as a clinic takes them")
    parser.add_argument("--name", default=None, help="what the anchors are called (the folder's name)")
    asked = parser.parse_args(arguments)
    readings = read_folder(asked.folder)
    values = values_of(readings.values())
    if len(readings) < LEAST_FACES:
        sys.stderr.write(f"{asked.folder}: {len(readings)} faces could be read, {LEAST_FACES} are needed\n")
        return 1
    sys.stdout.write(as_toml(asked.name or asked.folder.resolve().name, values))
    return 0


def read_folder(folder: Path) -> dict[str, SkinReading]:
    """This function will read every photo of a folder; those that are refused are told on stderr and left out."""
    from vision import read_photo  # noqa: PLC0415 - the package's front imports the reading's parts

    if not folder.is_dir():
        sys.stderr.write(f"{folder}: is no folder\n")
        return {}
    readings = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in SUFFIXES:
            try:
                readings[file.name] = read_photo(file.read_bytes(), models=models_folder()).reading
            except Unreadable as refused:
                sys.stderr.write(f"{file.name}: left out: {refused.reason.value}\n")
    return readings


def values_of(readings: Iterable[SkinReading]) -> dict[str, list[float]]:
    """This function will gather the raw values of each scored metric, where they could be measured."""
    read = list(readings)
    return {
        name: [value for reading in read if (value := reading.metrics[name].value) is not None]
        for name in SCORED_METRICS
    }


def anchors_for(metric: str, values: list[float]) -> tuple[float, float]:
    """This function will give the raw values that score 100 and 0, rounded as the metric's error is."""
    mean, deviation = fmean(values), pstdev(values)
    best = 0.0 if metric == "dark_circles" else max(mean - _BEST_DEVIATIONS * deviation, 0.0)
    error = SCALES[metric].mdc or 0.0
    worst = max(mean + _WORST_DEVIATIONS * deviation, best + _LEAST_ERRORS * error)
    return round(best, _DECIMALS), round(worst, _DECIMALS)


def as_toml(name: str, values: Mapping[str, list[float]]) -> str:
    """This function will write anchors as the file the product reads; a metric of too few faces is left out."""
    parts = [f'name = "{name}"\n']
    for metric, measured in values.items():
        if len(measured) >= LEAST_FACES:
            best, worst = anchors_for(metric, measured)
            parts.append(f"# {len(measured)} faces\n[{metric}]\nbest = {best}\nworst = {worst}\n")
        else:
            parts.append(f"# {metric}: {len(measured)} faces only, no score\n")
    return "\n".join(parts)
