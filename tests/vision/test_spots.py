"""Spots and lines of known size, painted on a procedural skin: right count, right place, right size, and nothing else.

Tolerances: count exact; place 0.5 mm; diameter and contrast 25 %; length of a line 25 %.
"""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from tests.vision.painting import GREY, absorbing, lesion, lit, stroke, textured
from vision import Mark
from vision.opencv import cv2
from vision.skin.aligned import AlignedFace
from vision.skin.lines import line_map
from vision.skin.optics import HAEMOGLOBIN, MELANIN
from vision.skin.spots import measure_spots, spot_map
from vision.skin.view import COARSE_PIXELS_PER_MM, prepare

_PLACE_MM, _SIZE, _CONTRAST = 0.5, 0.25, 0.25
# x and y in mm from the middle between the eyes, diameter in mm, density of the absorber.
_RED = ((-32.0, 38.0, 2.5, 0.25), (35.0, 40.0, 3.5, 0.2), (-8.0, -38.0, 5.0, 0.15), (22.0, -34.0, 6.0, 0.2))
_BROWN = ((40.0, 28.0, 3.0, 0.2), (-40.0, 24.0, 4.0, 0.15), (2.0, 84.0, 5.0, 0.2))

Lesion = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def skin(plain_face: AlignedFace) -> AlignedFace:
    return textured(plain_face)


def _painted(face: AlignedFace, red: tuple[Lesion, ...], brown: tuple[Lesion, ...]) -> AlignedFace:
    for absorber, lesions in ((HAEMOGLOBIN, red), (MELANIN, brown)):
        for x_mm, y_mm, size_mm, amount in lesions:
            face = absorbing(face, lesion(face, x_mm, y_mm, size_mm), absorber, amount)
    return face


def _marks(face: AlignedFace) -> dict[str, tuple[Mark, ...]]:
    view = prepare(face)
    return {name: found.marks for name, found in measure_spots(view, spot_map(view, line_map(view))).items()}


def _agree(marks: tuple[Mark, ...], lesions: tuple[Lesion, ...]) -> None:
    assert len(marks) == len(lesions), marks
    for x_mm, y_mm, size_mm, amount in lesions:
        nearest = min(marks, key=lambda mark: np.hypot(mark.x_mm - x_mm, mark.y_mm - y_mm))
        assert np.hypot(nearest.x_mm - x_mm, nearest.y_mm - y_mm) <= _PLACE_MM
        assert nearest.size_mm == pytest.approx(size_mm, rel=_SIZE)
        assert nearest.contrast == pytest.approx(100 * amount, rel=_CONTRAST)


def test_lesions_are_found_by_their_colour_with_count_place_size_and_contrast(skin: AlignedFace) -> None:
    found = _marks(_painted(skin, _RED, _BROWN))

    _agree(found["red_spots"], _RED)
    _agree(found["brown_spots"], _BROWN)


def test_an_even_skin_has_no_spots(skin: AlignedFace, plain_face: AlignedFace) -> None:
    for face in (skin, plain_face):
        assert _marks(face) == {"red_spots": (), "brown_spots": ()}


@pytest.mark.parametrize(
    "gain",
    [0.6, 0.8, 1.15, (1.1, 1.0, 0.85), (0.9, 1.0, 1.1)],
    ids=["dim", "dimmer", "bright", "warm", "cool"],
)
def test_another_lamp_shows_the_same_spots(
    skin: AlignedFace, gain: float | tuple[float, float, float]
) -> None:
    found = _marks(lit(_painted(skin, _RED, _BROWN), gain))

    _agree(found["red_spots"], _RED)
    _agree(found["brown_spots"], _BROWN)


@pytest.mark.parametrize("size_mm", [2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0])
def test_every_size_from_two_to_seven_millimetres_is_measured(skin: AlignedFace, size_mm: float) -> None:
    one = ((33.0, 38.0, size_mm, 0.25),)

    _agree(_marks(_painted(skin, one, ()))["red_spots"], one)


@pytest.mark.parametrize("size_mm", [0.8, 14.0])
def test_grain_and_blotches_are_no_spots(skin: AlignedFace, size_mm: float) -> None:
    found = _marks(_painted(skin, ((33.0, 38.0, size_mm, 0.25),), ()))

    assert found == {"red_spots": (), "brown_spots": ()}


def test_a_lesion_that_is_red_and_brown_is_one_mark_of_the_stronger(skin: AlignedFace) -> None:
    red_in_brown = _marks(_painted(skin, ((33.0, 38.0, 4.0, 0.25),), ((33.0, 38.0, 4.0, 0.12),)))

    assert (len(red_in_brown["red_spots"]), len(red_in_brown["brown_spots"])) == (1, 0)


def test_a_mole_is_brown_although_it_looks_reddish(skin: AlignedFace) -> None:
    mole = lesion(skin, 33.0, 38.0, 4.0)
    painted = absorbing(absorbing(skin, mole, HAEMOGLOBIN, 0.15), mole, GREY, 0.2)

    found = _marks(painted)

    assert (len(found["red_spots"]), len(found["brown_spots"])) == (0, 1)


def test_a_compressed_picture_shows_the_same_red_spots(skin: AlignedFace) -> None:
    lesions = tuple(one for one in _RED if one[2] >= 3)
    out = io.BytesIO()
    Image.fromarray(_painted(skin, lesions, ()).pixels).save(out, "JPEG", quality=75)
    with Image.open(out) as image:
        compressed = replace(skin, pixels=np.asarray(image, np.uint8))

    found = _marks(compressed)

    assert (len(found["red_spots"]), len(found["brown_spots"])) == (len(lesions), 0)


