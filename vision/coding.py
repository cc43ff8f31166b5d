"""How coarsely a file keeps colour: a JPEG keeps one colour pattern for a square of pixels, and rounds it.

Skin differs by a few of 256 steps of colour. Where the rounding is as coarse and the squares are as large as blotches, what
is read as pigment is the file's. See METHOD.md, "When there is no number".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Sides of a square of coefficients, and the largest table a file may give.
_SIDE = 8
_TABLE = _SIDE * _SIDE
# The mean and the two longest waves of a square are what is left of colour after averaging over a patch of skin.
_LOWEST = (0, 1, _SIDE)


@dataclass(frozen=True)
class Coding:
    """The colours of one JPEG.

    Attributes:
        step: By how much the longest waves of colour are rounded: mean of their quantisation steps.
        square: The side of a square that is kept together, in pixels of the opened photo.
    """

    step: float
    square: float

    def at_scale(self, pixels_per_mm: float) -> dict[str, float]:
        """This function will tell it as two numbers of a photo's quality: the step, and the square's side in mm."""
        return {"colour_step": self.step, "colour_square_mm": self.square / pixels_per_mm}


def told_by(coding: Coding | None, pixels_per_mm: float) -> dict[str, float]:
    """This function will tell a file's coding as numbers of its quality; nothing where the file says nothing of it."""
    return {} if coding is None else coding.at_scale(pixels_per_mm)


def coding_from(
    tables: Mapping[int, Any], layers: list[tuple[int, int, int, int]], *, shrunk: float
) -> Coding | None:
    """This function will read the coding of a JPEG's colours from its header.

    Args:
        tables: The quantisation tables by number, 64 steps each, row by row.
        layers: Of each component its name, its samples across and down in a block, and its table. The first is light.
        shrunk: Pixels of the opened photo per pixel of the file, at most 1.

    Returns:
        The coarsest of the colour components, or None for a grey picture or a header that does not say.
    """
    found = []
    for _, across, down, table in layers[1:]:
        steps = tables.get(table, ())
        if len(steps) != _TABLE or not across or not down:
            return None
        wide = max(layer[1] / across for layer in layers)
        high = max(layer[2] / down for layer in layers)
        step = sum(steps[at] for at in _LOWEST) / len(_LOWEST)
        found.append(Coding(step, _SIDE * shrunk * (wide * high) ** 0.5))
    return max(found, key=lambda one: one.step * one.square, default=None)
