"""Pores: painted on a photo that is fine enough, and not told of one that is not."""

from dataclasses import replace

import numpy as np
import pytest

from tests.vision.painting import GREY, Layer, absorbing
from vision.anchors import SHIPPED, read_anchors
from vision.opencv import cv2
from vision.reading import ALL_METRICS
from vision.skin.aligned import AlignedFace
from vision.skin.measured import Measured
from vision.skin.pores import measure_pores
from vision.skin.regions import region_masks
from vision.skin.scores import as_metrics
from vision.skin.view import prepare

_FINE = 8.0  # pixels per mm


def _close_up(face: AlignedFace, pores: Layer, *, fineness: float = 1.0) -> AlignedFace:
    """The face, cut out of a photo of 8 pixels per mm (or a share of that) on which pores were painted."""
    height, width = face.pixels.shape[:2]
    large = replace(face, pixels=np.repeat(np.repeat(face.pixels, 2, 0), 2, 1))
    photo = absorbing(large, pores, GREY, 0.2).pixels
    shown = cv2.resize(photo, None, fx=fineness, fy=fineness, interpolation=cv2.INTER_AREA)
    scale = 1 / (2 * fineness)
    return replace(
        face,
        pixels=np.asarray(cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA), np.uint8),
        photo=np.asarray(shown, np.uint8),
        to_aligned=np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2]]),
    )


def _pores(face: AlignedFace, region: str, *, every_mm: float) -> Layer:
    """Openings of 0.6 mm on a grid over a region, at 8 pixels per mm."""
    layer = np.zeros((face.pixels.shape[0] * 2, face.pixels.shape[1] * 2), np.float32)
    masks, _ = region_masks(face.points, face.pixels.shape[:2], 4.0)
    step = round(every_mm * _FINE)
    for row in range(0, layer.shape[0], step):
        for column in range(0, layer.shape[1], step):
            if masks[region][row // 2, column // 2]:
                cv2.circle(layer, (column, row), 2, 1.0, -1, cv2.LINE_AA)
    return layer


def _measured(face: AlignedFace) -> Measured:
    return measure_pores(prepare(face))


def test_a_smooth_cheek_has_no_pores(plain_face: AlignedFace) -> None:
    assert _measured(_smooth(plain_face)).value == 0


def _smooth(face: AlignedFace) -> AlignedFace:
    return _close_up(face, np.zeros((face.pixels.shape[0] * 2, face.pixels.shape[1] * 2), np.float32))


def test_pores_are_counted_where_they_are(plain_face: AlignedFace) -> None:
    found = _measured(_close_up(plain_face, _pores(plain_face, "cheek_left", every_mm=3)))

    here, there = found.regions["cheek_left"], found.regions["cheek_right"]
    assert here is not None
    assert here > 10
    assert there == 0


def test_four_times_as_many_pores_count_four_times(plain_face: AlignedFace) -> None:
    few, many = (
        _measured(_close_up(plain_face, _pores(plain_face, "nose", every_mm=apart))).regions["nose"]
        for apart in (4.0, 2.0)
    )

    assert few is not None
    assert many is not None
    assert many == pytest.approx(4 * few, rel=0.25)


def test_a_photo_that_is_not_fine_enough_shows_none(plain_face: AlignedFace) -> None:
    coarse = _close_up(plain_face, _pores(plain_face, "nose", every_mm=3), fineness=0.75)

    assert _measured(coarse).value is None


def test_a_face_that_was_changed_after_it_was_cut_out_shows_none(plain_face: AlignedFace) -> None:
    assert _measured(replace(_smooth(plain_face), photo=None)).value is None


def test_the_reading_says_that_the_resolution_is_missing() -> None:
    values = {**dict.fromkeys(ALL_METRICS, Measured(1.0)), "pores": Measured(None)}

    pores = as_metrics(values, read_anchors(SHIPPED), quality={"pixels_per_mm": 4.0}, has_colour=True)[
        "pores"
    ]

    assert (pores.value, pores.measurable, pores.reason) == (None, False, "resolution")