def test_two_lesions_side_by_side_are_two(skin: AlignedFace) -> None:
    pair = ((30.0, 38.0, 3.0, 0.25), (35.0, 38.0, 3.0, 0.25))

    assert len(_marks(_painted(skin, pair, ()))["red_spots"]) == 2


def test_a_shadow_and_a_line_are_no_spots(skin: AlignedFace) -> None:
    shadow = absorbing(skin, lesion(skin, 33.0, 38.0, 4.0), GREY, 0.15)
    lined = absorbing(shadow, stroke(skin, "forehead", length_mm=30, width_mm=1), GREY, 0.2)

    assert _marks(lined) == {"red_spots": (), "brown_spots": ()}


def test_lips_brows_eyes_and_nostrils_hold_no_spots(skin: AlignedFace) -> None:
    # On the lips, on a brow, on a lid, in a nostril: x and y as the sample face has them.
    mesh = (skin.points - skin.points[[33, 263]].mean(0)) / 4
    there = tuple((float(x), float(y), 3.0, 0.3) for x, y in mesh[[13, 105, 159, 98]])

    assert _marks(_painted(skin, there, ())) == {"red_spots": (), "brown_spots": ()}


def test_each_region_tells_its_own_spots(skin: AlignedFace) -> None:
    view = prepare(_painted(skin, ((40.0, 30.0, 4.0, 0.25), (44.0, 36.0, 3.0, 0.25)), ()))
    red = measure_spots(view, spot_map(view, line_map(view)))["red_spots"]

    assert {mark.region for mark in red.marks} == {"cheek_left"}
    assert red.value is not None
    cheek = red.regions["cheek_left"]
    assert cheek is not None
    assert cheek > red.value > 0
    assert {value for name, value in red.regions.items() if name != "cheek_left"} == {0.0}


def test_more_and_stronger_lesions_count_more_and_smoothly(skin: AlignedFace) -> None:
    def value(amounts: tuple[float, ...]) -> float:
        lesions = tuple((30.0 + 6 * at, 38.0, 3.0, amount) for at, amount in enumerate(amounts))
        view = prepare(_painted(skin, lesions, ()))
        found = measure_spots(view, spot_map(view, line_map(view)))["red_spots"].value
        assert found is not None
        return found

    steps = [value((amount,)) for amount in (0.0, 0.1, 0.12, 0.14, 0.16, 0.2)]
    assert steps == sorted(steps)
    assert steps[0] == 0
    assert max(np.diff(steps)) < 0.1  # of .18 for the deepest: no jump where a lesion begins to count
    assert value((0.2, 0.2)) == pytest.approx(2 * value((0.2,)), rel=0.15)


def test_a_line_is_as_long_as_it_was_drawn_and_where(skin: AlignedFace) -> None:
    drawn = stroke(skin, "forehead", length_mm=30, width_mm=1)
    lines = line_map(prepare(absorbing(skin, drawn, GREY, 0.2)))

    rows, columns = np.nonzero(lines.on_line)
    there, along = np.nonzero(drawn > 0.5)
    assert np.ptp(columns) / 4 == pytest.approx(30, rel=0.25)
    assert rows.mean() / 4 == pytest.approx(there.mean() / 4, abs=_PLACE_MM)
    assert columns.mean() / 4 == pytest.approx(along.mean() / 4, abs=_PLACE_MM)
    assert lines.coarse_on_line.sum() / COARSE_PIXELS_PER_MM**2 < 90  # no more than 3 mm wide


def test_a_spot_on_the_edge_of_what_is_searched_counts_less_the_nearer_it_is(skin: AlignedFace) -> None:
    def value(x_mm: float) -> float:
        view = prepare(_painted(skin, ((x_mm, 38.0, 3.0, 0.25),), ()))
        found = measure_spots(view, spot_map(view, line_map(view)))["red_spots"]
        return found.value or 0.0

    middle, *outwards = (value(40.0 + step) for step in (0, 20, 22, 24, 26, 28))
    assert outwards == sorted(outwards, reverse=True)
    assert outwards[-1] < 0.5 * middle


@pytest.mark.parametrize("moved", [(0.5, 0.0), (0.25, 0.25), (1.0, 0.5), (1.0, 1.0)])
def test_half_a_pixel_elsewhere_the_same_spots_count_the_same(
    skin: AlignedFace, moved: tuple[float, float]
) -> None:
    small_and_touching = (*_RED, (-36.0, 36.0, 2.1, 0.2), (-29.0, 41.0, 2.3, 0.3))

    def counted(right: float, down: float) -> tuple[float, float]:
        place = np.array([[1, 0, right], [0, 1, down]], np.float32)
        face = _painted(skin, small_and_touching, _BROWN)
        pixels = cv2.warpAffine(face.pixels, place, face.pixels.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        view = prepare(replace(face, pixels=np.asarray(pixels, np.uint8), points=face.points + place[:, 2]))
        found = measure_spots(view, spot_map(view, line_map(view)))
        red, brown = (found[name].value for name in ("red_spots", "brown_spots"))
        assert red is not None
        assert brown is not None
        return red, brown

    assert counted(*moved) == pytest.approx(counted(0.0, 0.0), rel=0.05)
