"""What leads the eye: the edges of the measured regions, and a little less light on what is not her face."""

import numpy as np

from vision.opencv import cv2
from vision.overlay.frame import Points
from vision.overlay.layer import Cover
from vision.skin.regions import DRAWN_REGIONS, FACE_OVAL, outline

_OUTLINE_OPACITY = 0.55
_SHIFT = 4  # outlines are placed to a sixteenth of a pixel
_BACKDROP_LIGHT = 0.7
_BACKDROP_ROOM = 1.12
_COARSE = 8  # the backdrop is so soft that an eighth of the size is enough


def outlines(points: Points, size: tuple[int, int]) -> Cover:
    """This function will draw the regions' edges as rounded lines, and give their cover."""
    drawing = np.zeros((size[1], size[0]), np.uint8)
    corners = [
        np.round(_rounded(outline(region, points)) * 2**_SHIFT).astype(np.int32) for region in DRAWN_REGIONS
    ]
    cv2.polylines(drawing, corners, True, 255 * _OUTLINE_OPACITY, 2, cv2.LINE_AA, _SHIFT)  # noqa: FBT003 - OpenCV takes it by position
    return drawing


def _rounded(polygon: Points) -> Points:
    """This function will round a closed polygon by cutting its corners (Chaikin, four times)."""
    for _ in range(4):
        following = np.roll(polygon, -1, axis=0)
        cut = np.stack([0.75 * polygon + 0.25 * following, 0.25 * polygon + 0.75 * following], 1)
        polygon = cut.reshape(-1, 2)
    return polygon


def backdrop(points: Points, size: tuple[int, int]) -> Cover:
    """This function will give the light of each pixel, of 255: full on the face, a little less around it."""
    small = (size[0] // _COARSE, size[1] // _COARSE)
    inside = np.zeros((small[1], small[0]), np.uint8)
    oval = points[list(FACE_OVAL)]
    grown = oval.mean(0) + (oval - oval.mean(0)) * _BACKDROP_ROOM
    cv2.fillPoly(inside, [np.round(grown / _COARSE).astype(np.int32)], 255)
    soft = cv2.GaussianBlur(inside, (0, 0), max(small) / 28)
    light = cv2.convertScaleAbs(soft, alpha=1 - _BACKDROP_LIGHT, beta=255 * _BACKDROP_LIGHT)
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_LINEAR), np.uint8)
