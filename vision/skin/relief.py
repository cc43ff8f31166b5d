"""Texture and shine."""

import numpy as np

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.measured import Measured, by_region
from vision.skin.optics import Plane, blur, enlarged, enlarged_mask, spread
from vision.skin.regions import CHEEKS, T_ZONE, joined
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, MIN_COARSE_PIXELS, MIN_REGION_PIXELS, SkinView

# The grain of skin lies between these blurs. Source: facts, formulas: MAD of the .25-1.5 mm band.
_FINE_MM, _COARSE_MM = 0.25, 1.5
_TEXTURE_REGIONS = ("forehead", *CHEEKS, "nose", "chin")
_SHINE_REGIONS = (*T_ZONE, *CHEEKS)
_REACH = 6  # pixels around a region that its blurs may look at; even
_PER_THOUSAND = 1000
_TO_HUNDREDTHS = 100


def measure_texture(view: SkinView) -> Measured:
    """This function will give the roughness of the cheeks: robust spread of fine shading, OD x 1000."""
    smooth = blur(view.coarse.filled, _COARSE_MM * COARSE_PIXELS_PER_MM)
    grains = {name: _grain(view, smooth, name) for name in _TEXTURE_REGIONS}

    def of(values: Plane) -> float | None:
        return _PER_THOUSAND * spread(values) if len(values) >= MIN_REGION_PIXELS else None

    both = np.concatenate([grains[cheek] for cheek in CHEEKS])
    return Measured(of(both), by_region(_TEXTURE_REGIONS, lambda name: of(grains[name])))


def _grain(view: SkinView, smooth: Plane, name: str) -> Plane:
    """This function will list the fine shading of a region's usable pixels, from the part of the face around it."""
    left, top, width, height = cv2.boundingRect(view.regions[name].view(np.uint8))
    if not width or not height:
        return np.zeros(0, np.float32)
    # From a pixel that is a coarse one's first, so that both parts begin at one place.
    left, top = ((edge - _REACH) // COARSE * COARSE for edge in (left, top))
    left, top = max(left, 0), max(top, 0)
    rows = slice(top, top + (height + 2 * _REACH) // COARSE * COARSE)
    columns = slice(left, left + (width + 2 * _REACH) // COARSE * COARSE)
    small = tuple(slice(part.start // COARSE, part.stop // COARSE) for part in (rows, columns))
    usable = enlarged_mask(np.ascontiguousarray(view.coarse.usable[small]), COARSE)
    wide = enlarged(smooth[small], COARSE)
    # What is no skin is as even as can be: its edge is no grain.
    shading = np.where(usable, view.shading_of(view.aligned.pixels[rows, columns]), wide)
    grain = blur(shading, _FINE_MM * PIXELS_PER_MM) - wide
    return grain[view.regions[name][rows, columns] & usable]


def measure_shine(view: SkinView) -> Measured:
    """This function will give the mean excess of light in the T-zone, OD x 100.

    Continuous on purpose: the share of clipped pixels moves with exposure four times as much (facts, test-retest).
    """
    coarse = view.coarse
    seen, excess = coarse.visible | coarse.clipped, np.maximum(coarse.lighter, 0)

    def of(*regions: str) -> float | None:
        values = excess[joined(coarse.regions, regions) & seen]
        return _TO_HUNDREDTHS * float(values.mean()) if len(values) >= MIN_COARSE_PIXELS else None

    return Measured(of(*T_ZONE), by_region(_SHINE_REGIONS, of))
