"""Redness, pigment, evenness, dark circles and tone."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from vision.opencv import cv2
from vision.skin.covers import share_of
from vision.skin.gates import MAX_CLIPPED
from vision.skin.measured import Measured, by_region
from vision.skin.optics import Mask, Plane, blur, blur_within, enlarged, enlarged_mask, quantile, spread
from vision.skin.regions import CHEEKS, COLOUR_REGIONS, REGIONS, UNDER_EYES, joined
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, MIN_COARSE_PIXELS, CoarseView, SkinView

# The lamp's colour drifts across a face over this distance; what changes faster is skin. Source: facts, prototype.
_DRIFT_MM = 25.0
# A patch of this size is what an eye sees as one red or brown spot. Source: facts, formulas: 0.7 mm and 1 mm.
_PATCH_MM, _EVENNESS_MM = 0.7, 1.0
_SHADING_MM = 2.0
_LEAST_SHADING = 0.03  # optical density; ordinary faces vary by 0.1-0.2
_UPPER_TAIL = 0.95
_TO_HUNDREDTHS = _PER_CENT = 100
# The middle of CIE lightness, around which the typology angle turns. Source: Chardon 1991, as in the facts.
_MIDDLE_LIGHTNESS = 50
# CIE chroma of skin is 15-30; a black-and-white photo stays under this.
_LEAST_CHROMA = 4.0
# A toned one (sepia) has chroma, but its colour goes with its light alone: in two tones of the sample selfie redness was
# 1.8 and 2.0. The palest of the portraits behind METHOD.md has 9.2.
_LEAST_REDNESS = 0.04


@dataclass(frozen=True)
class ColourMaps:
    """Excess of each chromophore over the face's own average, in optical density, and where it counts.

    Attributes:
        coarse_redness, coarse_pigment: (H, W) at COARSE_PIXELS_PER_MM, blurred to 0.7 mm patches.
        coarse_evenness: The pigment, blurred to 1 mm patches.
        coarse_core: The usable skin of the regions where colour is judged.
    """

    coarse_redness: Plane
    coarse_pigment: Plane
    coarse_evenness: Plane
    coarse_core: Mask

    @cached_property
    def redness(self) -> Plane:
        """The redness at PIXELS_PER_MM."""
        return enlarged(self.coarse_redness, COARSE)

    @cached_property
    def pigment(self) -> Plane:
        """The pigment at PIXELS_PER_MM."""
        return enlarged(self.coarse_pigment, COARSE)

    @cached_property
    def core(self) -> Mask:
        """Where colour is judged, at PIXELS_PER_MM."""
        return enlarged_mask(self.coarse_core, COARSE)


def colour_maps(view: SkinView) -> ColourMaps:
    """This function will map haemoglobin and melanin excess, free of light drift and of shading leakage."""
    coarse = view.coarse
    core = joined(coarse.regions, COLOUR_REGIONS) & coarse.usable
    drift = _DRIFT_MM * COARSE_PIXELS_PER_MM
    excesses = [
        plane - blur_within(plane, coarse.usable, drift) for plane in (coarse.haemoglobin, coarse.melanin)
    ]
    if core.sum() >= MIN_COARSE_PIXELS:
        excesses = _without_shading(excesses, blur(coarse.dimming, _SHADING_MM * COARSE_PIXELS_PER_MM), core)
    redness, pigment = excesses
    patch = _PATCH_MM * COARSE_PIXELS_PER_MM
    even = blur(pigment, _EVENNESS_MM * COARSE_PIXELS_PER_MM)
    return ColourMaps(blur(redness, patch), blur(pigment, patch), even, core)


def measure_colour(view: SkinView, maps: ColourMaps) -> dict[str, Measured]:
    """This function will give redness, pigment, evenness and dark circles in OD x 100, tone and its hue in degrees.

    Redness and pigment are the 95th percentile of the excess (an upper tail moves smoothly where a thresholded area
    jumps; facts, test-retest), evenness the robust spread of pigment, dark circles the melanin density of the
    under-eyes over the cheeks'.
    """
    coarse, core = view.coarse, maps.coarse_core
    return {
        "redness": _over(coarse, maps.coarse_redness, core, upper=True),
        "pigment": _over(coarse, maps.coarse_pigment, core, upper=True),
        "evenness": _over(coarse, maps.coarse_evenness, core, upper=False),
        "dark_circles": _dark_circles(coarse),
        **_tones(view),
    }


def has_colour(view: SkinView, maps: ColourMaps) -> bool:
    """This function will say whether a photo shows the skin's colours: a black-and-white one does not, toned or not."""
    coarse, core = view.coarse, maps.coarse_core
    chroma, redness = coarse.chroma[coarse.visible], maps.coarse_redness[core]
    if len(chroma) == 0 or quantile(chroma, 0.5) <= _LEAST_CHROMA:
        return False
    if len(redness) < MIN_COARSE_PIXELS or spread(coarse.shading[core]) < _LEAST_SHADING:
        return True
    return quantile(redness, _UPPER_TAIL) > _LEAST_REDNESS


