"""One face, photographed again a little differently: nothing may change by more than its minimal detectable change."""

from pathlib import Path

import pytest

from vision import PhotoReading, read_photo
from vision.intake import encode_jpeg, open_photo
from vision.reading import SCORED_METRICS
from vision.samples.retakes import RETAKES, Retake

# Blur and size change the sharpness, which is matched before photos are compared (test_sharpness).
SAME_SHARPNESS = [name for name in RETAKES if not name.startswith(("size", "blur", "gamma"))]


def _again(photo: bytes, retake: Retake) -> bytes:
    return encode_jpeg(retake(open_photo(photo)), quality=95)


@pytest.mark.parametrize("name", SAME_SHARPNESS)
def test_the_same_face_again_shows_no_change(
    selfie: bytes, models: Path, reading: PhotoReading, name: str
) -> None:
    assert not _beyond(reading, read_photo(_again(selfie, RETAKES[name]), models=models), times=1)


@pytest.mark.parametrize("name", ["gamma 0.9", "gamma 1.1"])
def test_another_tone_curve_is_the_worst_a_camera_does(
    selfie: bytes, models: Path, reading: PhotoReading, name: str
) -> None:
    # The MDC holds for 95 of 100 changes; a tenth of gamma is beyond it for single metrics, and never far.
    assert not _beyond(reading, read_photo(_again(selfie, RETAKES[name]), models=models), times=1.5)


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
