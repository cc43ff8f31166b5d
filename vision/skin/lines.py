"""Lines: dark ridges, found at three widths, kept where they are long enough to be lines."""

from dataclasses import dataclass

import numpy as np

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.optics import Mask, Plane, blur, square_kernel
from vision.skin.regions import LINE_REGIONS, joined
from vision.skin.view import MIN_REGION_PIXELS, SkinView

# Half-widths of the lines looked for. Source: facts, formulas (largest-curvature ridge); after Ng 2015.
_WIDTHS_MM = (0.35, 0.55, 0.85)
# A ridge counts from here, and is followed if it is somewhere 1.8 times as strong. Values of the measured prototype.
_WEAK, _STRONG = 0.012, 0.012 * 1.8
_LEAST_LENGTH_MM = 4.0
# Across a line the curvature is at least twice that along it; otherwise it is a spot.
_RIDGE_SHAPE = 0.5
_HOLE_MM, _BORDER_MM = 3.0, 5.0
_PER_THOUSAND = 1000


@dataclass(frozen=True)
class LineMap:
    """Ridge strength (H, W), the pixels on lines, and the pixels where lines were looked for."""

    strength: Plane
    on_line: Mask
    searched: Mask


def line_map(view: SkinView) -> LineMap:
    """This function will find the lines of the aligned face."""
    searched = _inner(view.visible)
    strength = np.zeros(view.filled.shape, np.float32)
    for width in _WIDTHS_MM:
        strength = np.maximum(strength, _ridge(view.filled, width * PIXELS_PER_MM))
    return LineMap(strength, _long_enough(strength) & searched, searched)


def measure_lines(view: SkinView, lines: LineMap) -> float | None:
    """This function will give the ridge strength per area over the regions where lines age, x 1000."""
    where = joined(view.regions, LINE_REGIONS) & lines.searched
    if where.sum() < MIN_REGION_PIXELS:
        return None
    return _PER_THOUSAND * float(lines.strength[where & lines.on_line].sum() / where.sum())


def _inner(visible: Mask) -> Mask:
    """This function will shrink the skin away from hair and outlines, whose edges look like lines."""
    closed = cv2.morphologyEx(
        visible.astype(np.uint8), cv2.MORPH_CLOSE, square_kernel(_HOLE_MM * PIXELS_PER_MM)
    )
    return np.asarray(cv2.erode(closed, square_kernel(_BORDER_MM * PIXELS_PER_MM)) > 0, np.bool_) & visible


def _ridge(shading: Plane, sigma: float) -> Plane:
    """This function will give the curvature across a dark ridge of half-width `sigma` pixels, 0 where there is none."""
    smooth = blur(shading, sigma)
    scale = sigma**2 / 4  # Sobel's second derivative is four times the true one
    across, down, mixed = (
        cv2.Sobel(smooth, cv2.CV_32F, dx, dy, ksize=3, scale=scale) for dx, dy in ((2, 0), (0, 2), (1, 1))
    )
    mean = cv2.addWeighted(across, 0.5, down, 0.5, 0)
    half = cv2.magnitude(cv2.addWeighted(across, 0.5, down, -0.5, 0), mixed)
    # The curvatures are mean - half (across the ridge, negative on a dark one) and mean + half (along it).
    sharpest, along = half - mean, np.abs(half + mean)
    return np.where(along < _RIDGE_SHAPE * sharpest, sharpest, np.float32(0))


def _long_enough(strength: Plane) -> Mask:
    """This function will keep connected ridges that are strong somewhere and at least 4 mm long."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(
        (strength > _WEAK).astype(np.uint8), connectivity=8
    )
    keep = np.zeros(count, np.bool_)
    keep[np.unique(labels[strength > _STRONG])] = True
    longest = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT])
    keep &= longest > _LEAST_LENGTH_MM * PIXELS_PER_MM
    keep[0] = False  # the background
    return np.asarray(keep[labels], np.bool_)
