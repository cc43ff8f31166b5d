"""Thai in pictures stands as Thai must: marks above each other, and beside tall letters."""

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from vision.lettering import font, font_files


def _drawn(text: str, letters: ImageFont.FreeTypeFont) -> npt.NDArray[np.uint8]:
    paper = Image.new("L", (160, 120))
    ImageDraw.Draw(paper).text((30, 20), text, font=letters, fill=255)
    return np.asarray(paper)


@pytest.mark.parametrize("text", ["ป่า", "ฟ้า", "น้ำ", "ที่", "ญู"])
def test_marks_are_moved_to_where_they_belong(text: str) -> None:
    unshaped = ImageFont.truetype(str(font_files()[0]), 60, layout_engine=ImageFont.Layout.BASIC)
    assert not np.array_equal(_drawn(text, font(60)), _drawn(text, unshaped))


@pytest.mark.parametrize("letter", [*"กฮะาำเๆ๙", *"AZaz09", *"±→•·%/–"])
def test_every_letter_that_cards_use_is_in_the_typeface(letter: str) -> None:
    unknown = _drawn("\U0010ffff", font(60))
    assert not np.array_equal(_drawn(letter, font(60)), unknown)
    assert _drawn(letter, font(60)).any()


def test_bold_is_bolder() -> None:
    assert _drawn("รอยแดง", font(40, bold=True)).sum() > 1.15 * _drawn("รอยแดง", font(40)).sum()
