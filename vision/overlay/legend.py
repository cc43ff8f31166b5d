"""The legend under the photo: what each colour means, in words that the caller brings."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from vision.intake import Pixels
from vision.lettering import font
from vision.overlay.frame import NOTHING, WIDTH
from vision.overlay_words import OverlayWords
from vision.palette import FINDING_COLOURS

_MARGIN, _ROW, _SWATCH, _GAP = 36, 50, 30, 18
_TITLE_SIZE, _ENTRY_SIZE, _NOTE_SIZE, _LEAST_SIZE = 32, 31, 25, 18
_INK, _SOFT_INK = (255, 255, 255), (214, 204, 209)
_COLUMNS = 2
_FINE = 4  # swatches are drawn so many times larger, and then shrunk: their edges are smooth
_RINGS, _STROKES, _OUTLINES = ("red_spots", "brown_spots"), ("lines",), ("regions",)


def legend(words: OverlayWords, found: tuple[str, ...]) -> Pixels:
    """This function will draw the legend of what was found.

    Args:
        words: What it says.
        found: The findings that are in the picture, in the order they are listed; those without a word are left out.

    Returns:
        (H, WIDTH, 3) uint8 RGB, H as high as it takes.
    """
    entries = tuple((name, words.entries[name]) for name in found if name in words.entries)
    return _drawn(words.title, entries, words.note)


@lru_cache(maxsize=64)  # a clinic's pictures share a few legends
def _drawn(title: str, entries: tuple[tuple[str, str], ...], note: str) -> Pixels:
    rows = -(-len(entries) // _COLUMNS)
    height = 24 + _TITLE_SIZE + 22 + rows * _ROW + 8 + _NOTE_SIZE + 28
    panel = Image.new("RGB", (WIDTH, height), NOTHING)
    pen = ImageDraw.Draw(panel)
    _write(pen, (_MARGIN, 20), title, size=_TITLE_SIZE, bold=True)
    column = (WIDTH - 2 * _MARGIN) // _COLUMNS
    for count, (name, said) in enumerate(entries):
        left = _MARGIN + column * (count % _COLUMNS)
        top = 24 + _TITLE_SIZE + 22 + _ROW * (count // _COLUMNS)
        panel.paste(_swatch(name), (left, top + (_ROW - _SWATCH) // 2))
        beside = left + _SWATCH + _GAP
        _write(
            pen,
            (beside, top + 2),
            said,
            size=_ENTRY_SIZE,
            room=left + column - beside - _GAP,
        )
    _write(pen, (_MARGIN, height - _NOTE_SIZE - 32), note, size=_NOTE_SIZE, ink=_SOFT_INK)
    return np.asarray(panel, np.uint8)


def _write(
    pen: ImageDraw.ImageDraw,
    at: tuple[int, int],
    said: str,
    *,
    size: int,
    bold: bool = False,
    ink: tuple[int, int, int] = _INK,
    room: int = WIDTH - 2 * _MARGIN,
) -> None:
    """This function will write one line, smaller where it would not fit."""
    while font(size, bold=bold).getlength(said) > room and size > _LEAST_SIZE:
        size -= 1
    pen.text(at, said, font=font(size, bold=bold), fill=ink)


def _swatch(name: str) -> Image.Image:
    """This function will draw a finding's sign as it looks in the picture: a patch, a stroke, a ring or an outline."""
    side = _SWATCH * _FINE
    sign = Image.new("RGB", (side, side), NOTHING)
    pen, colour = ImageDraw.Draw(sign), FINDING_COLOURS[name]
    edge = 3 * _FINE
    box = (edge, edge, side - edge, side - edge)
    if name in _RINGS:
        pen.ellipse(box, outline=_INK, width=5 * _FINE)
        pen.ellipse(
            tuple(at + (1 if at < side / 2 else -1) * _FINE for at in box), outline=colour, width=3 * _FINE
        )
    elif name in _STROKES:
        pen.line(
            (edge, side * 0.62, side * 0.4, side * 0.42, side - edge, side * 0.55),
            fill=colour,
            width=4 * _FINE,
            joint="curve",
        )
    elif name in _OUTLINES:
        pen.rounded_rectangle(box, radius=8 * _FINE, outline=colour, width=2 * _FINE)
    else:
        pen.rounded_rectangle(box, radius=8 * _FINE, fill=colour)
    return sign.resize((_SWATCH, _SWATCH), Image.Resampling.LANCZOS)
