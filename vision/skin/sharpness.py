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
from vision.skin.regions import CHEEKS, region_masks

# The band of detail a sharp photo of skin has and a blurred or filtered one lacks, mm. Source: facts, Sharpness matching.
_FINE_MM, _COARSE_MM = 0.15, 0.5
_SEARCHED = (*CHEEKS, "forehead")
# Fewer pixels than this (about 3 x 2 mm) say nothing about a region.
_LEAST_PIXELS = 80
_PER_THOUSAND = 1000
# What lies further from a region than four times the coarse blur has no say in it.
_REACH_MM = 4 * _COARSE_MM
# The widest blur tried, mm: past it no photo that passes the gates is left to be matched. Halved nine times, the blur
# is known to 0.002 mm.
_WIDEST_MM, _HALVINGS = 1.0, 9


def sharpness_of(aligned: AlignedFace, regions: Mapping[str, Mask] | None = None) -> float:
    """This function will give the spread of the 0.15-0.5 mm band of cheeks and forehead over their brightness, x 1000.

    Args:
        aligned: The face.
        regions: Its region masks, where they are known already.

    Returns:
        About 9 on a plain photo, 4 blurred by one pixel, 2 by two (facts, Gates); 0 where there is no skin to look at.
    """
    return _sharpness(_patches(aligned, regions), 0.0)


def matched(sharper: AlignedFace, to: float, regions: Mapping[str, Mask] | None = None) -> AlignedFace:
    """This function will blur an aligned face until it is as sharp as another photo of it.

    Args:
        sharper: The sharper face; one that is not sharper comes back as it is.
        to: `sharpness_of` the other.
        regions: Its region masks, where they are known already.
    """
    patches = _patches(sharper, regions)
    if _sharpness(patches, 0.0) <= to:
        return sharper
    least, most = 0.0, _WIDEST_MM * PIXELS_PER_MM
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        if _sharpness(patches, middle) > to:
            least = middle
        else:
            most = middle
    return replace(sharper, pixels=_blurred(sharper.pixels, most))


def _blurred(pixels: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REFLECT), np.uint8)


def _patches(aligned: AlignedFace, regions: Mapping[str, Mask] | None) -> list[tuple[Pixels, Mask]]:
    """This function will cut out each searched region with room for its blurs, and its mask."""
    if regions is None:
        regions, _ = region_masks(aligned.points, aligned.pixels.shape[:2], PIXELS_PER_MM)
    reach = round(_REACH_MM * PIXELS_PER_MM)
    patches = []
    for name in _SEARCHED:
        left, top, width, height = cv2.boundingRect(regions[name].astype(np.uint8))
        rows = slice(max(0, top - reach), top + height + reach)
        columns = slice(max(0, left - reach), left + width + reach)
        if width and height:
            patches.append(
                (np.ascontiguousarray(aligned.pixels[rows, columns]), regions[name][rows, columns])
            )
    return patches


def _sharpness(patches: list[tuple[Pixels, Mask]], sigma: float) -> float:
    """This function will give the sharpness of the patches after a blur of `sigma` pixels.

    Fine skin varies by less than one of 256 steps, so the blurred patches are rounded as the blurred picture will be.
    """
    if sum(int(where.sum()) for _, where in patches) < _LEAST_PIXELS:
        return 0.0
    bands, light = [], []
    for pixels, where in patches:
        shown = _blurred(pixels, sigma) if sigma > 0 else pixels
        grey = np.asarray(cv2.cvtColor(shown.astype(np.float32), cv2.COLOR_RGB2GRAY), np.float32)
        band = blur(grey, _FINE_MM * PIXELS_PER_MM) - blur(grey, _COARSE_MM * PIXELS_PER_MM)
        bands.append(band[where])
        light.append(grey[where])
    return _PER_THOUSAND * spread(np.concatenate(bands)) / max(float(np.median(np.concatenate(light))), 1.0)
