"""Redness, pigment, evenness, dark circles and tone."""

import math
from dataclasses import dataclass

import numpy as np

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.optics import Mask, Plane, blur, blur_within, spread
from vision.skin.regions import CHEEKS, COLOUR_REGIONS, UNDER_EYES, joined
from vision.skin.view import MIN_REGION_PIXELS, SkinView

# The lamp's colour drifts across a face over this distance; what changes faster is skin. Source: facts, prototype.
_DRIFT_MM = 25.0
# A patch of this size is what an eye sees as one red or brown spot. Source: facts, formulas: 0.7 mm and 1 mm.
_PATCH_MM, _EVENNESS_MM = 0.7, 1.0
_SHADING_MM = 2.0
_LEAST_SHADING = 0.03  # optical density; ordinary faces vary by 0.1-0.2
_UPPER_TAIL = 95
_TO_HUNDREDTHS = 100


@dataclass(frozen=True)
class ColourMaps:
    """Excess of each chromophore over the face's own average, (H, W) in optical density, and where it counts."""

    redness: Plane
    pigment: Plane
    evenness_base: Plane
    core: Mask


def colour_maps(view: SkinView) -> ColourMaps:
    """This function will map haemoglobin and melanin excess, free of light drift and of shading leakage."""
    core = joined(view.regions, COLOUR_REGIONS) & view.usable
    drift = _DRIFT_MM * PIXELS_PER_MM
    excesses = [plane - blur_within(plane, view.usable, drift) for plane in (view.haemoglobin, view.melanin)]
    if core.sum() >= MIN_REGION_PIXELS:
        excesses = _without_shading(excesses, blur(view.dimming, _SHADING_MM * PIXELS_PER_MM), core)
    redness, pigment = excesses
    patch = _PATCH_MM * PIXELS_PER_MM
    even = blur(pigment, _EVENNESS_MM * PIXELS_PER_MM)
    return ColourMaps(blur(redness, patch), blur(pigment, patch), even, core)


def measure_colour(view: SkinView, maps: ColourMaps) -> dict[str, float | None]:
    """This function will give redness, pigment, evenness and dark circles in OD x 100, and tone in degrees.

    Redness and pigment are the 95th percentile of the excess (an upper tail moves smoothly where a thresholded area
    jumps; facts, test-retest), evenness the robust spread of pigment, dark circles the melanin density of the
    under-eyes over the cheeks'.
    """
    cheeks, under = view.values(view.melanin, *CHEEKS), view.values(view.melanin, *UNDER_EYES)
    found: dict[str, float | None] = dict.fromkeys(("redness", "pigment", "evenness", "dark_circles", "tone"))
    if maps.core.sum() >= MIN_REGION_PIXELS:
        found["redness"] = _TO_HUNDREDTHS * float(np.percentile(maps.redness[maps.core], _UPPER_TAIL))
        found["pigment"] = _TO_HUNDREDTHS * float(np.percentile(maps.pigment[maps.core], _UPPER_TAIL))
        found["evenness"] = _TO_HUNDREDTHS * spread(maps.evenness_base[maps.core])
    if len(cheeks) >= MIN_REGION_PIXELS:
        found["tone"] = _typology_angle(view)
        if len(under) >= MIN_REGION_PIXELS:
            found["dark_circles"] = _TO_HUNDREDTHS * float(np.median(under) - np.median(cheeks))
    return found


def _typology_angle(view: SkinView) -> float:
    """This function will give the individual typology angle of the cheeks in degrees. Source: Chardon; facts."""
    shown = view.aligned.pixels[joined(view.regions, CHEEKS) & view.usable]
    lab = cv2.cvtColor((shown.astype(np.float32) / np.float32(255))[None], cv2.COLOR_RGB2Lab)[0]
    lightness, _, yellow = (float(axis) for axis in np.median(lab, axis=0))
    return math.degrees(math.atan2(lightness - 50, yellow))


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
