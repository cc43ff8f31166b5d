"""`aura bench intake`: what hostile photos cost before they are refused, beside taking in an ordinary one.

Each is a median of interleaved rounds in CPU time; memory is by how much the process was at most larger while it looked
at the photo (the kernel keeps that peak). The bomb is the 49 KB PNG of 20,000 x 20,000 pixels.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from vision import Unreadable
from vision.intake import open_photo
from vision.samples import hostile, sample_selfie

ROUNDS = 15


def run() -> dict[str, Any]:
    """This function will measure each photo and give ratio, baseline and figures."""
    photos = {
        "png_20000_x_20000": hostile.png_bomb(20_000, 20_000),
        "webp_16384_x_16384": hostile.webp_bomb(),
        "png_note_of_300_mb": hostile.png_with_endless_note(b"zTXt", megabytes=300),
        "jpeg_of_2000_scans": hostile.jpeg_of_many_scans(1000, 2000),
        "text": b"hello, this is no photo",
    }
    ordinary = sample_selfie().read_bytes()
    _look_at(ordinary)
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in ("ordinary", *photos)}
    for _ in range(ROUNDS):
        for name, photo in {"ordinary": ordinary, **photos}.items():
            measured[name].append(_cost(partial(_look_at, photo)))
    figures: dict[str, Any] = {
        name: {
            "bytes": len(photo),
            "ms": round(median(ms for ms, _ in measured[name]), 2),
            "memory_mb": round(max(grown for _, grown in measured[name]), 1),
            "refused": _look_at(photo),
        }
        for name, photo in {"ordinary": ordinary, **photos}.items()
    }
    bomb = figures["png_20000_x_20000"]["ms"]
    return {
        "name": "intake",
        "ratio": round(bomb / figures["ordinary"]["ms"], 3),
        "baseline": "taking in an ordinary photo (the sample selfie); the 20,000 x 20,000 bomb costs this part of it",
        "figures": figures,
    }


def _look_at(photo: bytes) -> str | None:
    try:
        open_photo(photo)
    except Unreadable as refusal:
        return refusal.reason.value
    return None


def _cost(step: Callable[[], object]) -> tuple[float, float]:
    """This function will give CPU milliseconds of a step, and by how many megabytes the process grew during it."""
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak so far
    before = _status("VmRSS")
    started = time.process_time()
    step()
    return 1000 * (time.process_time() - started), max(_status("VmHWM") - before, 0) / 1024


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
