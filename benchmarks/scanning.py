"""`aura bench scanning`: a worker's memory over a thousand scans, and what a second worker adds on this machine.

The pool is the product's; only its recycling is switched off, so that memory that leaks would be seen. Four photos take
turns: two faces as they were sent, one at the largest size that is kept, and one that is refused. Throughput is wall
time: one worker and two take turns with the same photos, so that other work on the machine slows both.
"""

import asyncio
import contextlib
import io
import json
import os
import time
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image

from bot.wording import overlay_words
from vision import PhotoReader, Unreadable, models_folder
from vision.limits import MAX_SIDE
from vision.samples import sample_progress_photo, sample_selfie
from vision.worker import Limits

SCANS = 1000
_STEP = 100
# The process is warm, its heap has found its size: growth is counted from here.
_SETTLED = 200
_ROUNDS = 5
_PHOTOS_A_ROUND = 16
_FOR_EVER = Limits(photos=10**9)


def run() -> dict[str, Any]:
    """This function will measure memory and throughput and give ratio, baseline and figures."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, Any]:
    memory = await _memory_by_scans()
    speed = await _throughput()
    settled = {scans: megabytes for scans, megabytes in memory.items() if scans >= _SETTLED}
    figures = {
        "memory_mb": memory,
        "memory_after_mb": memory[SCANS],
        "memory_grown_mb": round(memory[SCANS] - min(settled.values()), 1),
        "photos_a_second": {workers: round(rate, 2) for workers, rate in speed.items()},
        "cores": len(os.sched_getaffinity(0)),
        "load_before": round(os.getloadavg()[0], 1),
    }
    return {
        "name": "scanning",
        "ratio": round(speed[2] / speed[1], 2),
        "baseline": "throughput of two workers, as a multiple of one worker's in the same run",
        "figures": figures,
    }


async def _memory_by_scans() -> dict[int, float]:
    """This function will give the worker's resident megabytes after so many scans, from the warm start on."""
    photos = (
        sample_selfie().read_bytes(),
        sample_progress_photo().read_bytes(),
        _enlarged(sample_selfie().read_bytes()),
        _without_face(),
    )
    reader = PhotoReader(models=models_folder(), limits=_FOR_EVER)
    await reader.warm_up()
    (worker,) = reader.process_ids
    memory = {0: _resident_megabytes(worker)}
    for scan in range(1, SCANS + 1):
        with contextlib.suppress(Unreadable):
            await reader.read(photos[scan % len(photos)], overlay_words("th"))
        if scan % _STEP == 0:
            memory[scan] = _resident_megabytes(worker)
    if reader.process_ids != [worker]:
        raise RuntimeError("the worker did not live through it")
    await asyncio.to_thread(reader.close)
    return memory


async def _throughput() -> dict[int, float]:
    """This function will give photos a second for one worker and for two: medians of interleaved rounds."""
    photo = sample_selfie().read_bytes()
    readers = {
        workers: PhotoReader(
            models=models_folder(), workers=workers, waiting=_PHOTOS_A_ROUND, limits=_FOR_EVER
        )
        for workers in (1, 2)
    }
    rates: dict[int, list[float]] = {workers: [] for workers in readers}
    for reader in readers.values():
        await reader.warm_up()
        await asyncio.gather(*(reader.read(photo) for _ in range(4)))
    for _ in range(_ROUNDS):
        for workers, reader in readers.items():
            started = time.perf_counter()
            await asyncio.gather(*(reader.read(photo, overlay_words("th")) for _ in range(_PHOTOS_A_ROUND)))
            rates[workers].append(_PHOTOS_A_ROUND / (time.perf_counter() - started))
    for reader in readers.values():
        await asyncio.to_thread(reader.close)
    return {workers: median(measured) for workers, measured in rates.items()}


def _resident_megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]
    return round(int(kilobytes) / 1024, 1)


def _enlarged(photo: bytes) -> bytes:
    with Image.open(io.BytesIO(photo)) as image:
        grown = MAX_SIDE / max(image.size)
        return _jpeg(image.convert("RGB").resize((round(image.width * grown), round(image.height * grown))))


def _without_face() -> bytes:
    return _jpeg(Image.new("RGB", (1200, 1600), (180, 150, 130)))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
