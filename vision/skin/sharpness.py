"""How sharp the skin is in a photo, and taking that difference out of two photos.

A lens wiped, a hand held still: the sharper photo shows more lines and spots on the same skin. So before two photos of
one person are compared, the sharper one is blurred until both show the same share of fine detail.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace
from vision.skin.optics import Mask, Pixels, blur, spread
from vision.skin.regions import CHEEKS, Points, outline, region_masks

# The band of detail a sharp photo of skin has and a blurred or filtered one lacks, mm. Source: facts, Sharpness matching.
_FINE_MM, _COARSE_MM = 0.15, 0.5
# The regions looked at: large, smooth, and bare on most photos.
SEARCHED = (*CHEEKS, "forehead")
# Fewer pixels than this (about 3 x 2 mm) say nothing about a region.
_LEAST_PIXELS = 80
_PER_THOUSAND = 1000
# Neighbours share a blur of 2 pixels, so every third one tells the spread as well as all.
_EVERY = 3
# What lies further from a region than four times the coarse blur has no say in it.
_REACH_MM = 4 * _COARSE_MM
# The widest blur tried, mm: past it no photo that passes the gates is left to be matched. Halved nine times, the blur
# is known to 0.002 mm.
_WIDEST_MM, _HALVINGS = 1.0, 9


def sharpness_of(aligned: AlignedFace, regions: Mapping[str, Mask] | None = None) -> float:
    """This function will give the spread of the 0.15-0.5 mm band over the brightness, x 1000.

    The middle one of both cheeks and the forehead: a fringe has far more fine detail than skin, a hand's shadow less,
    and neither covers two of them.

    Args:
        aligned: The face.
        regions: Its region masks, where they are known already.

    Returns:
        About 9 on a plain photo, 4 blurred by one pixel, 2 by two (facts, Gates); 0 where there is no skin to look at.
    """
    return _middle(_patches(aligned, regions), 0.0)


def sharpness_from(grains: Mapping[str, float]) -> float:
    """This function will give the same as `sharpness_of` from the grain of each region it looks at."""
    found = [grains[name] for name in SEARCHED if grains[name] > 0]
    return float(np.median(found)) if found else 0.0


def grain_of(pixels: Pixels, where: Mask, around: Points) -> float:
    """This function will give the sharpness of one place of an aligned face; 0 where it is too small to tell.

    Args:
        pixels: (H, W, 3) of the aligned face.
        where: (H, W), the place.
        around: (n, 2) points that span it.
    """
    patch = _patch(pixels, where, around)
    return _sharpness(*patch, 0.0) if patch else 0.0


def matched(sharper: AlignedFace, to: float, regions: Mapping[str, Mask] | None = None) -> AlignedFace:
    """This function will blur an aligned face until it is as sharp as another photo of it.

    Args:
        sharper: The sharper face; one that is not sharper comes back as it is.
        to: `sharpness_of` the other.
        regions: Its region masks, where they are known already.
    """
    patches = _patches(sharper, regions)
    if _middle(patches, 0.0) <= to:
        return sharper
    least, most = 0.0, _WIDEST_MM * PIXELS_PER_MM
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        if _middle(patches, middle) > to:
            least = middle
        else:
            most = middle
    return replace(sharper, pixels=_blurred(sharper.pixels, most), photo=None)


def _blurred(pixels: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REFLECT), np.uint8)


def _patches(aligned: AlignedFace, regions: Mapping[str, Mask] | None) -> list[tuple[Pixels, Mask]]:
    if regions is None:
        regions, _ = region_masks(aligned.points, aligned.pixels.shape[:2], PIXELS_PER_MM)
    found = (_patch(aligned.pixels, regions[name], outline(name, aligned.points)) for name in SEARCHED)
    return [patch for patch in found if patch]


def _patch(pixels: Pixels, where: Mask, around: Points) -> tuple[Pixels, Mask] | None:
    """This function will cut out a place with room for its blurs, or nothing where it is too small."""
    reach = round(_REACH_MM * PIXELS_PER_MM)
    low = np.maximum(around.min(0).astype(int) - reach, 0)
    high = np.maximum(around.max(0).astype(int) + reach, 0)
    rows, columns = slice(low[1], high[1]), slice(low[0], high[0])
    inside = np.ascontiguousarray(where[rows, columns])
    return (
        (np.ascontiguousarray(pixels[rows, columns]), inside)
        if np.count_nonzero(inside) >= _LEAST_PIXELS
        else None
    )


def _middle(patches: list[tuple[Pixels, Mask]], sigma: float) -> float:
    return float(np.median([_sharpness(*patch, sigma) for patch in patches])) if patches else 0.0


def _sharpness(pixels: Pixels, where: Mask, sigma: float) -> float:
    """This function will give the sharpness of a patch after a blur of `sigma` pixels.

    Fine skin varies by less than one of 256 steps, so the blurred patch is rounded as the blurred picture will be.
    """
    shown = _blurred(pixels, sigma) if sigma > 0 else pixels
    grey = np.asarray(cv2.cvtColor(shown.astype(np.float32), cv2.COLOR_RGB2GRAY), np.float32)
    band = blur(grey, _FINE_MM * PIXELS_PER_MM) - blur(grey, _COARSE_MM * PIXELS_PER_MM)
    return (
        _PER_THOUSAND
        * spread(band[where][::_EVERY])
        / max(float(cv2.mean(grey, where.view(np.uint8))[0]), 1.0)
    )
