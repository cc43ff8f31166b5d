"""How coarsely a file keeps colours: read from its header, and what a reading then gives no value of."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vision import read_photo
from vision.coding import Coding, coding_from
from vision.intake import encode_jpeg, open_photo, opened
from vision.skin.scores import SCALES, not_carried

_BY_COLOUR = {"redness", "pigment", "evenness", "red_spots", "brown_spots", "dark_circles"}


def _file(size: tuple[int, int] = (640, 480), *, kind: str = "JPEG", **how: object) -> bytes:
    ramp = np.linspace(60, 200, size[0] * size[1] * 3).reshape(size[1], size[0], 3).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(ramp).save(out, kind, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    ("quality", "subsampling", "step", "square"),
    [(60, 2, 14.0, 16.0), (60, 0, 14.0, 8.0), (60, 1, 14.0, 128**0.5), (90, 2, 11 / 3, 16.0)],
)
def test_a_jpeg_says_how_coarse_its_colours_are(
    quality: int, subsampling: int, step: float, square: float
) -> None:
    coding = opened(_file(quality=quality, subsampling=subsampling)).coding

    assert coding is not None
    assert (coding.step, coding.square) == (pytest.approx(step), pytest.approx(square))


def test_squares_shrink_with_a_photo_that_is_too_large() -> None:
    coding = opened(_file((4096, 2048), quality=60)).coding

    assert coding is not None
    assert coding.square == pytest.approx(8.0)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_files_say_nothing_of_it(kind: str) -> None:
    assert opened(_file(kind=kind)).coding is None


def test_a_grey_jpeg_has_no_colours_to_keep() -> None:
    out = io.BytesIO()
    Image.new("L", (200, 200), 120).save(out, "JPEG", quality=30)

    assert opened(out.getvalue()).coding is None


@pytest.mark.parametrize(
    ("tables", "layers"),
    [
        ({}, [(1, 2, 2, 0), (2, 1, 1, 1)]),
        ({1: [5] * 10}, [(1, 2, 2, 0), (2, 1, 1, 1)]),
        ({1: [5] * 64}, [(1, 2, 2, 0), (2, 0, 1, 1)]),
    ],
    ids=["no table", "a short table", "no samples"],
)
def test_a_header_that_does_not_say_is_no_trouble(
    tables: dict[int, list[int]], layers: list[tuple[int, int, int, int]]
) -> None:
    assert coding_from(tables, layers, shrunk=1.0) is None


@pytest.mark.parametrize(
    ("quality", "pixels_per_mm", "lost"),
    [
        (95, 2.0, set()),
        (90, 4.0, set()),
        (80, 4.0, {"red_spots", "brown_spots"}),
        (75, 2.0, {"red_spots", "brown_spots", "dark_circles"}),
        (60, 4.0, {"red_spots", "brown_spots"}),
        (60, 2.0, _BY_COLOUR),
        (50, 4.0, _BY_COLOUR),
    ],
)
def test_a_coarsely_saved_photo_carries_no_fine_colours(
    quality: int, pixels_per_mm: float, lost: set[str]
) -> None:
    coding = opened(_file(quality=quality)).coding
    assert coding is not None
    taken = {"pixels_per_mm": pixels_per_mm, **coding.at_scale(pixels_per_mm)}

    reasons = {name: not_carried(scale, taken) for name, scale in SCALES.items()}

    assert {name for name, reason in reasons.items() if reason == "compression"} == lost


def test_a_reading_of_a_coarse_file_says_compression_and_keeps_what_is_no_colour(
    selfie: bytes, models: Path
) -> None:
    found = read_photo(encode_jpeg(open_photo(selfie), quality=60), models=models).reading

    assert {found.metrics[name].reason for name in _BY_COLOUR} == {"compression"}
    assert found.metrics["redness"].value is None
    assert found.metrics["shine"].value is not None
    assert found.quality["colour_step"] == Coding(14.0, 16.0).step
