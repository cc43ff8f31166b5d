"""The photo at half, quarter, eighth ... of its size, so that whoever needs it small need not go through all its pixels."""

import numpy as np

from vision.intake import Pixels
from vision.opencv import cv2

# Below this a level is a thumbnail that no model's input is made of.
_LEAST_SIDE = 32


class Pyramid:
    """A photo in halving sizes; each is made once, by averaging 2 x 2 pixels of the one before, when it is asked for.

    Averaging by exactly two is the one shrinking that OpenCV does at memory speed; by any other factor it costs more
    than the face models themselves (4 ms against 0.3 ms for a photo of 934 x 1401, in CPU time).
    """

    def __init__(self, pixels: Pixels) -> None:
        self._levels = [pixels]

    @property
    def pixels(self) -> Pixels:
        """The photo itself, (H, W, 3) uint8."""
        return self._levels[0]

    def shrunk(self, shrink: float) -> tuple[Pixels, int]:
        """This function will give the smallest level that still has more pixels than a photo shrunk by `shrink`.

        Returns:
            The level, and how many of the photo's pixels make one of its own, along a side (1, 2, 4 ...).
        """
        factor, level = 1, 0
        while factor * 2 <= shrink and self._has(level + 1):
            factor, level = factor * 2, level + 1
        return self._levels[level], factor

    def _has(self, level: int) -> bool:
        while len(self._levels) <= level:
            height, width = (side // 2 for side in self._levels[-1].shape[:2])
            if min(height, width) < _LEAST_SIDE:
                return False
            even = self._levels[-1][: height * 2, : width * 2]
            self._levels.append(
                np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
            )
        return True
