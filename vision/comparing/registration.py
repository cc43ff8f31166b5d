"""Laying the later photo onto the earlier one, so that a freckle lies where it lay.

First by the meshes of both faces, then by what is seen: brows, eyes, nostrils, freckles and lines are moved until they
fit best. What comes out is one turn, one scale and one move. The photo is never bent: a face that is pulled into another
shape is not her photo any more.
"""

from dataclasses import dataclass

import numpy as np

from vision.face.detector import Points
from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace
from vision.skin.optics import Mask, Plane, blur
from vision.skin.regions import FACE_OVAL

# Detail between these blurs is looked at: coarser than a pixel's noise, finer than shadows, which move with the lamp.
_FINE_MM, _COARSE_MM = 0.3, 3.0
# Rough first: a picture of 1 pixel per mm forgives 1-2 mm of mesh error, one of 2 per mm settles the rest. On moved copies
# of eight portraits (size 0.7-1, turn up to 8 degrees, JPEG 60, blur of 1 px, light 0.7) the meshes alone were up to .5 mm off,
# after both steps .03 mm at most.
_STEPS = (4, 2)
_TURNS, _SETTLED = 40, 1e-4
_SMOOTHING = 5  # pixels, odd: blur inside the search
# Correlation of the detail where the faces overlap: .99 and more on moved copies. Under this the search has found
# nothing in common, and the meshes alone are trusted.
_LEAST_AGREEMENT = 0.3
# A search that leads further than this from where the meshes lie has lost its way.
_FURTHEST_MM = 4.0
_MIDDLE = 128  # of 8-bit steps


@dataclass(frozen=True)
class Registration:
    """How the later aligned face lies on the earlier one.

    Attributes:
        to_before: (2, 3): a turn, one scale and a move, from aligned pixels of the later photo to those of the earlier.
        agreement: Correlation of the fine detail once it lies there, 0-1; 0 where only the meshes could be used.
    """

    to_before: Points
    agreement: float


def register(before: AlignedFace, after: AlignedFace) -> Registration:
    """This function will find the move, turn and scale that lay the later face onto the earlier one.

    Args:
        before: The earlier face.
        after: The later one.
    """
    by_mesh = _similarity(after.points, before.points)
    transform, agreement = turned_back(by_mesh), 0.0
    wanted, shown, where = _detail(before), _detail(after), _inside(after)
    for shrink in _STEPS:
        found = _searched(wanted, shown, where, transform, shrink)
        if found is None:
            return Registration(by_mesh, 0.0)
        transform, agreement = found
    to_before = _similarity(after.points, moved(after.points, turned_back(transform)))
    strayed = np.linalg.norm(moved(after.points, to_before) - moved(after.points, by_mesh), axis=1)
    if agreement < _LEAST_AGREEMENT or float(np.median(strayed)) > _FURTHEST_MM * PIXELS_PER_MM:
        return Registration(by_mesh, 0.0)
    return Registration(to_before, agreement)


def moved(points: Points, transform: Points) -> Points:
    """This function will put points, (n, 2), through a (2, 3) transform."""
    return np.asarray(points @ transform[:, :2].T + transform[:, 2], np.float64)


def turned_back(transform: Points) -> Points:
    """This function will give the (2, 3) transform the other way."""
    return np.asarray(cv2.invertAffineTransform(transform), np.float64)


def laid_mask(mask: Mask, transform: Points, shape: tuple[int, ...]) -> Mask:
    """This function will lay a mask onto a frame of another shape; what lies outside the mask's own frame is not in it."""
    laid = cv2.warpAffine(mask.astype(np.uint8), transform, (shape[1], shape[0]), flags=cv2.INTER_NEAREST)
    return np.asarray(laid > 0, np.bool_)


def _searched(
    wanted: Plane, shown: Plane, where: Mask, transform: Points, shrink: int
) -> tuple[Points, float] | None:
    """This function will refine the transform from the earlier frame to the later one on pictures made smaller.

    Any affine transform is tried, because a turned head is foreshortened; what is kept of it is its turn, scale and move.
    None where the search does not settle. Source: Evangelidis 2008 (enhanced correlation coefficient), as in OpenCV.
    """
    first, second = _shrunk(wanted, shrink), _shrunk(shown, shrink)
    mask = (_shrunk(where.astype(np.float32), shrink) > 0.5).astype(np.uint8)  # noqa: PLR2004 - most of it
    # A shrunk pixel's middle lies (shrink - 1) / 2 pixels into the square it stands for.
    middle = np.full(2, (shrink - 1) / 2)
    start = transform.copy()
    start[:, 2] = (transform[:, 2] + transform[:, :2] @ middle - middle) / shrink
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _TURNS, _SETTLED)
    try:
        agreement, found = cv2.findTransformECC(
            first, second, start.astype(np.float32), cv2.MOTION_AFFINE, criteria, mask, _SMOOTHING
        )
    except cv2.error:  # so OpenCV says that the two have nothing in common
        return None
    refined = np.asarray(found, np.float64)
    refined[:, 2] = refined[:, 2] * shrink - refined[:, :2] @ middle + middle
    return refined, float(agreement)


def _inside(face: AlignedFace) -> Mask:
    """This function will mark what lies within the face's outline and within the photo."""
    oval = np.zeros(face.pixels.shape[:2], np.uint8)
    cv2.fillPoly(oval, [np.round(face.points[list(FACE_OVAL)]).astype(np.int32)], 1)
    return np.asarray((oval > 0) & face.in_photo, np.bool_)


def _detail(face: AlignedFace) -> Plane:
    """This function will give the fine detail of a face in 8-bit steps, whatever the strength of the light there."""
    grey = np.asarray(cv2.cvtColor(face.pixels, cv2.COLOR_RGB2GRAY), np.float32)
    surround = blur(grey, _COARSE_MM * PIXELS_PER_MM)
    fine = blur(grey, _FINE_MM * PIXELS_PER_MM) - surround
    return np.asarray(fine / np.maximum(surround, np.float32(8)) * np.float32(_MIDDLE), np.float32)


def _shrunk(plane: Plane, factor: int) -> Plane:
    """This function will average a plane down; its sides are multiples of FRAME_STEP, so nothing is cut off."""
    size = (plane.shape[1] // factor, plane.shape[0] // factor)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def _similarity(source: Points, target: Points) -> Points:
    """This function will give the (2, 3) turn, scale and move of least squares. Source: Umeyama 1991."""
    from_middle, to_middle = source.mean(0), target.mean(0)
    first, second = source - from_middle, target - to_middle
    along = float((first * second).sum())
    across = float((first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]).sum())
    size = float((first**2).sum())
    matrix = np.array([[along, -across], [across, along]]) / size
    return np.concatenate([matrix, (to_middle - matrix @ from_middle)[:, None]], 1)
