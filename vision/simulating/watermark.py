"""The words across a simulated picture, so that no part of the face can be cut out without them."""

import math
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from vision.lettering import font
from vision.skin.optics import Pixels

# The words run upwards through the picture again and again; at this distance, every quarter holds them whole or in part.
_DEGREES = 24
_TEXT_HEIGHT = 1 / 24  # of the picture's shorter side
_LEAST_SIZE = 14
_LINE_DISTANCE, _WORD_DISTANCE = 4.6, 1.35  # in heights of the text, and in its length
_WHITE, _DARK = 128, 46  # how much of the letters and of their rim is seen, 0-255
# The band at the foot holds the words once more, solid, for whoever reads only there.
_BAND = 2.1
_BAND_COLOUR = (24, 24, 28)
_BAND_OPACITY = 205


def marked(pixels: Pixels, words: str) -> Pixels:
    """This function will write the words all over a picture, for good.

    Args:
        pixels: (H, W, 3) uint8, RGB.
        words: What to write, in the customer's language.

    Returns:
        A new picture of the same size.
    """
    height, width = pixels.shape[:2]
    picture = Image.fromarray(pixels).convert("RGBA")
    size = max(_LEAST_SIZE, round(min(height, width) * _TEXT_HEIGHT))
    picture.alpha_composite(_written(words, size, (width, height)))
    return np.array(picture.convert("RGB"), dtype=np.uint8)


@lru_cache(maxsize=2)  # every picture of a card has one size, and the words hardly change
def _written(words: str, size: int, frame: tuple[int, int]) -> Image.Image:
    """This function will give all that is written, as a sheet to be laid over a picture."""
    sheet = _slanted(words, size, frame)
    sheet.alpha_composite(_band(words, size, frame))
    return sheet


def _slanted(words: str, size: int, frame: tuple[int, int]) -> Image.Image:
    """This function will write lines of the words on a sheet, and turn the sheet over the whole picture."""
    letters = font(size, bold=True)
    length = letters.getlength(words)
    side = math.ceil(math.hypot(*frame)) + 2 * size
    sheet = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    step = length * _WORD_DISTANCE
    for row in range(math.ceil(side / (size * _LINE_DISTANCE))):
        start = -(row % 2) * step / 2  # every other line is moved, so that no upright strip stays free
        for column in range(math.ceil(side / step) + 1):
            place = (start + column * step, row * size * _LINE_DISTANCE)
            pen.text(
                place,
                words,
                font=letters,
                fill=(255, 255, 255, _WHITE),
                stroke_width=max(1, size // 20),
                stroke_fill=(0, 0, 0, _DARK),
            )
    turned = sheet.rotate(_DEGREES, resample=Image.Resampling.BILINEAR)
    left, top = (side - frame[0]) // 2, (side - frame[1]) // 2
    return turned.crop((left, top, left + frame[0], top + frame[1]))


def _band(words: str, size: int, frame: tuple[int, int]) -> Image.Image:
    layer = Image.new("RGBA", frame, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    height = round(size * _BAND)
    pen.rectangle((0, frame[1] - height, frame[0], frame[1]), fill=(*_BAND_COLOUR, _BAND_OPACITY))
    letters = font(size, bold=True)
    if letters.getlength(words) > frame[0] * 0.94:
        letters = font(max(8, int(size * frame[0] * 0.94 / letters.getlength(words))), bold=True)
    pen.text(
        (frame[0] / 2, frame[1] - height / 2), words, font=letters, fill=(255, 255, 255, 255), anchor="mm"
    )
    return layer
