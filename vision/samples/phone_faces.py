"""Faces as a phone shows them in a clinic: a portrait brought to 4 pixels per millimetre, with painted skin and findings.

Public portraits are coarser than a phone's photo and their skin is calm. So each one is enlarged, gets the fine relief that
enlarging cannot bring back, and a load of red spots, brown spots, lines and roughness that differs from face to face. All of
it is worked out from the face's number alone: every run paints the same.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vision.face.detector import Points
from vision.face.finding import Face
from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.intake import Pixels
from vision.opencv import cv2
from vision.samples.variants import to_srgb
from vision.skin.optics import HAEMOGLOBIN, MELANIN, Mask, linear_light_of
from vision.skin.regions import UNDER_EYES, outline, region_masks

# Source: facts, Pores: a selfie of 1024-1600 px has 3-5 pixels per millimetre.
PIXELS_PER_MM = 4.0
# How much of the photo around the face is kept, in heights of the face: room for the detector, and for turning.
_AROUND = 0.45
# Relief of skin, mm, finest to coarsest, and each band's share. Source: facts, formulas: pores .1-.4 mm, texture .25-1.5 mm.
_BANDS = ((0.1, 0.25, 0.6), (0.25, 0.6, 0.6), (0.6, 1.5, 0.5))
# Optical density of the whole relief, smoothest to roughest face. The portraits that carry texture read .007-.019
# (anchors.toml: 100 and 0); sharpness is then 5-12, where a plain photo has 9 (facts, Gates).
_SMOOTHEST, _ROUGHEST = 0.007, 0.018
# Noise of light and of each colour, of 255 steps: a phone smooths away most of the colours'. A judgement.
_NOISE, _COLOUR_NOISE = 0.8, 0.3
# At most so many lesions. Clear skin to moderate acne (up to 50 lesions by Lehmann 2002) and to many freckles: a judgement.
_MOST_RED, _MOST_BROWN = 24, 30
# Diameters (mm) and depths (density of the absorber), from what no reading counts to what nobody overlooks. Source of the
# larger half: the lesions of `aura bench painted_spots`; of the fainter half: spots fade in and out.
_RED_MM, _RED_DEPTH = (2.0, 5.0), (0.06, 0.3)
_BROWN_MM, _BROWN_DEPTH = (2.0, 5.0), (0.05, 0.25)
_APART_MM, _SOFT_MM = 5.0, 0.2
# Lines: half-widths (facts, formulas: sigma .35-.85 mm) and depth of the deepest. Forehead, eyes' outer corners, under-eyes.
_LINE_MM, _LINE_DEPTH = (0.25, 0.6), 0.12
_STEPS, _WAVE_MM = 24, 0.8  # corners of a line, and how far one across the forehead waves
_BESIDE_MM = (8.0, 22.0)  # where lines beside the eye begin and end
_FINER = 4  # a line's corners are told in sixteenths of a pixel

Layer = npt.NDArray[np.float32]


def phone_face(pixels: Pixels, face: Face, number: int) -> Pixels:
    """This function will give a portrait as a phone would have taken it, with findings painted on its skin.

    Args:
        pixels: (H, W, 3) uint8, RGB, the portrait.
        face: Where its face is.
        number: Which face of the folder it is: what is painted depends on nothing else.

    Returns:
        The part around the face at PIXELS_PER_MM.
    """
    large, mesh = _enlarged(pixels, face)
    _, skin = region_masks(mesh, large.shape[:2], PIXELS_PER_MM)
    loads = _loads(number)
    grey = _relief(skin.shape, number) * np.float32(_SMOOTHEST + (_ROUGHEST - _SMOOTHEST) * next(loads))
    grey += _lines(mesh, skin.shape, next(loads))
    red = _spots(skin, round(_MOST_RED * next(loads)), (_RED_MM, _RED_DEPTH), number)
    brown = _spots(skin, round(_MOST_BROWN * next(loads)), (_BROWN_MM, _BROWN_DEPTH), number + 1000)
    soft = _softened(skin.astype(np.float32), 1.0)
    density = grey[..., None] + red[..., None] * np.array(HAEMOGLOBIN, np.float32)
    density += brown[..., None] * np.array(MELANIN, np.float32)
    taken = 10 ** -(density * soft[..., None])
    shown = to_srgb(linear_light_of(large) * taken.astype(np.float32))
    return np.clip(np.round(shown + _noise(skin.shape, number)), 0, 255).astype(np.uint8)


def _enlarged(pixels: Pixels, face: Face) -> tuple[Pixels, Points]:
    """This function will cut out the part around the face, enlarge it, and give the mesh points in it."""
    low, high = face.mesh[:, :2].min(0), face.mesh[:, :2].max(0)
    room = _AROUND * float(high[1] - low[1])
    left, top = (max(0, int(edge - room)) for edge in low)
    right, bottom = (int(edge + room) for edge in high)
    part, scale = pixels[top:bottom, left:right], PIXELS_PER_MM / face.pixels_per_mm
    size = (round(part.shape[1] * scale), round(part.shape[0] * scale))
    large = cv2.resize(part, size, interpolation=cv2.INTER_CUBIC)
    points = (face.mesh[:, :2] - [left, top] + 0.5) * scale - 0.5
    return np.asarray(large, np.uint8), np.asarray(points, np.float64)


def _loads(number: int) -> Iterator[float]:
    """This function will give a face's share (0-1) of the most of each finding: evenly spread, and each by itself."""
    for root in (2, 3, 5, 7):
        yield math.fmod((number + 0.5) * math.sqrt(root), 1.0)


