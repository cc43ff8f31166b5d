"""What lies over a face: mask or hand, glasses, hair; and what only smooths it or grows on it.

Mesh presence sees none of this (facts, false positives: 1.0 with half a face blacked out). Each measure asks whether
something that every bare face shows is there: a mouth that stands out, a nose bridge without a bar, a forehead no
rougher than the cheeks, eyes as sharp as the skin. All limits stand in gates.py.
"""

from collections.abc import Mapping

import numpy as np

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace
from vision.skin.optics import Mask, Plane, blur, quantile
from vision.skin.regions import CHEEKS, Points, joined, outline
from vision.skin.sharpness import SEARCHED, grain_of
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, MIN_COARSE_PIXELS, SkinView

# Mesh point numbers: the outer line of the lips, the skin between nose and lips, the corners of the eyes.
_LIPS = (61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91)
_UPPER_LIP = (164, 167, 165, 92, 40, 37, 0, 267, 270, 322, 391, 393)
_EYES = ((33, 133), (362, 263))
_AROUND_MOUTH = ("chin", "nasolabial_right", "nasolabial_left")
# Lips are told from the skin around them by colour ten times as surely as by light: 0.03 of flush counts as 0.3 of shade.
_COLOUR_WEIGHT = 10.0
_LIGHTEST, _DARKEST = 0.05, 0.95
# The bar of glasses is looked for between the inner corners of the eyes, its lower rim under the middle of each eye. mm.
_BRIDGE_HALF_WIDTH, _BRIDGE_ABOVE, _BRIDGE_BELOW = 4.0, 12.0, 14.0
_RIM_HALF_WIDTH, _RIM_FROM, _RIM_TO = 6.0, 11.0, 32.0
# Lashes and lids: the fine band of sharpness.py over the next coarser one, at the strongest edges within this of an eye.
_FINE_MM, _COARSE_MM, _COARSER_MM = 0.15, 0.5, 1.5
_LASHES_MM, _STRONG_EDGES = 5.0, 0.97
# A moustache is rougher than a chin of the same stubble, its hairs being longer.
_MOUSTACHE = 1.8


def mouth_contrast(view: SkinView) -> float:
    """This function will tell how much the mouth stands out, in optical density: lips by colour, mouth line and teeth by light."""
    lips = _inside(view, _LIPS)
    around = joined(view.coarse.regions, _AROUND_MOUTH)
    if min(np.count_nonzero(lips), np.count_nonzero(around)) < MIN_COARSE_PIXELS:
        return 0.0
    inside, outside = lips.view(np.uint8), around.view(np.uint8)
    flush = view.coarse.flush
    coloured = abs(cv2.mean(flush, inside)[0] - cv2.mean(flush, outside)[0])
    lightest, darkest = np.quantile(view.coarse.shading[lips], (_LIGHTEST, _DARKEST))
    return float(darkest - lightest) + _COLOUR_WEIGHT * coloured


def glasses_edge(view: SkinView) -> float:
    """This function will tell how sharply light changes both across the nose bridge and under the eyes, density per mm."""
    points = view.aligned.points / COARSE
    inner = (points[_EYES[0][1]] + points[_EYES[1][0]]) / 2
    bridge = _steepest(view.coarse.shading, inner, _BRIDGE_HALF_WIDTH, -_BRIDGE_ABOVE, _BRIDGE_BELOW)
    rims = [
        _steepest(view.coarse.shading, points[list(eye)].mean(0), _RIM_HALF_WIDTH, _RIM_FROM, _RIM_TO)
        for eye in _EYES
    ]
    return float(np.sqrt(bridge * min(rims)))


def grains_of(view: SkinView) -> dict[str, float]:
    """This function will give the fine detail of cheeks, forehead, chin and upper lip (see sharpness.py)."""
    pixels, points = view.aligned.pixels, view.aligned.points
    grains = {
        name: grain_of(pixels, view.regions[name], outline(name, points)) for name in (*SEARCHED, "chin")
    }
    lip = points[list(_UPPER_LIP)]
    return {**grains, "upper_lip": grain_of(pixels, _upper_lip(view, lip), lip)}


