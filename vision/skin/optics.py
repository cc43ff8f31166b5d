"""Skin as optics: optical density, the two chromophores, and the few filters everything is made of.

A lamp's strength or colour multiplies the light, so in optical density (-log10 of linear light) it only adds a constant:
whatever is measured relative to the same face does not see it, until a channel clips.
"""

import math

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2

Plane = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]

_STEPS = np.arange(256, dtype=np.float64) / 255
# The sRGB transfer curve, straight near black. Source: IEC 61966-2-1.
_STRAIGHT_UNTIL = 0.04045
LINEAR = np.where(_STEPS <= _STRAIGHT_UNTIL, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)
# Below 1/1024 of full light an 8-bit picture holds only noise.
_DENSITY = (-np.log10(np.maximum(LINEAR, 1 / 1024))).astype(np.float32)

# Density of melanin and haemoglobin in R, G, B, and of shading, which is grey.
# Source: Tsumura's laboratory, as printed in kinemasa/rPPG funcSkinSeparation.py.
MELANIN = (0.4143, 0.3570, 0.8372)
HAEMOGLOBIN = (0.2988, 0.6838, 0.6657)
_SHADING = (1.0, 1.0, 1.0)
_UNMIX = np.linalg.inv(np.array([MELANIN, HAEMOGLOBIN, _SHADING]).T).astype(np.float32)

# A blur wider than this many pixels runs on a smaller picture: nothing finer is left in it anyway.
_WIDE_BLUR = 4.0
# Sides of the aligned face are multiples of this, so that shrinking it is plain averaging.
FRAME_STEP = 16
# Consistency of the median absolute deviation with the standard deviation of a normal distribution.
_MAD_TO_SIGMA = 1.4826
# Lists longer than this are counted into so many steps instead of being sorted.
_LONG, _QUANTILE_STEPS = 8000, 4000


def density_of(pixels: Pixels) -> Plane:
    """This function will give the optical density of (H, W, 3) uint8 sRGB pixels, per channel."""
    return np.asarray(cv2.LUT(pixels, _DENSITY), np.float32)


def linear_light_of(pixels: Pixels) -> Plane:
    """This function will give the linear light, 0-1, of uint8 sRGB pixels, per channel."""
    return np.asarray(cv2.LUT(pixels, LINEAR), np.float32)


def unmix(density: Plane) -> tuple[Plane, Plane, Plane]:
    """This function will part a relative density picture into melanin, haemoglobin and what is only less light."""
    mixed = np.asarray(cv2.transform(density, _UNMIX), np.float32)
    melanin, haemoglobin, dimming = (np.ascontiguousarray(mixed[..., part]) for part in range(3))
    return melanin, haemoglobin, dimming


def blur(plane: Plane, sigma: float) -> Plane:
    """This function will blur by a Gaussian of `sigma` pixels, mirrored at the borders."""
    shrink = _shrink_for(sigma)
    if shrink == 1:
        return gaussian(plane, sigma)
    return resized(gaussian(shrunk(plane, shrink), sigma / shrink), plane.shape)


def blur_within(plane: Plane, mask: Mask, sigma: float) -> Plane:
    """This function will blur only over the masked pixels: what lies outside has no say."""
    weight = mask.astype(np.float32)
    weighted = plane * weight
    shrink = _shrink_for(sigma)
    if shrink == 1:
        return np.asarray(gaussian(weighted, sigma) / np.maximum(gaussian(weight, sigma), 1e-3), np.float32)
    above = gaussian(shrunk(weighted, shrink), sigma / shrink)
    below = gaussian(shrunk(weight, shrink), sigma / shrink)
    smooth = np.asarray(above / np.maximum(below, np.float32(1e-3)), np.float32)
    return resized(smooth, plane.shape)


def _shrink_for(sigma: float) -> int:
    """This function will give how much smaller a blur may be computed: 1, or a power of two up to FRAME_STEP."""
    shrink = 1
    while shrink < FRAME_STEP and sigma / (2 * shrink) >= _WIDE_BLUR:
        shrink *= 2
    return shrink


def gaussian(plane: Plane, sigma: float) -> Plane:
    """This function will blur by a Gaussian of `sigma` pixels at full size; past three sigma is a thousandth of it."""
    side = 2 * math.ceil(3 * sigma) + 1
    return np.asarray(cv2.GaussianBlur(plane, (side, side), sigma, borderType=cv2.BORDER_REFLECT), np.float32)


def shrunk(plane: Plane, factor: int) -> Plane:
    """This function will shrink a plane by averaging squares of `factor` pixels."""
    height, width = plane.shape[:2]
    size = (max(1, width // factor), max(1, height // factor))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def enlarged(plane: Plane, factor: int) -> Plane:
    """This function will bring a plane back to the size it was shrunk from."""
    height, width = plane.shape
    return resized(plane, (height * factor, width * factor))


def enlarged_mask(mask: Mask, factor: int) -> Mask:
    """This function will bring a mask back to the size it was shrunk from."""
    size = (mask.shape[1] * factor, mask.shape[0] * factor)
    large = cv2.resize(mask.view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(large, np.uint8).view(np.bool_)


def resized(plane: Plane, shape: tuple[int, ...]) -> Plane:
    """This function will bring a plane to another height and width."""
    return np.asarray(cv2.resize(plane, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def quantile(values: Plane, share: float) -> float:
    """This function will give the value that a share (0-1) of a list stays under.

    Long lists are counted into fine steps of their own range, which costs a fifth of sorting them; the answer is exact
    to a 4000th of that range.
    """
    if len(values) < _LONG:
        at = min(int(share * len(values)), len(values) - 1)
        return float(np.partition(values, at)[at])
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return low
    step = (high - low) / _QUANTILE_STEPS
    counts = np.bincount(((values - np.float32(low)) * np.float32(1 / step)).astype(np.int32))
    below = np.cumsum(counts)
    wanted = share * len(values)
    at = int(np.searchsorted(below, wanted))
    return low + step * (at + float(wanted - below[at] + counts[at]) / float(counts[at]))


def spread(values: Plane) -> float:
    """This function will give the robust standard deviation (scaled median absolute deviation) of a list of values."""
    return _MAD_TO_SIGMA * quantile(np.abs(values - np.float32(quantile(values, 0.5))), 0.5)


def square_kernel(side: float) -> Pixels:
    """This function will give a square structuring element whose side is `side` pixels, made odd."""
    side = int(side) | 1
    return np.ones((side, side), np.uint8)
