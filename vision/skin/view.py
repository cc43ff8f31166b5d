"""The skin as every metric sees it: relative optical density, and which pixels count."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace
from vision.skin.optics import (
    Mask,
    Pixels,
    Plane,
    blur,
    blur_within,
    density_of,
    linear_light_of,
    spread,
    square_kernel,
    unmix,
)
from vision.skin.regions import CHEEKS, joined, region_masks

# 8-bit values at and above this hold no colour any more; at and below this only noise. Source: facts, Gates.
_CLIPPED, _BLACK = 250, 20
# Fewer pixels than this (about 3 x 2 mm) say nothing about a region.
MIN_REGION_PIXELS = 80
# Hair, glasses and cloth: this many robust deviations from the cheeks' own colour, or this much darker.
# Source: facts, "non-skin rejection (robust chroma distance)"; values of the measured prototype.
_FOREIGN_DEVIATIONS = 9.0
_FOREIGN_DARKER = 0.55
_LEAST_SPREAD = (0.015, 0.02)
_COARSE_MM = 0.6
# A highlight is this much lighter than its surroundings (8 mm) and has lost a tenth of its colour.
_SHINE_SURROUND_MM = 8.0
_SHINE_LIGHTER = 0.08
_SHINE_CHROMA = 0.9
_FILL_MM = 4.0


@dataclass(frozen=True)
class SkinView:
    """One aligned face, prepared for measuring. All planes are (H, W) float32 in optical density.

    Attributes:
        aligned: The face itself.
        regions: Mask of each region.
        skin: All skin by the mesh. `visible` is what of it is in the photo and not hair, glasses or cloth; `usable` also has no
            highlight and no black.
        clipped: Pixels too bright to hold colour.
        shading: Mean relative density of the three channels: larger is darker.
        lighter: How much lighter than its surroundings, where positive.
        melanin, haemoglobin: Relative density of the two chromophores.
        dimming: Relative density of what is neither: less light, the same in all channels.
        chroma: CIE chroma, to tell highlights and black-and-white photos.
        filled: The shading, with what is not skin filled in from its surroundings.
        light: Median linear luminance of the skin, 0-1.
    """

    aligned: AlignedFace
    regions: Mapping[str, Mask]
    skin: Mask
    visible: Mask
    usable: Mask
    clipped: Mask
    shading: Plane
    lighter: Plane
    melanin: Plane
    haemoglobin: Plane
    dimming: Plane
    chroma: Plane
    filled: Plane
    light: float

    def values(self, plane: Plane, *regions: str) -> Plane:
        """This function will list the usable values of a plane in the named regions."""
        return plane[joined(self.regions, regions) & self.usable]


def prepare(aligned: AlignedFace) -> SkinView:
    """This function will prepare an aligned face for measuring."""
    pixels = aligned.pixels
    regions, skin = region_masks(aligned.points, pixels.shape[:2], PIXELS_PER_MM)
    brightest = pixels.max(2)
    clipped, black = brightest >= _CLIPPED, brightest <= _BLACK
    cheeks = joined(regions, CHEEKS) & ~clipped
    reference = cheeks if cheeks.sum() >= MIN_REGION_PIXELS else skin
    relative = density_of(pixels) - density_of(_median_colour(pixels, reference))
    shading = np.asarray(cv2.transform(relative, np.full((1, 3), 1 / 3, np.float32)), np.float32)
    visible = skin & aligned.in_photo & ~_foreign(relative, shading, reference)
    chroma = _chroma_of(pixels)
    lighter = blur_within(shading, visible, _SHINE_SURROUND_MM * PIXELS_PER_MM) - shading
    surround = blur_within(shading, visible, _FILL_MM * PIXELS_PER_MM)
    melanin, haemoglobin, dimming = unmix(relative)
    return SkinView(
        aligned=aligned,
        regions=regions,
        skin=skin,
        visible=visible,
        usable=visible & ~_highlight(chroma, lighter, visible) & ~clipped & ~black,
        clipped=clipped,
        shading=shading,
        lighter=lighter,
        melanin=melanin,
        haemoglobin=haemoglobin,
        dimming=dimming,
        chroma=chroma,
        filled=np.where(visible, shading, surround).astype(np.float32),
        light=_median_light(pixels, skin),
    )


def _foreign(relative: Plane, shading: Plane, reference: Mask) -> Mask:
    """This function will mark what is not skin by its colour: hair, glasses, cloth, lips that left their outline."""
    sigma = _COARSE_MM * PIXELS_PER_MM
    red, green, blue = (relative[..., channel] for channel in range(3))
    distance = np.zeros(shading.shape, np.float32)
    for contrast, least in zip((red - green, (red + green) / 2 - blue), _LEAST_SPREAD, strict=True):
        distance += (blur(contrast, sigma) / max(spread(contrast[reference]), least)) ** 2
    foreign = (distance > _FOREIGN_DEVIATIONS**2) | (blur(shading, sigma) > _FOREIGN_DARKER)
    opened = cv2.morphologyEx(foreign.astype(np.uint8), cv2.MORPH_OPEN, square_kernel(PIXELS_PER_MM))
    return np.asarray(opened > 0, np.bool_)


def _highlight(chroma: Plane, lighter: Plane, visible: Mask) -> Mask:
    surround = blur_within(chroma, visible, _SHINE_SURROUND_MM * PIXELS_PER_MM)
    return np.asarray((lighter > _SHINE_LIGHTER) & (chroma < surround * _SHINE_CHROMA), np.bool_)


def _chroma_of(pixels: Pixels) -> Plane:
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab).astype(np.float32) - np.float32(
        128
    )  # 8-bit a* and b* are centred there
    return np.asarray(cv2.magnitude(lab[..., 1], lab[..., 2]), np.float32)


def _median_colour(pixels: Pixels, where: Mask) -> Pixels:
    """This function will give the median of each channel as one pixel; density rises with it, so it is the median there too."""
    return np.asarray(np.median(pixels[where], axis=0), np.uint8).reshape(1, 1, 3)


def _median_light(pixels: Pixels, skin: Mask) -> float:
    """This function will give the median linear luminance, 0-1, over the skin. Source of the weights: Rec. 709."""
    light = cv2.transform(linear_light_of(pixels), np.array([[0.2126, 0.7152, 0.0722]], np.float32))
    return float(np.median(light[skin]))