def _over(coarse: CoarseView, plane: Plane, core: Mask, *, upper: bool) -> Measured:
    """This function will give the upper tail or the spread of a map over the core and over each region."""

    def of(values: Plane) -> float | None:
        if len(values) < MIN_COARSE_PIXELS:
            return None
        return _TO_HUNDREDTHS * (quantile(values, _UPPER_TAIL) if upper else spread(values))

    return Measured(of(plane[core]), by_region(REGIONS, lambda name: of(coarse.values(plane, name))))


def _dark_circles(coarse: CoarseView) -> Measured:
    """This function will give how much more melanin the under-eyes show than the cheeks, unless one of the two is overlit.

    The middle of what is not clipped is another skin's than the middle of all: as large a share as spoils a whole photo
    spoils a place that all of a metric is told by.
    """
    if max(_clipped_share(coarse, UNDER_EYES), _clipped_share(coarse, CHEEKS)) > MAX_CLIPPED / _PER_CENT:
        return Measured(None, overlit=True)
    cheeks = coarse.values(coarse.melanin, *CHEEKS)

    def darker(*regions: str) -> float | None:
        under = coarse.values(coarse.melanin, *regions)
        if min(len(under), len(cheeks)) < MIN_COARSE_PIXELS:
            return None
        return _TO_HUNDREDTHS * (quantile(under, 0.5) - quantile(cheeks, 0.5))

    return Measured(darker(*UNDER_EYES), by_region(UNDER_EYES, darker))


def _clipped_share(coarse: CoarseView, regions: tuple[str, ...]) -> float:
    """This function will give how much of some regions' skin is too bright to hold colour, 0-1."""
    return share_of(coarse.clipped, joined(coarse.regions, regions) & (coarse.visible | coarse.clipped))


def _tones(view: SkinView) -> dict[str, Measured]:
    """This function will give individual typology angle and hue angle of the cheeks. Source: Chardon; facts, formulas."""

    def angles(*regions: str) -> tuple[float, float] | None:
        where = joined(view.coarse.regions, regions) & view.coarse.usable
        shown = view.aligned.pixels[::COARSE, ::COARSE][where]
        if len(shown) < MIN_COARSE_PIXELS:
            return None
        lab = cv2.cvtColor((shown.astype(np.float32) / np.float32(255))[None], cv2.COLOR_RGB2Lab)[0]
        lightness, red, yellow = (quantile(np.ascontiguousarray(lab[:, axis]), 0.5) for axis in range(3))
        typology = math.degrees(math.atan2(lightness - _MIDDLE_LIGHTNESS, yellow))
        return typology, math.degrees(math.atan2(yellow, red))

    whole, sides = angles(*CHEEKS), {cheek: angles(cheek) for cheek in CHEEKS}
    return {
        name: Measured(
            whole[part] if whole else None,
            {cheek: found[part] if found else None for cheek, found in sides.items()},
        )
        for part, name in enumerate(("tone", "tone_hue"))
    }


def _without_shading(excesses: list[Plane], dimming: Plane, core: Mask) -> list[Plane]:
    """This function will take out what a camera's tone curve leaks from shading into colour.

    A quadratic fit over the core, held towards zero: a face whose shading hardly varies tells nothing about leakage,
    and its red patches must not be explained away by chance.
    """
    scaled = dimming / np.float32(_LEAST_SHADING)
    known = scaled[core].astype(np.float64)
    terms = np.stack([known, known**2, np.ones_like(known)])
    held = terms @ terms.T + len(known) * np.diag([1.0, 1.0, 0.0])
    cleaned = []
    for excess in excesses:
        slope, bend, level = np.linalg.solve(held, terms @ excess[core]).astype(np.float32)
        cleaned.append(excess - ((bend * scaled + slope) * scaled + level))
    return cleaned
