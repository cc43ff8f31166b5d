"""Colour laid over a picture, as whole numbers: eight bits are enough for what an eye sees, and cost a quarter."""

import numpy as np
import numpy.typing as npt

from vision.intake import Pixels
from vision.opencv import cv2
from vision.palette import Colour

Cover = npt.NDArray[np.uint8]
Transform = npt.NDArray[np.float64]


class Layer:
    """Colour to be laid over a picture: (H, W) uint8 planes of red, green and blue, already times the cover, and the cover."""

    def __init__(self, planes: list[Cover]) -> None:
        self.planes = planes

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> "Layer":
        return cls([np.zeros(shape, np.uint8) for _ in range(4)])

    def add(self, cover: Cover, colour: Colour) -> None:
        """This function will lay one more colour over what is there, `cover` of 255 at each pixel."""
        rest = cv2.bitwise_not(cover)
        for plane, strength in zip(self.planes, (*colour, 255), strict=True):
            cv2.multiply(plane, rest, dst=plane, scale=1 / 255)
            cv2.add(plane, cv2.convertScaleAbs(cover, alpha=strength / 255), dst=plane)

    def warped(self, to_aligned: Transform, size: tuple[int, int]) -> "Layer":
        """This function will bring the layer of an aligned face into the picture."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return Layer(
            [
                np.asarray(plane, np.uint8)
                for plane in cv2.split(cv2.warpAffine(cv2.merge(self.planes), to_aligned, size, flags=flags))
            ]
        )

    def over(self, picture: Pixels, light: Cover) -> Pixels:
        """This function will lay the layer over a picture whose light is dimmed to `light` of 255."""
        *colours, cover = self.planes
        shown = cv2.multiply(cv2.bitwise_not(cover), light, scale=1 / 255)
        dimmed = cv2.multiply(picture, cv2.merge([shown] * 3), scale=1 / 255)
        return np.asarray(cv2.add(dimmed, cv2.merge(colours)), np.uint8)
