"""Where on the face: polygons over the mesh points, and the masks they give on the aligned face."""

from collections.abc import Iterator, Mapping
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
# Every region, in the order a report lists them.
REGIONS = tuple(_OUTLINES)
# Where else a metric is told region by region, beside where its one value comes from.
FOLDS = ("nasolabial_right", "nasolabial_left")
LOWER_FACE = ("chin", *FOLDS)
T_ZONE = ("forehead", "nose", "chin")
CHEEKS = ("cheek_right", "cheek_left")
UNDER_EYES = ("undereye_right", "undereye_left")
# Drawn on the overlay.
DRAWN_REGIONS = ("forehead", "cheek_right", "cheek_left", "nose", "chin", "undereye_right", "undereye_left")

_EDGE_MM = 2.0  # lashes, lip line and brow hairs reach this far beyond their outlines
_OVAL_EDGE_MM = 3.0
# The inner corners of the eyes towards the nose, and the creases around its wings, which reach this far.
_INNER_CORNERS = {"right": 244, "left": 464}
_NOSE_CREASES = {"right": (209, 49, 129, 64, 98), "left": (429, 279, 358, 294, 327)}
_CREASE_MM = 2.5


def outline(region: str, points: Points) -> Points:
    """This function will give a region's outline, (n, 2), from the mesh points in any frame."""
    return _traced(_OUTLINES[region], points)


def creased(points: Points, shape: tuple[int, int], pixels_per_mm: float, *, scale: float = 1.0) -> Mask:
    """This function will mark where the shape of every face looks like a spot: around the eyes and beside the nostrils.

    Args:
        points: (468, 2) mesh points in the aligned face.
        shape: Height and width of the mask.
        pixels_per_mm: Its scale.
        scale: Its pixels per pixel of the aligned face.
    """
    marked = np.zeros(shape, np.uint8)
    for side in ("right", "left"):
        around = (
            *_NOT_SKIN[f"eye_{side}"].points,
            *_NOT_SKIN[f"brow_{side}"].points,
            _INNER_CORNERS[side],
        )
        socket = _corners(_scaled(_traced(_Outline(around, hull=True), points), scale))
        cv2.fillPoly(marked, [socket], 1)
        crease = _corners(_scaled(points[list(_NOSE_CREASES[side])], scale))
        cv2.polylines(marked, [crease], isClosed=False, color=1, thickness=2)
    return np.asarray(cv2.dilate(marked, square_kernel(2 * _CREASE_MM * pixels_per_mm)), np.uint8).view(
        np.bool_
    )


def outlined(points: Points, shape: tuple[int, int], scale: float) -> Mask:
    """This function will fill the outline of the whole face, with eyes and mouth.

    Args:
        points: (468, 2) mesh points in the aligned face.
        shape: Height and width of the mask.
        scale: Its pixels per pixel of the aligned face.
    """
    return _filled(_scaled(points[list(FACE_OVAL)], scale), shape).view(np.bool_)


class RegionMasks(Mapping[str, Mask]):
    """The mask of each region at one scale, painted when it is first asked for."""

    def __init__(self, points: Points, skin: npt.NDArray[np.uint8], scale: float) -> None:
        """This function will keep what the masks are painted from.

        Args:
            points: (468, 2) mesh points in the aligned face.
            skin: (H, W), 1 where there is skin, at the masks' own scale.
            scale: The masks' pixels per pixel of the aligned face.
        """
        self._points, self._skin, self._scale = points, skin, scale
        self._painted: dict[str, Mask] = {}

    def __getitem__(self, name: str) -> Mask:
        if name not in self._painted:
            polygon = _scaled(_traced(_OUTLINES[name], self._points), self._scale)
            inside = cv2.bitwise_and(_filled(polygon, self._skin.shape), self._skin)
            self._painted[name] = np.asarray(inside, np.uint8).view(np.bool_)
        return self._painted[name]

    def __iter__(self) -> Iterator[str]:
        return iter(REGIONS)

    def __len__(self) -> int:
        return len(REGIONS)


def region_masks(
    points: Points, shape: tuple[int, int], pixels_per_mm: float, *, scale: float = 1.0
) -> tuple[Mapping[str, Mask], Mask]:
    """This function will give the mask of each region and of all skin, without eyes, brows, lips and nostrils.

    Args:
        points: (468, 2) mesh points in the aligned face.
        shape: Height and width of the masks.
        pixels_per_mm: The masks' scale.
        scale: Their pixels per pixel of the aligned face.
    """
    skin = _filled(_scaled(points[list(FACE_OVAL)], scale), shape)
    skin = np.asarray(cv2.erode(skin, square_kernel(_OVAL_EDGE_MM * pixels_per_mm)), np.uint8)
    holes = np.zeros(shape, np.uint8)
    for hole in _NOT_SKIN.values():
        cv2.fillPoly(holes, [_corners(_scaled(_traced(hole, points), scale))], 1)
    skin[cv2.dilate(holes, square_kernel(_EDGE_MM * pixels_per_mm)) > 0] = 0
    return RegionMasks(points, skin, scale), skin.view(np.bool_)


def territories(masks: Mapping[str, Mask], names: tuple[str, ...], factor: int) -> npt.NDArray[np.uint8]:
    """This function will give every pixel to the nearest of the named regions: 1 for the first of them, 2 for the second.

    Args:
        masks: The masks of the regions.
        names: The regions that share the face among them; where two overlap, the later one has the pixel.
        factor: How many pixels of a mask side are one pixel of the answer.
    """
    height, width = (side // factor for side in masks[names[0]].shape)
    seeds = np.zeros((height, width), np.uint8)
    for number, name in enumerate(names, start=1):
        seeds[masks[name][::factor, ::factor]] = number
    _, nearest = cv2.distanceTransformWithLabels(
        (seeds == 0).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_label = np.zeros(int(nearest.max()) + 1, np.uint8)
    of_label[nearest[seeds > 0]] = seeds[seeds > 0]
    return np.asarray(of_label[nearest], np.uint8)


def joined(masks: Mapping[str, Mask], names: tuple[str, ...]) -> Mask:
    """This function will give the pixels of any of the named regions."""
    together = masks[names[0]].copy()
    for name in names[1:]:
        together |= masks[name]
    return together


def _traced(area: _Outline, points: Points) -> Points:
    chosen = points[list(area.points)]
    if not area.hull:
        return chosen
    return np.asarray(cv2.convexHull(chosen.astype(np.float32))[:, 0], np.float64)


def _scaled(polygon: Points, scale: float) -> Points:
    """This function will bring a polygon to another scale, on which a pixel's middle still is its whole number."""
    moved: Points = (polygon + 0.5) * scale - 0.5
    return moved


def _corners(polygon: Points) -> npt.NDArray[np.int32]:
    return np.round(polygon).astype(np.int32)


def _filled(polygon: Points, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    canvas = np.zeros(shape, np.uint8)
    cv2.fillPoly(canvas, [_corners(polygon)], 1)
    return canvas
