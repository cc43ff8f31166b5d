"""The formulas, on a real face's geometry painted in one colour: what is painted is found, in that amount."""

from dataclasses import replace

import numpy as np
import pytest

from tests.vision.painting import GREY, absorbing, disc, grained, lit, stroke, values_of
from vision.anchors import SHIPPED, read_anchors
from vision.reading import ALL_METRICS
from vision.skin.aligned import AlignedFace
from vision.skin.colour import colour_maps, measure_colour
from vision.skin.lines import line_map
from vision.skin.measured import Measured
from vision.skin.optics import HAEMOGLOBIN, MELANIN, density_of, unmix
from vision.skin.scores import as_metrics
from vision.skin.view import prepare

_RELATIVE = ("redness", "pigment", "evenness", "red_spots", "brown_spots", "lines", "texture", "dark_circles")


@pytest.fixture(scope="module")
def painted_face(plain_face: AlignedFace) -> AlignedFace:
    """A red forehead, a brown chin, a line, and a camera's noise."""
    red = absorbing(grained(plain_face), disc(plain_face, "forehead", 16), HAEMOGLOBIN, 0.15)
    brown = absorbing(red, disc(plain_face, "chin", 12), MELANIN, 0.1)
    return absorbing(brown, stroke(plain_face, "forehead", length_mm=30, width_mm=1), GREY, 0.2)


@pytest.fixture(scope="module")
def painted_values(painted_face: AlignedFace) -> dict[str, float]:
    return values_of(painted_face)


def test_on_one_even_colour_nothing_is_found(plain_face: AlignedFace) -> None:
    found = values_of(plain_face)
    names = (*_RELATIVE, "shine")
    assert {name: found[name] for name in names} == pytest.approx(dict.fromkeys(names, 0.0), abs=0.02)


def test_unmixing_gives_back_what_was_mixed() -> None:
    density = 0.3 * np.array(MELANIN) + 0.1 * np.array(HAEMOGLOBIN) + 0.5
    melanin, haemoglobin, dimming = unmix(density.astype(np.float32).reshape(1, 1, 3))
    assert melanin[0, 0] == pytest.approx(0.3, abs=1e-4)
    assert haemoglobin[0, 0] == pytest.approx(0.1, abs=1e-4)
    assert dimming[0, 0] == pytest.approx(0.5, abs=1e-4)


def test_density_is_minus_the_logarithm_of_linear_light() -> None:
    # sRGB 255 is all the light, 188 half of it (IEC 61966-2-1), 0 is held at 1/1024.
    density = density_of(np.array([[[255, 188, 0]]], np.uint8))[0, 0]
    assert density == pytest.approx([0, 0.301, 3.01], abs=0.005)


@pytest.mark.parametrize(
    ("absorber", "metric", "other"), [(HAEMOGLOBIN, "redness", "pigment"), (MELANIN, "pigment", "redness")]
)
def test_more_of_an_absorber_is_more_of_its_metric_alone(
    plain_face: AlignedFace, absorber: tuple[float, float, float], metric: str, other: str
) -> None:
    patch = disc(plain_face, "forehead", 16)
    values = [
        values_of(absorbing(grained(plain_face), patch, absorber, amount)) for amount in (0.0, 0.1, 0.2)
    ]
    none, some, twice = (value[metric] for value in values)
    assert none < 1
    assert some > 5
    assert twice == pytest.approx(2 * some, rel=0.08)
    assert max(value[other] for value in values) < 1


def test_redness_counts_how_red_and_not_how_bright(plain_face: AlignedFace) -> None:
    shaded = absorbing(plain_face, disc(plain_face, "forehead", 12), GREY, 0.1)
    assert values_of(shaded)["redness"] < 1.0


@pytest.mark.parametrize(
    "gain",
    [0.6, 0.8, 1.15, (1.1, 1.0, 0.85), (0.9, 1.0, 1.1)],
    ids=["dim", "dimmer", "bright", "warm", "cool"],
)
def test_the_lamp_changes_nothing(
    painted_face: AlignedFace, painted_values: dict[str, float], gain: float | tuple[float, float, float]
) -> None:
    found = values_of(lit(painted_face, gain))
    assert {name: found[name] for name in _RELATIVE} == pytest.approx(
        {name: painted_values[name] for name in _RELATIVE}, abs=0.5
    )


