"""Pores, where the photo is fine enough to show them."""

import numpy as np

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, finer_part
from vision.skin.blobs import find_blobs
from vision.skin.measured import Measured
from vision.skin.optics import blur_within, density_of, enlarged_mask
from vision.skin.regions import CHEEKS
from vision.skin.view import SkinView

# Cut out once more at twice the scale, and only where the photo really has that detail. Source: facts, Pores (>= 7-8
# px/mm), Principle (8 px/mm only if native >= 7).
_FINER = 2
MIN_PIXELS_PER_MM = 7.0
_REGIONS = (*CHEEKS, "nose")
# Blurs from 0.1 mm on: openings of 0.35 mm and more. Source: facts, Pores: DoG .1-.4 mm.
_FIRST_MM = 0.1
# The least density over the skin around it that counts as an opening.
_LEAST = 0.03
_FILL_MM = 1.0
_LEAST_CM2 = 0.5
_TO_HUNDREDTHS = 100
_MEAN = np.full((1, 3), 1 / 3, np.float32)


def measure_pores(view: SkinView) -> Measured:
    """This function will give the contrast of pores per area of cheeks and nose, OD x 100 per cm2."""
    native = PIXELS_PER_MM / float(np.sqrt(abs(np.linalg.det(view.aligned.to_aligned[:, :2]))))
    if view.aligned.photo is None or native < MIN_PIXELS_PER_MM:
        return Measured(None)
    found = {name: _in_region(view, name) for name in _REGIONS}
    contrast, area = (sum(one[part] for one in found.values()) for part in range(2))
    regions = {
        name: above / searched if searched >= _LEAST_CM2 else None
        for name, (above, searched) in found.items()
    }
    return Measured(contrast / area if area >= _LEAST_CM2 else None, regions)


def _in_region(view: SkinView, name: str) -> tuple[float, float]:
    """This function will give the summed contrast of a region's pores, OD x 100, and its searched area, cm2."""
    left, top, width, height = cv2.boundingRect(view.regions[name].view(np.uint8))
    if not width or not height:
        return 0.0, 0.0
    rows, columns = slice(top, top + height), slice(left, left + width)
    scale = PIXELS_PER_MM * _FINER
    searched = enlarged_mask(np.ascontiguousarray((view.regions[name] & view.usable)[rows, columns]), _FINER)
    density = density_of(finer_part(view.aligned, (left, top, width, height), _FINER))
    shading = np.asarray(cv2.transform(density, _MEAN), np.float32)
    plane = np.where(searched, shading, blur_within(shading, searched, _FILL_MM * scale))
    pores = find_blobs(plane, searched, pixels_per_mm=scale, least=_LEAST, first_mm=_FIRST_MM)
    area = float(searched.sum()) / (scale * 10) ** 2
    return _TO_HUNDREDTHS * sum(pore.counts for pore in pores), area
