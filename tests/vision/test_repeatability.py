"""One face, photographed again a little differently: nothing may change by more than its minimal detectable change."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from vision import PhotoReading, read_photo
from vision.intake import open_photo
from vision.reading import SCORED_METRICS
from vision.samples import variants


def _recompressed(photo: bytes, quality: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(open_photo(photo)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _turned(photo: bytes, degrees: float) -> bytes:
    out = io.BytesIO()
    image = Image.fromarray(open_photo(photo))
    image.rotate(degrees, Image.Resampling.BICUBIC).save(out, "JPEG", quality=95)
    return out.getvalue()


def _mirrored(photo: bytes) -> bytes:
    out = io.BytesIO()
    ImageOps.mirror(Image.fromarray(open_photo(photo))).save(out, "JPEG", quality=95)
    return out.getvalue()


def _with_gamma(photo: bytes, gamma: float) -> bytes:
    out = io.BytesIO()
    curve = np.round(255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    Image.fromarray(curve[open_photo(photo)]).save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda photo: _recompressed(photo, 90), id="jpeg 90"),
        pytest.param(lambda photo: _recompressed(photo, 60), id="jpeg 60"),
        pytest.param(lambda photo: _turned(photo, 5), id="turned by 5 degrees"),
        pytest.param(_mirrored, id="mirrored"),
        pytest.param(lambda photo: variants.in_light(photo, 0.75), id="less light"),
        pytest.param(lambda photo: variants.in_light(photo, 1.2), id="more light"),
        pytest.param(lambda photo: variants.in_light(photo, (1.1, 1.0, 0.85)), id="warm lamp"),
        pytest.param(lambda photo: variants.in_light(photo, (0.9, 1.0, 1.15)), id="cool lamp"),
    ],
)
def test_the_same_face_again_shows_no_change(
    selfie: bytes, models: Path, reading: PhotoReading, again: Callable[[bytes], bytes]
) -> None:
    assert not _beyond(reading, read_photo(again(selfie), models=models), times=1)


@pytest.mark.parametrize("gamma", [0.9, 1.1])
def test_another_tone_curve_is_the_worst_a_camera_does(
    selfie: bytes, models: Path, reading: PhotoReading, gamma: float
) -> None:
    # The MDC holds for 95 of 100 changes; a tenth of gamma is beyond it for single metrics, and never far.
    assert not _beyond(reading, read_photo(_with_gamma(selfie, gamma), models=models), times=1.5)


def _beyond(first: PhotoReading, again: PhotoReading, *, times: float) -> dict[str, tuple[float, float]]:
    """The metrics that differ by more than so many minimal detectable changes."""
    beyond = {}
    for name in SCORED_METRICS:
        before, after = first.reading.metrics[name], again.reading.metrics[name]
        if before.value is None or after.value is None or before.mdc is None:
            assert after.reason in {"resolution", before.reason}, name
        elif abs(after.value - before.value) >= times * before.mdc:
            beyond[name] = (before.value, after.value)
    return beyond
