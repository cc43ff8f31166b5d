"""Texture and shine."""

import numpy as np

from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.optics import blur, spread
from vision.skin.regions import CHEEKS, T_ZONE, joined
from vision.skin.view import MIN_REGION_PIXELS, SkinView

# The grain of skin lies between these blurs. Source: facts, formulas: MAD of the .25-1.5 mm band.
_FINE_MM, _COARSE_MM = 0.25, 1.5
_PER_THOUSAND = 1000
_TO_HUNDREDTHS = 100


def measure_texture(view: SkinView) -> float | None:
    """This function will give the roughness of the cheeks: robust spread of fine shading, OD x 1000."""
    where = joined(view.regions, CHEEKS) & view.usable
    if where.sum() < MIN_REGION_PIXELS:
        return None
    grain = blur(view.filled, _FINE_MM * PIXELS_PER_MM) - blur(view.filled, _COARSE_MM * PIXELS_PER_MM)
    return _PER_THOUSAND * spread(grain[where])


def measure_shine(view: SkinView) -> float | None:
    """This function will give the mean excess of light in the T-zone, OD x 100.

    Continuous on purpose: the share of clipped pixels moves with exposure four times as much (facts, test-retest).
    """
    where = joined(view.regions, T_ZONE) & (view.visible | view.clipped)
    if where.sum() < MIN_REGION_PIXELS:
        return None
    return _TO_HUNDREDTHS * float(np.maximum(view.lighter[where], 0).mean())
