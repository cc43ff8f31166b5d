"""Texture and shine."""

import numpy as np

from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.measured import Measured, by_region
from vision.skin.optics import blur, enlarged, shrunk, spread
from vision.skin.regions import CHEEKS, T_ZONE, joined
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, MIN_COARSE_PIXELS, MIN_REGION_PIXELS, SkinView

# The grain of skin lies between these blurs. Source: facts, formulas: MAD of the .25-1.5 mm band.
_FINE_MM, _COARSE_MM = 0.25, 1.5
_TEXTURE_REGIONS = ("forehead", *CHEEKS, "nose", "chin")
_SHINE_REGIONS = (*T_ZONE, *CHEEKS)
_PER_THOUSAND = 1000
_TO_HUNDREDTHS = 100


def measure_texture(view: SkinView) -> Measured:
    """This function will give the roughness of the cheeks: robust spread of fine shading, OD x 1000."""
    smooth = blur(shrunk(view.filled, COARSE), _COARSE_MM * COARSE_PIXELS_PER_MM)
    grain = blur(view.filled, _FINE_MM * PIXELS_PER_MM) - enlarged(smooth, COARSE)

    def of(*regions: str) -> float | None:
        values = grain[joined(view.regions, regions) & view.usable]
        return _PER_THOUSAND * spread(values) if len(values) >= MIN_REGION_PIXELS else None

    return Measured(of(*CHEEKS), by_region(_TEXTURE_REGIONS, of))


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