def test_a_darker_patch_under_the_eyes_is_its_melanin(plain_face: AlignedFace) -> None:
    both = disc(plain_face, "undereye_left", 14) + disc(plain_face, "undereye_right", 14)
    away = 1 - np.clip(disc(plain_face, "cheek_left", 14) + disc(plain_face, "cheek_right", 14), 0, 1)
    value = values_of(absorbing(plain_face, np.clip(both, 0, 1) * away, MELANIN, 0.12))["dark_circles"]
    assert value == pytest.approx(12, abs=2)


@pytest.mark.parametrize("place", ["cheek_right", "undereye_left"])
def test_dark_circles_are_not_told_of_a_place_that_is_overlit(plain_face: AlignedFace, place: str) -> None:
    shown = prepare(plain_face)
    glaring = np.where(shown.regions[place][..., None], np.uint8(253), plain_face.pixels)
    view = prepare(replace(plain_face, pixels=np.asarray(glaring, np.uint8)))
    values = dict.fromkeys(ALL_METRICS, Measured(1.0)) | measure_colour(view, colour_maps(view))

    metric = as_metrics(values, read_anchors(SHIPPED), quality={"pixels_per_mm": 4.0}, has_colour=True)

    assert metric["dark_circles"].reason == "overlit"
    assert metric["redness"].measurable


def test_a_line_is_found_where_it_was_drawn_and_nowhere_else(plain_face: AlignedFace) -> None:
    drawn = stroke(plain_face, "forehead", length_mm=30, width_mm=1)
    found = line_map(prepare(absorbing(plain_face, drawn, GREY, 0.2))).on_line
    near = drawn > 0.05
    assert found[near].sum() > 0.5 * (drawn > 0.5).sum()
    assert found[~near].sum() < 0.1 * found.sum()


def test_a_longer_and_a_deeper_line_count_more(plain_face: AlignedFace) -> None:
    def value(length: float, depth: float) -> float:
        drawn = stroke(plain_face, "forehead", length_mm=length, width_mm=1)
        return values_of(absorbing(plain_face, drawn, GREY, depth))["lines"]

    assert 0 < value(10, 0.2) < value(20, 0.2) < value(40, 0.2)
    assert value(20, 0.1) < value(20, 0.2) < value(20, 0.4)


def test_a_spot_is_no_line(plain_face: AlignedFace) -> None:
    assert values_of(absorbing(plain_face, disc(plain_face, "forehead", 1), GREY, 0.2))["lines"] == 0


def test_a_mark_shorter_than_four_millimetres_is_no_line(plain_face: AlignedFace) -> None:
    short = stroke(plain_face, "forehead", length_mm=2, width_mm=0.5)
    assert values_of(absorbing(plain_face, short, GREY, 0.2))["lines"] == 0


def test_grain_is_texture(plain_face: AlignedFace) -> None:
    grain = np.random.default_rng(3).normal(0, 1, plain_face.pixels.shape[:2]).astype(np.float32)
    values = [
        values_of(absorbing(plain_face, grain, GREY, amount))["texture"] for amount in (0.01, 0.02, 0.04)
    ]
    assert values[0] > 1
    assert values[0] < values[1] < values[2]


def test_a_highlight_on_the_nose_is_shine(plain_face: AlignedFace) -> None:
    values = [
        values_of(absorbing(plain_face, disc(plain_face, "nose", 3), GREY, -amount))["shine"]
        for amount in (0.0, 0.05, 0.1)
    ]
    assert values[0] < values[1] < values[2]


def test_a_lighter_skin_has_the_larger_typology_angle(plain_face: AlignedFace) -> None:
    assert (
        values_of(lit(plain_face, 0.5))["tone"]
        < values_of(plain_face)["tone"]
        < values_of(lit(plain_face, 1.2))["tone"]
    )


@pytest.mark.parametrize(
    ("value", "score", "reason"),
    [
        (10.5, 50, None),
        (-3.0, 100, None),
        (-12.5, 100, None),
        (-12.6, None, "out_of_range"),
        (-24.1, None, "out_of_range"),
    ],
)
def test_under_eyes_far_lighter_than_any_bare_skin_are_not_full_marks(
    value: float, score: int | None, reason: str | None
) -> None:
    values = {**dict.fromkeys(ALL_METRICS, Measured(1.0)), "dark_circles": Measured(value)}

    shipped = read_anchors(SHIPPED)
    metric = as_metrics(values, shipped, quality={"pixels_per_mm": 4.0}, has_colour=True)["dark_circles"]

    assert (metric.score, metric.reason, metric.measurable) == (score, reason, reason is None)