def forehead_roughness(grains: Mapping[str, float]) -> float:
    """This function will tell how much more fine detail the forehead has than the rougher cheek: 1 is as much, hair is more."""
    cheek = max(grains[name] for name in CHEEKS)
    return grains["forehead"] / cheek if cheek > 0 else 1.0


def stubble(grains: Mapping[str, float]) -> float:
    """This function will tell how much rougher chin or upper lip are than the rougher cheek: 1 as rough, 3 bearded."""
    cheek = max(grains[name] for name in CHEEKS)
    return max(grains["chin"], grains["upper_lip"] / _MOUSTACHE) / cheek if cheek > 0 else 1.0


def eye_sharpness(aligned: AlignedFace) -> float:
    """This function will tell how sharp lashes and lids are: the fine over the coarser detail of their strongest edges.

    Blur takes it down with the skin's; a beauty filter, which smooths skin and spares edges, does not.
    """
    found = []
    reach = round(_LASHES_MM * PIXELS_PER_MM)
    for eye in _EYES:
        corners = aligned.points[list(eye)]
        low, high = corners.min(0).astype(int) - reach, corners.max(0).astype(int) + reach
        rows, columns = slice(max(0, low[1]), high[1]), slice(max(0, low[0]), high[0])
        shown = np.ascontiguousarray(aligned.pixels[rows, columns])
        grey = np.asarray(cv2.cvtColor(shown.astype(np.float32), cv2.COLOR_RGB2GRAY), np.float32)
        smooth = [blur(grey, width * PIXELS_PER_MM) for width in (_FINE_MM, _COARSE_MM, _COARSER_MM)]
        fine, coarse = (
            quantile(np.abs(smooth[band] - smooth[band + 1]).ravel(), _STRONG_EDGES) for band in (0, 1)
        )
        found.append(fine / max(coarse, 1.0))
    return max(found)


def hidden_share(view: SkinView, where: Mask) -> float:
    """This function will give how much of a place of the coarse view is in the photo and yet no skin, 0-1."""
    return 1 - share_of(view.coarse.visible, where & view.aligned.in_photo[::COARSE, ::COARSE], none=1.0)


def share_of(marked: Mask, where: Mask, *, none: float = 0.0) -> float:
    """This function will give how much of a place is marked, 0-1, or `none` where the place is too small to tell."""
    whole = int(np.count_nonzero(where))
    return int(np.count_nonzero(marked & where)) / whole if whole >= MIN_COARSE_PIXELS else none


def _upper_lip(view: SkinView, lip: Points) -> Mask:
    canvas = np.zeros(view.skin.shape, np.uint8)
    hull = cv2.convexHull(lip.astype(np.float32))
    cv2.fillPoly(canvas, [np.round(hull).astype(np.int32)], 1)
    return np.asarray(cv2.bitwise_and(canvas, view.skin.view(np.uint8)), np.uint8).view(np.bool_)


def _inside(view: SkinView, outline: tuple[int, ...]) -> Mask:
    canvas = np.zeros(view.coarse.skin.shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(view.aligned.points[list(outline)] / COARSE).astype(np.int32)], 1)
    return canvas.view(np.bool_)


def _steepest(shading: Plane, at: Plane, half_width: float, start: float, end: float) -> float:
    """This function will give the largest change of light down a strip below (or above) a point, density per mm.

    Args:
        shading: The coarse shading.
        at: The point, coarse pixels.
        half_width: Of the strip, mm; light is averaged across it.
        start: Of the strip, mm below the point.
        end: Of the strip, mm below the point.
    """
    middle, half = int(at[0]), int(half_width * COARSE_PIXELS_PER_MM)
    rows = slice(
        max(0, int(at[1] + start * COARSE_PIXELS_PER_MM)), max(0, int(at[1] + end * COARSE_PIXELS_PER_MM))
    )
    strip = shading[rows, max(0, middle - half) : middle + half]
    if min(strip.shape) < 2:  # noqa: PLR2004 - nothing changes along fewer than two rows
        return 0.0
    return float(np.abs(np.diff(strip.mean(1))).max()) * COARSE_PIXELS_PER_MM
