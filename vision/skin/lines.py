"""Lines: dark ridges, found at three widths, kept where they are long enough to be lines."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.skin.measured import Measured, by_region
from vision.skin.optics import Mask, Plane, blur, enlarged, enlarged_mask, square_kernel
from vision.skin.regions import FOLDS, LINE_REGIONS, joined
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, MIN_COARSE_PIXELS, SkinView

# Half-widths of the lines looked for, the finest 1.4 pixels wide on the coarse face.
# Source: facts, formulas (largest-curvature ridge); after Ng 2015.
_WIDTHS_MM = (0.35, 0.55, 0.85)
# A ridge counts from here, and is followed if it is somewhere 1.8 times as strong. Values of the measured prototype.
_WEAK, _STRONG = 0.012, 0.012 * 1.8
_LEAST_LENGTH_MM = 4.0
# Across a line the curvature is at least twice that along it; otherwise it is a spot.
_RIDGE_SHAPE = 0.5
# A strand of hair or a fold is this much of a ridge and longer than a pore is wide; skin's own grain is not. Between the two
# of each it is one the more surely, so that what lies beside it does not come and go whole.
_STRAND, _STRAND_LENGTH_MM = (0.05, 0.1), (6.0, 15.0)
_HOLE_MM, _BORDER_MM = 3.0, 5.0
_PER_THOUSAND = 1000


@dataclass(frozen=True)
class LineMap:
    """The lines of a face.

    Attributes:
        coarse_strength: (H, W) ridge strength at COARSE_PIXELS_PER_MM.
        coarse_on_line: The pixels on lines.
        coarse_searched: The pixels where lines were looked for.
    """

    coarse_strength: Plane
    coarse_on_line: Mask
    coarse_searched: Mask

    @cached_property
    def strength(self) -> Plane:
        """Ridge strength at PIXELS_PER_MM."""
        return enlarged(self.coarse_strength, COARSE)

    @cached_property
    def on_line(self) -> Mask:
        """The pixels on lines at PIXELS_PER_MM."""
        smooth = enlarged(self.coarse_on_line.astype(np.float32), COARSE)
        return np.asarray(smooth > 0.5, np.bool_)  # noqa: PLR2004 - the middle of the edge

    @cached_property
    def searched(self) -> Mask:
        """The pixels where lines were looked for, at PIXELS_PER_MM."""
        return enlarged_mask(self.coarse_searched, COARSE)


def line_map(view: SkinView) -> LineMap:
    """This function will find the lines of the aligned face."""
    searched = inner(view.coarse.visible)
    strength = np.zeros(searched.shape, np.float32)
    for width in _WIDTHS_MM:
        ridge = _ridge(view.coarse.filled, width * COARSE_PIXELS_PER_MM)
        strength = np.asarray(cv2.max(strength, ridge), np.float32)
    on_line = _long_enough(strength, _WEAK, _STRONG, _LEAST_LENGTH_MM)
    return LineMap(strength, on_line & searched, searched)


def measure_lines(view: SkinView, lines: LineMap) -> Measured:
    """This function will give the ridge strength per area over the regions where lines age, x 1000.

    The folds beside the nose are told by region and are not in the one value: their depth is the face's shape as much
    as its skin.
    """

    def of(*regions: str) -> float | None:
        where = joined(view.coarse.regions, regions) & lines.coarse_searched
        area = int(where.sum())
        if area < MIN_COARSE_PIXELS:
            return None
        return _PER_THOUSAND * float(lines.coarse_strength[where & lines.coarse_on_line].sum() / area)

    return Measured(of(*LINE_REGIONS), by_region((*LINE_REGIONS, *FOLDS), of))


def inner(visible: Mask) -> Mask:
    """This function will shrink coarse skin away from hair and outlines, whose edges look like lines and spots."""
    hole, border = (square_kernel(side * COARSE_PIXELS_PER_MM) for side in (_HOLE_MM, _BORDER_MM))
    closed = cv2.morphologyEx(visible.view(np.uint8), cv2.MORPH_CLOSE, hole)
    return np.asarray(cv2.erode(closed, border), np.uint8).view(np.bool_) & visible


def _ridge(shading: Plane, sigma: float) -> Plane:
    """This function will give the curvature across a dark ridge of half-width `sigma` pixels, 0 where there is none."""
    smooth = blur(shading, sigma)
    across, down = (
        cv2.Sobel(smooth, cv2.CV_32F, dx, dy, ksize=1, scale=sigma**2) for dx, dy in ((2, 0), (0, 2))
    )
    mixed = cv2.Sobel(smooth, cv2.CV_32F, 1, 1, ksize=3, scale=sigma**2 / 4)  # four times the true one
    mean = cv2.addWeighted(across, 0.5, down, 0.5, 0)
    half = cv2.magnitude(cv2.addWeighted(across, 0.5, down, -0.5, 0), mixed)
    # The curvatures are mean - half (across the ridge, negative on a dark one) and mean + half (along it).
    sharpest = cv2.subtract(half, mean)
    along = np.abs(cv2.add(half, mean))
    found = cv2.compare(along, sharpest * np.float32(_RIDGE_SHAPE), cv2.CMP_LT)
    return np.asarray(cv2.bitwise_and(sharpest, sharpest, mask=found), np.float32)


def strands(lines: LineMap) -> Plane:
    """This function will tell how surely each place is on a strand of hair or in a deep fold, or within 1 mm of one, 0-1."""
    strength = lines.coarse_strength
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(
        (strength > _STRAND[0]).view(np.uint8), connectivity=8
    )
    long = _longest(np.asarray(boxes)) / COARSE_PIXELS_PER_MM
    low, high = _STRAND_LENGTH_MM
    sure = np.clip((long - low) / (high - low), 0, 1).astype(np.float32)
    sure[0] = 0  # the background
    weak, strong = _STRAND
    marked = sure[labels] * np.clip((strength - np.float32(weak)) / np.float32(strong - weak), 0, 1)
    reach = square_kernel(2 * COARSE_PIXELS_PER_MM)
    return np.asarray(cv2.dilate(marked, reach), np.float32)


def _longest(boxes: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """This function will give the longer side of the frame of each connected part."""
    return np.asarray(np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]), np.int32)


def _long_enough(strength: Plane, weak: float, strong: float, length_mm: float) -> Mask:
    """This function will keep connected ridges that are strong somewhere and long enough."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(
        (strength > weak).view(np.uint8), connectivity=8
    )
    keep = np.zeros(count, np.bool_)
    keep[labels[strength > strong]] = True
    keep &= _longest(np.asarray(boxes)) > length_mm * COARSE_PIXELS_PER_MM
    keep[0] = False  # the background
    return np.asarray(keep[labels], np.bool_)
