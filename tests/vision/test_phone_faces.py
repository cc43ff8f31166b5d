"""Faces as a phone shows them: painted alike on every run, at one scale, and different from face to face."""

from pathlib import Path

import numpy as np
import pytest

from vision.face.finding import Face, find_face
from vision.intake import Pixels, open_photo
from vision.samples.phone_faces import PIXELS_PER_MM, phone_face
from vision.skin.aligned import align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import measure
from vision.skin.view import prepare


@pytest.fixture(scope="module")
def portrait(selfie: bytes, models: Path) -> tuple[Pixels, Face]:
    pixels = open_photo(selfie)
    return pixels, find_face(pixels, models=models)


def test_a_face_is_painted_the_same_on_every_run_and_another_one_otherwise(
    portrait: tuple[Pixels, Face],
) -> None:
    first, again, other = (phone_face(*portrait, number) for number in (3, 3, 4))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_painted_face_is_as_fine_as_a_phone_s_and_passes_the_gates(
    portrait: tuple[Pixels, Face], models: Path
) -> None:
    painted = phone_face(*portrait, 2)
    face = find_face(painted, models=models)
    view = prepare(align(painted, face))
    quality = judge(view, face)

    refuse_if_unfit(quality)
    assert quality["pixels_per_mm"] == pytest.approx(PIXELS_PER_MM, rel=0.03)
    found = measure(view, quality).reading.metrics
    assert all(found[name].value is not None for name in ("lines", "texture", "red_spots", "brown_spots"))