def _white(shape: tuple[int, ...], seed: int) -> Layer:
    """This function will give white noise of deviation 1 that depends on place and seed alone (the finaliser of MurmurHash3)."""
    rows, columns = np.indices(shape[:2], np.uint32)
    mixed = (
        rows * np.uint32(0x9E3779B1) ^ columns * np.uint32(0x85EBCA77) ^ np.uint32(seed * 0xC2B2AE3D % 2**32)
    )
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    return np.asarray((mixed / 2**32 - 0.5) * math.sqrt(12), np.float32)


def _noise(shape: tuple[int, ...], number: int) -> Layer:
    """This function will give a camera's noise, (H, W, 3) of 255 steps."""
    light, *colours = (_white(shape, 7 * number + part) for part in range(4))
    noise = np.float32(_NOISE) * light[..., None] + np.float32(_COLOUR_NOISE) * np.stack(colours, -1)
    return np.asarray(noise, np.float32)


def _relief(shape: tuple[int, ...], number: int) -> Layer:
    """This function will give the fine shading of skin, deviation 1."""
    relief = np.zeros(shape, np.float32)
    for band, (fine, coarse, share) in enumerate(_BANDS):
        noise = _white(shape, 31 * number + band)
        layer = _softened(noise, fine) - _softened(noise, coarse)
        relief += np.float32(share / float(layer.std())) * layer
    return relief / np.float32(float(relief.std()))


def _softened(plane: Layer, millimetres: float) -> Layer:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), millimetres * PIXELS_PER_MM), np.float32)


def _spots(
    skin: Mask, count: int, ranges: tuple[tuple[float, float], tuple[float, float]], seed: int
) -> Layer:
    """This function will paint spots all over the skin, up to its very edge: density of their absorber."""
    layer = np.zeros(skin.shape, np.float32)
    chance = _white(skin.shape, 101 * seed)
    rows, columns = np.nonzero(skin)
    order = np.argsort(chance[rows, columns])
    placed: list[tuple[float, float]] = []
    for at in order:
        if len(placed) == count:
            break
        x, y = float(columns[at]), float(rows[at])
        if all(math.hypot(x - a, y - b) > _APART_MM * PIXELS_PER_MM for a, b in placed):
            placed.append((x, y))
            size, depth = (
                low + (high - low) * math.fmod((len(placed) + seed) * math.sqrt(root), 1.0)
                for (low, high), root in zip(ranges, (11, 13), strict=True)
            )
            _stamp(layer, (x, y), size, depth)
    return _softened(layer, _SOFT_MM)


