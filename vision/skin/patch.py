"""The detector of spots by itself, for measuring it: on a whole photo's face, or on skin without a face around it."""

from dataclasses import replace

import numpy as np

from vision.face.finding import Face
from vision.opencv import cv2
from vision.skin.aligned import align
from vision.skin.blobs import Blob
from vision.skin.lines import line_map
from vision.skin.optics import Mask, Pixels, Plane, density_of, square_kernel, unmix
from vision.skin.searching import BORDER_MM
from vision.skin.spots import filled, find_spots, spot_map
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, CONTRASTS, SkinView, foreign_in, prepare

# What skin there is lies in the middle of such a picture: its median colour is the skin's.
_MIDDLE = 0.25
_STRIDE = 7919  # a prime


def prepared(pixels: Pixels, face: Face) -> SkinView:
    """This function will prepare the face of a whole photo for measuring."""
    return prepare(align(pixels, face))


def searched_places(view: SkinView, most: int, *, apart_mm: float) -> list[tuple[float, float]]:
    """This function will choose places on searched skin, the same on every run.

    Args:
        view: The face.
        most: How many places at most.
        apart_mm: How far from each other at least, and half as far from the edge of what is searched.

    Returns:
        x and y in pixels of the photo.
    """
    searched = spot_map(view, line_map(view)).searched
    room = cv2.distanceTransform(searched.view(np.uint8), cv2.DIST_L2, 5)
    rows, columns = np.nonzero(np.asarray(room) > apart_mm / 2 * COARSE_PIXELS_PER_MM)
    back = cv2.invertAffineTransform(view.aligned.to_aligned)
    chosen: list[tuple[int, int]] = []
    # A stride that shares no factor with any likely count walks over all places in no visible order.
    for step in range(len(rows)):
        at = step * _STRIDE % len(rows)
        place = (int(columns[at]), int(rows[at]))
        if all(np.hypot(place[0] - x, place[1] - y) > apart_mm * COARSE_PIXELS_PER_MM for x, y in chosen):
            chosen.append(place)
        if len(chosen) == most:
            break
    placed = [back[:, :2] @ [COARSE * x + 0.5, COARSE * y + 0.5] + back[:, 2] for x, y in chosen]
    return [(float(x), float(y)) for x, y in placed]


def spots_on_face(pixels: Pixels, face: Face) -> tuple[list[Blob], list[Blob]]:
    """This function will find the red and the brown spots of a face as a reading does, without its gates.

    Args:
        pixels: (H, W, 3) uint8, RGB, the whole photo.
        face: Where its face is.

    Returns:
        Red and brown spots, strongest first, x and y in pixels of the photo.
    """
    view = prepared(pixels, face)
    spots = spot_map(view, line_map(view))
    back = cv2.invertAffineTransform(view.aligned.to_aligned)

    def placed(blob: Blob) -> Blob:
        x, y = back[:, :2] @ [COARSE * blob.x + 0.5, COARSE * blob.y + 0.5] + back[:, 2]
        return replace(blob, x=float(x), y=float(y))

    return [placed(blob) for blob in spots.red], [placed(blob) for blob in spots.brown]


def spots_on_patch(pixels: Pixels, pixels_per_mm: float) -> tuple[list[Blob], list[Blob]]:
    """This function will find the red and the brown spots of a picture of skin by the detector of the product.

    Args:
        pixels: (H, W, 3) uint8, RGB.
        pixels_per_mm: Its scale.

    Returns:
        Red and brown spots, strongest first, x and y in its pixels.
    """
    shrink = COARSE_PIXELS_PER_MM / pixels_per_mm
    size = (max(1, round(pixels.shape[1] * shrink)), max(1, round(pixels.shape[0] * shrink)))
    way = cv2.INTER_AREA if shrink < 1 else cv2.INTER_CUBIC
    small = np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)
    flush, melanin, shading, skin = _planes_of(small)
    searched = cv2.erode(skin.view(np.uint8), square_kernel(2 * BORDER_MM * COARSE_PIXELS_PER_MM))
    planes = (filled(plane, skin) for plane in (flush, melanin, shading))
    red, brown = find_spots(*planes, searched=np.asarray(searched, np.uint8).view(np.bool_))
    across, down = pixels.shape[1] / size[0], pixels.shape[0] / size[1]

    def placed(blob: Blob) -> Blob:
        return replace(blob, x=(blob.x + 0.5) * across - 0.5, y=(blob.y + 0.5) * down - 0.5)

    return [placed(blob) for blob in red], [placed(blob) for blob in brown]


def _planes_of(pixels: Pixels) -> tuple[Plane, Plane, Plane, Mask]:
    """This function will give green over red, melanin and shading relative to the middle's colour, and what is skin."""
    height, width = pixels.shape[:2]
    middle = np.zeros((height, width), np.bool_)
    edges = [int(side * _MIDDLE) for side in (height, width)]
    middle[edges[0] : height - edges[0], edges[1] : width - edges[1]] = True
    colour = np.median(pixels[middle], axis=0).astype(np.uint8).reshape(1, 1, 3)
    relative = density_of(pixels) - density_of(colour)
    contrasts = np.asarray(cv2.transform(relative, CONTRASTS), np.float32)
    everywhere = np.ones((height, width), np.bool_)
    skin = ~foreign_in(contrasts, middle, everywhere)
    melanin, _, _ = unmix(relative)
    return -np.ascontiguousarray(contrasts[..., 0]), melanin, np.ascontiguousarray(contrasts[..., 2]), skin
