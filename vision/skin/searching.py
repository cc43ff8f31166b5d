"""Where spots are looked for, and how much each place counts: nothing that lies on an edge comes and goes whole."""

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.skin.lines import LineMap, strands
from vision.skin.optics import Mask, Plane, gaussian, resized, square_kernel
from vision.skin.regions import LOWER_FACE, REGIONS, UNDER_EYES, creased, outlined
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, SkinView

# The edge of hair, lips, nostrils and of the face itself is no spot, and the mesh is only good to a millimetre or two.
BORDER_MM = 3.0
# A spot counts fully only this far from the edge of what is searched. On 16 unchanged faces the smallest change that means
# something fell from 0.22 to 0.16 for brown spots and from 0.14 to 0.11 for red ones (`aura bench repeatability`).
_SOFT_EDGE_MM = 6.0
# The outline of the face is where the mesh sits least well and where skin is seen from the side.
_TURNED_MM = 18.0
# Territories are drawn at one pixel per 2 mm; their edge is then rounded by one such pixel.
TERRITORY = 4
_ROUNDED = 1.0
# Lashes and thin skin over veins: spots are not looked for there.
UNSEARCHED = UNDER_EYES
# A place counts by how much of the millimetre around it shows skin without highlight: nothing below the first share, fully
# from the second on.
_AROUND_MM, _SEEN = 1.0, (0.25, 0.75)
_MIDDLE = 0.5


def search_weights(
    view: SkinView,
    lines: LineMap,
    territory: npt.NDArray[np.uint8],
    *,
    hidden: tuple[str, ...],
    lower_face: float,
) -> Plane:
    """This function will tell how much a spot and the skin count at each coarse pixel, 0-1.

    Args:
        view: The face.
        lines: Its lines: what lies on a line or a hair is no spot.
        territory: (H / 4, W / 4) the region each 2 mm square belongs to, 1 for the first of REGIONS.
        hidden: Regions that are not to be searched, such as a lower face with stubble.
        lower_face: How much the lower face counts, 0-1.

    Returns:
        (H, W) at COARSE_PIXELS_PER_MM; 0 where no spot is looked for.
    """
    coarse, points = view.coarse, view.aligned.points
    shape = coarse.skin.shape
    shut = _of_regions(territory, (*UNSEARCHED, *hidden), shape) > _MIDDLE
    creases = creased(points, shape, COARSE_PIXELS_PER_MM, scale=1 / COARSE)
    whole = cv2.erode(coarse.visible.view(np.uint8), square_kernel(2 * BORDER_MM * COARSE_PIXELS_PER_MM))
    bare = np.asarray(whole, np.uint8).view(np.bool_) & ~shut & ~creases
    weights = np.minimum(_within(bare, _SOFT_EDGE_MM), 1 - strands(lines))
    weights = np.minimum(weights, _within(outlined(points, shape, 1 / COARSE), _TURNED_MM))
    lower = _of_regions(territory, LOWER_FACE, shape)
    seen = gaussian(coarse.usable.astype(np.float32), _AROUND_MM * COARSE_PIXELS_PER_MM)
    low, high = _SEEN
    shown = np.clip((seen - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(weights * (1 + np.float32(lower_face - 1) * lower) * shown, np.float32)


def _of_regions(territory: npt.NDArray[np.uint8], names: tuple[str, ...], shape: tuple[int, ...]) -> Plane:
    """This function will tell how much each coarse pixel belongs to some regions, 0-1, without the steps of territories."""
    marked = np.isin(territory, [REGIONS.index(name) + 1 for name in names]).astype(np.float32)
    return resized(gaussian(marked, _ROUNDED), shape)


def _within(bare: Mask, soft_mm: float) -> Plane:
    """This function will tell how far inside the searched skin each place is, 1 from the soft edge on.

    The mesh sits half a millimetre elsewhere on the next photo: what lies on the edge must not come and go whole.
    """
    inside = np.asarray(cv2.distanceTransform(bare.view(np.uint8), cv2.DIST_L2, 5), np.float32)
    return np.asarray(np.minimum(inside / np.float32(soft_mm * COARSE_PIXELS_PER_MM), 1), np.float32)
