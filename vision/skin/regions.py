"""Where on the face: polygons over the mesh points, and the masks they give on the aligned face."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.skin.optics import Mask, square_kernel

Points = npt.NDArray[np.float64]

# Mesh point numbers of MediaPipe's 468-point face; "left" and "right" are the person's own.
# Source: facts, region index sets, checked by eye on overlays.
FACE_OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)


@dataclass(frozen=True)
class _Outline:
    points: tuple[int, ...]
    hull: bool = False  # the points only span the region and are not in drawing order


_OUTLINES: Mapping[str, _Outline] = {
    "forehead": _Outline((103, 67, 109, 10, 338, 297, 332, 333, 334, 296, 336, 9, 107, 66, 105, 104)),
    "glabella": _Outline((107, 9, 336, 8, 55, 285, 168), hull=True),
    "cheek_right": _Outline((116, 117, 118, 101, 36, 205, 187, 147, 123)),
    "cheek_left": _Outline((345, 346, 347, 330, 266, 425, 411, 376, 352)),
    "nose": _Outline(
        (168, 6, 197, 195, 5, 4, 1, 45, 275, 220, 440, 134, 363, 236, 456, 198, 420, 131, 360), hull=True
    ),
    "chin": _Outline((200, 199, 175, 208, 428, 171, 396, 201, 421, 32, 262), hull=True),
    "undereye_right": _Outline((130, 25, 110, 24, 23, 22, 26, 112, 121, 120, 119, 118, 117, 111)),
    "undereye_left": _Outline((359, 255, 339, 254, 253, 252, 256, 341, 350, 349, 348, 347, 346, 340)),
    "crowsfeet_right": _Outline((226, 113, 124, 35, 143, 34, 139, 156, 31), hull=True),
    "crowsfeet_left": _Outline((446, 342, 353, 265, 372, 264, 368, 383, 261), hull=True),
    "nasolabial_right": _Outline((129, 203, 206, 216, 57, 186, 92, 165, 98)),
    "nasolabial_left": _Outline((358, 423, 426, 436, 287, 410, 322, 391, 327)),
}
_NOT_SKIN = {
    "eye_right": _Outline((33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)),
    "eye_left": _Outline((263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249)),
    "lips": _Outline(
        (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
    ),
    "brow_right": _Outline((70, 63, 105, 66, 107, 55, 65, 52, 53, 46)),
    "brow_left": _Outline((300, 293, 334, 296, 336, 285, 295, 282, 283, 276)),
    "nostril_right": _Outline((98, 97, 99, 240, 75, 60, 20, 238, 79, 166, 59), hull=True),
    "nostril_left": _Outline((327, 326, 328, 460, 305, 290, 250, 458, 309, 392, 289), hull=True),
}
# Where colour is judged, where fine lines are looked for, where skin shines.
COLOUR_REGIONS = (
    *("forehead", "glabella", "cheek_right", "cheek_left", "nose", "chin", "undereye_right", "undereye_left"),
)
LINE_REGIONS = (
    *("forehead", "glabella", "crowsfeet_right", "crowsfeet_left", "undereye_right", "undereye_left"),
)
T_ZONE = ("forehead", "nose", "chin")
CHEEKS = ("cheek_right", "cheek_left")
UNDER_EYES = ("undereye_right", "undereye_left")
# Drawn on the overlay.
DRAWN_REGIONS = ("forehead", "cheek_right", "cheek_left", "nose", "chin", "undereye_right", "undereye_left")

_EDGE_MM = 2.0  # lashes, lip line and brow hairs reach this far beyond their outlines
_OVAL_EDGE_MM = 3.0


def outline(region: str, points: Points) -> Points:
    """This function will give a region's outline, (n, 2), from the mesh points in any frame."""
    return _traced(_OUTLINES[region], points)


def region_masks(
    points: Points, shape: tuple[int, int], pixels_per_mm: float
) -> tuple[dict[str, Mask], Mask]:
    """This function will give the mask of each region and of all skin, without eyes, brows, lips and nostrils.

    Args:
        points: (468, 2) mesh points in the aligned face.
        shape: Its height and width.
        pixels_per_mm: Its scale.
    """
    skin = _filled(points[list(FACE_OVAL)], shape)
    skin = np.asarray(cv2.erode(skin, square_kernel(_OVAL_EDGE_MM * pixels_per_mm)), np.uint8)
    holes = np.zeros(shape, np.uint8)
    for hole in _NOT_SKIN.values():
        holes |= _filled(_traced(hole, points), shape)
    skin[cv2.dilate(holes, square_kernel(_EDGE_MM * pixels_per_mm)) > 0] = 0
    masks = {name: (_filled(_traced(area, points), shape) & skin) > 0 for name, area in _OUTLINES.items()}
    return masks, np.asarray(skin > 0, np.bool_)


def joined(masks: Mapping[str, Mask], names: tuple[str, ...]) -> Mask:
    """This function will give the pixels of any of the named regions."""
    return np.asarray(np.logical_or.reduce([masks[name] for name in names]), np.bool_)


def _traced(area: _Outline, points: Points) -> Points:
    chosen = points[list(area.points)]
    if not area.hull:
        return chosen
    return np.asarray(cv2.convexHull(chosen.astype(np.float32))[:, 0], np.float64)


def _filled(polygon: Points, shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
    canvas = np.zeros(shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(polygon).astype(np.int32)], 1)
    return canvas
