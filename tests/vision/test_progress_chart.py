"""The progress chart: sized for LINE, drawn without global state, and its band is as wide as the error."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vision.comparing import ChartWords, DrawProgress, ProgressLine, ProgressPoint

WORDS = ChartWords("ผิวของคุณตามเวลา", "ในแถบนี้ ยังไม่ต่างเกินค่าคลาดเคลื่อน", "ถ่ายต่างจากรูปแรก", "ไม่ใช่การวินิจฉัย")
BAND = (217, 232, 228)


def a_line(*values: float, mdc: float = 2.0, comparable: bool = True) -> ProgressLine:
    points = tuple(
        ProgressPoint(7.0 * at, f"{at + 1} พ.ย.", value, comparable or at == 0)
        for at, value in enumerate(values)
    )
    return ProgressLine("ความแดง", "OD x 100", mdc, points)


def drawn(*lines: ProgressLine) -> Image.Image:
    jpeg = DrawProgress(lines, WORDS).do(Path())
    assert len(jpeg) <= 1_000_000
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def height_of_band(picture: Image.Image) -> int:
    column = np.asarray(picture, np.int64)[:, 990]
    return int((np.abs(column - BAND).max(1) < 8).sum())


@pytest.mark.parametrize("measures", [1, 2, 3, 5])
def test_it_is_the_square_that_line_shows_however_many_measures_it_has(measures: int) -> None:
    assert drawn(*[a_line(20, 18)] * measures).size == (1040, 1040)


def test_it_is_the_same_every_time() -> None:
    assert DrawProgress((a_line(20, 18),), WORDS).do(Path()) == DrawProgress((a_line(20, 18),), WORDS).do(
        Path()
    )


def test_the_band_is_the_error_around_the_first_value() -> None:
    wide = height_of_band(drawn(a_line(20, 10, mdc=2.0)))
    narrow = height_of_band(drawn(a_line(20, 10, mdc=1.0)))
    assert wide > 1.6 * narrow > 20


@pytest.mark.parametrize("values", [(5.0, 5.0), (0.0, 0.0, 0.0), (1e-3, 900.0), (3.0,)])
def test_it_draws_whatever_values_come(values: tuple[float, ...]) -> None:
    assert drawn(a_line(*values)).width == 1040


def test_a_photo_taken_otherwise_is_hollow_and_explained() -> None:
    assert (
        np.asarray(drawn(a_line(20, 18))).sum() != np.asarray(drawn(a_line(20, 18, comparable=False))).sum()
    )