def _stamp(layer: Layer, place: tuple[float, float], size_mm: float, depth: float) -> None:
    """This function will put one disc into a layer."""
    half = size_mm * PIXELS_PER_MM / 2
    left, top = (max(0, int(at - half) - 1) for at in place)
    part = layer[top : int(place[1] + half) + 2, left : int(place[0] + half) + 2]
    rows, columns = np.indices(part.shape)
    apart = np.hypot(columns + left - place[0], rows + top - place[1])
    np.maximum(part, np.float32(depth) * np.clip(half - apart + 0.5, 0, 1), out=part)


def _lines(mesh: Points, shape: tuple[int, ...], load: float) -> Layer:
    """This function will paint the lines of a face: more, deeper and wider ones, the larger its load (0-1)."""
    layer = np.zeros(shape, np.float32)
    paths = list(_paths(mesh))
    # Every third path first, so that a face with few lines has them in all places.
    ordered = [path for first in range(3) for path in paths[first::3]]
    low, high = _LINE_MM
    for number, path in enumerate(ordered[: round(load * len(ordered))]):
        share = math.fmod((number + 1) * math.sqrt(2), 1.0)
        layer = np.maximum(
            layer, _drawn(path, shape, low + (high - low) * share, _LINE_DEPTH * (1 + load) / 2)
        )
    return layer


def _drawn(path: Points, shape: tuple[int, ...], half_width_mm: float, depth: float) -> Layer:
    """This function will draw one line with a soft edge that fades at both ends."""
    canvas = np.zeros(shape, np.uint8)
    fine = 1 << _FINER
    corners = np.round(path * fine).astype(np.int32)
    for at, (one, other) in enumerate(pairwise(corners.tolist()), start=1):
        strength = round(255 * math.sin(math.pi * at / len(corners)))
        cv2.line(canvas, one, other, strength, 1, cv2.LINE_AA, _FINER)
    sigma = half_width_mm * PIXELS_PER_MM
    smooth = cv2.GaussianBlur(canvas.astype(np.float32), (0, 0), sigma)
    # A line of one pixel loses this much of its height to the blur.
    return np.asarray(smooth * np.float32(depth * sigma * math.sqrt(2 * math.pi) / 255), np.float32)


def _paths(mesh: Points) -> Iterator[Points]:
    """This function will give where lines age a face: across the forehead, beside the eyes, under them."""
    steps = np.linspace(0, 1, _STEPS)
    low, high = _box(outline("forehead", mesh))
    for share in (0.3, 0.45, 0.6, 0.75):
        x = low[0] + (high[0] - low[0]) * (0.2 + 0.6 * steps)
        wave = _WAVE_MM * PIXELS_PER_MM * np.sin(2 * math.pi * (2 * steps + share))
        yield np.stack([x, low[1] + (high[1] - low[1]) * share + wave], 1)
    for corner, side in ((RIGHT_EYE_CORNER, -1), (LEFT_EYE_CORNER, 1)):
        for turn in (-0.5, 0.0, 0.5):
            reach = PIXELS_PER_MM * (_BESIDE_MM[0] + (_BESIDE_MM[1] - _BESIDE_MM[0]) * steps)
            bent = turn + 0.15 * np.sin(3 * steps)
            yield mesh[corner] + np.stack([side * reach * np.cos(bent), reach * np.sin(bent)], 1)
    for region in UNDER_EYES:
        low, high = _box(outline(region, mesh))
        for share in (0.5, 0.75):
            x = low[0] + (high[0] - low[0]) * (0.2 + 0.6 * steps)
            y = low[1] + (high[1] - low[1]) * (share - 0.6 * (steps - 0.5) ** 2)
            yield np.stack([x, y], 1)


def _box(points: Points) -> tuple[Points, Points]:
    return points.min(0), points.max(0)
