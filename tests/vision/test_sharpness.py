"""Sharpness: told from the skin alone, and taken out of two photos before they are compared."""

from pathlib import Path

import numpy as np
import pytest

from vision.face.finding import Face, find_face
from vision.intake import open_photo
from vision.samples import variants
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace, align
from vision.skin.gates import judge
from vision.skin.measuring import measure
from vision.skin.regions import region_masks
from vision.skin.sharpness import matched, sharpness_of
from vision.skin.view import prepare


def _aligned(photo: bytes, models: Path) -> AlignedFace:
    pixels = open_photo(photo)
    return align(pixels, find_face(pixels, models=models))


@pytest.fixture(scope="module")
def sharp(selfie: bytes, models: Path) -> AlignedFace:
    return _aligned(selfie, models)


@pytest.fixture(scope="module")
def soft(selfie: bytes, models: Path) -> AlignedFace:
    return _aligned(variants.blurred(selfie, 1), models)


def test_a_blurred_photo_is_less_sharp(sharp: AlignedFace, soft: AlignedFace) -> None:
    assert sharpness_of(soft) < 0.9 * sharpness_of(sharp)


def test_an_even_surface_has_no_sharpness(plain_face: AlignedFace) -> None:
    assert sharpness_of(plain_face) == pytest.approx(0, abs=0.01)


def test_it_is_the_same_with_the_regions_at_hand(sharp: AlignedFace) -> None:
    regions, _ = region_masks(sharp.points, sharp.pixels.shape[:2], PIXELS_PER_MM)
    assert sharpness_of(sharp, regions) == sharpness_of(sharp)


def test_the_sharper_photo_is_made_as_sharp_as_the_other(sharp: AlignedFace, soft: AlignedFace) -> None:
    target = sharpness_of(soft)
    assert sharpness_of(matched(sharp, target)) == pytest.approx(target, rel=0.02)


def test_a_photo_that_is_not_sharper_is_left_alone(sharp: AlignedFace, soft: AlignedFace) -> None:
    assert matched(soft, sharpness_of(sharp)) is soft


def test_only_the_picture_is_touched(sharp: AlignedFace, soft: AlignedFace) -> None:
    again = matched(sharp, sharpness_of(soft))
    assert again.pixels.shape == sharp.pixels.shape
    assert np.array_equal(again.points, sharp.points)
    assert np.array_equal(again.to_aligned, sharp.to_aligned)


def test_matching_takes_the_blur_out_of_lines_and_texture(
    sharp: AlignedFace, soft: AlignedFace, face: Face
) -> None:
    def fine_detail(aligned: AlignedFace) -> list[float]:
        view = prepare(aligned)
        metrics = measure(view, judge(view, face)).reading.metrics
        return [metrics[name].value or 0.0 for name in ("lines", "texture")]

    plain, blurred, evened = (
        np.array(fine_detail(aligned)) for aligned in (sharp, soft, matched(sharp, sharpness_of(soft)))
    )
    assert (np.abs(evened - blurred) < 0.5 * np.abs(plain - blurred)).all()
