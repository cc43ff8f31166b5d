"""Painting on skin: exact amounts of an absorber, a line, a highlight, at exact places of the aligned face."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.opencv import cv2
from vision.samples.variants import to_srgb
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace
from vision.skin.colour import colour_maps, measure_colour
from vision.skin.lines import line_map, measure_lines
from vision.skin.optics import linear_light_of
from vision.skin.regions import region_masks
from vision.skin.relief import measure_shine, measure_texture
from vision.skin.spots import measure_spots, spot_map
from vision.skin.view import SkinView, prepare

Layer = npt.NDArray[np.float32]
GREY = (1.0, 1.0, 1.0)


def centre_of(face: AlignedFace, region: str) -> tuple[int, int]:
    """The middle of a region, (x, y)."""
    masks, _ = region_masks(face.points, face.pixels.shape[:2], PIXELS_PER_MM)
    rows, columns = np.nonzero(masks[region])
    return int(columns.mean()), int(rows.mean())


def disc(face: AlignedFace, region: str, millimetres: float, *, shift_mm: float = 0) -> Layer:
    """A round spot of that radius in a region, 1 inside and 0 outside, with soft edges."""
    x, y = centre_of(face, region)
    layer = np.zeros(face.pixels.shape[:2], np.float32)
    centre = (x + round(shift_mm * PIXELS_PER_MM), y)
    cv2.circle(layer, centre, round(millimetres * PIXELS_PER_MM), 1.0, -1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(layer, (0, 0), 1.0), np.float32)


def stroke(face: AlignedFace, region: str, *, length_mm: float, width_mm: float) -> Layer:
    """A level line of that length in a region."""
    x, y = centre_of(face, region)
    half = round(length_mm * PIXELS_PER_MM / 2)
    layer = np.zeros(face.pixels.shape[:2], np.float32)
    cv2.line(layer, (x - half, y), (x + half, y), 1.0, max(1, round(width_mm * PIXELS_PER_MM)), cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(layer, (0, 0), 0.8), np.float32)


def absorbing(
    face: AlignedFace, layer: Layer, absorber: tuple[float, float, float], amount: float
) -> AlignedFace:
    """The face with that much more optical density where the layer is 1."""
    density = layer[..., None] * np.array(absorber, np.float32) * np.float32(amount)
    return replace(face, pixels=to_srgb(linear_light_of(face.pixels) * 10**-density))


def grained(face: AlignedFace) -> AlignedFace:
    """The face with a camera's noise of two steps, so that eight bits round at random and not all the same way."""
    noise = np.random.default_rng(5).normal(0, 2, face.pixels.shape)
    return replace(face, pixels=np.clip(np.round(face.pixels + noise), 0, 255).astype(np.uint8))


def textured(face: AlignedFace) -> AlignedFace:
    """The face with a procedural grain: waves of 0.9-3 mm for pores and light, and a hash of each place for the camera.

    No random numbers: every run paints the same skin.
    """
    rows, columns = (axis.astype(np.float32) / PIXELS_PER_MM for axis in np.indices(face.pixels.shape[:2]))
    waves = sum(
        np.sin(2 * np.pi * (columns * np.cos(turn) + rows * np.sin(turn)) / length + turn)
        for length, turn in ((0.9, 0.3), (1.3, 1.4), (1.9, 2.6), (3.0, 0.9))
    )
    speckle = np.sin(columns * 511.7 + rows * 1247.3) * 43758.5453
    noise = (speckle - np.floor(speckle) - 0.5) * 3
    grain = 0.004 * waves[..., None] + np.zeros(3, np.float32)
    light = linear_light_of(face.pixels) * 10 ** -grain.astype(np.float32)
    return replace(face, pixels=np.clip(to_srgb(light) + noise[..., None], 0, 255).astype(np.uint8))


def lesion(face: AlignedFace, x_mm: float, y_mm: float, size_mm: float) -> Layer:
    """A round lesion of that diameter at a place in face coordinates (see `vision.Mark`), 1 inside, 0 outside."""
    middle = face.points[[RIGHT_EYE_CORNER, LEFT_EYE_CORNER], :2].mean(0)
    rows, columns = np.indices(face.pixels.shape[:2])
    apart = np.hypot(columns - (middle[0] + x_mm * PIXELS_PER_MM), rows - (middle[1] + y_mm * PIXELS_PER_MM))
    return np.asarray(np.clip(size_mm * PIXELS_PER_MM / 2 - apart + 0.5, 0, 1), np.float32)


def lit(face: AlignedFace, gain: float | tuple[float, float, float]) -> AlignedFace:
    """The face under another lamp."""
    return replace(face, pixels=to_srgb(linear_light_of(face.pixels) * np.array(gain, np.float32)))


def values_of(face: AlignedFace) -> dict[str, float]:
    """Every raw value of a face; what cannot be measured fails the test that asks for it."""
    view = prepare(face)
    found = measured(view)
    return {name: value for name, value in found.items() if value is not None}


def measured(view: SkinView) -> dict[str, float | None]:
    """Every raw value of a prepared face but that of pores, which need a finer photo than the sample."""
    lines = line_map(view)
    found = {
        **measure_colour(view, colour_maps(view)),
        **measure_spots(view, spot_map(view, lines)),
        "lines": measure_lines(view, lines),
        "texture": measure_texture(view),
        "shine": measure_shine(view),
    }
    return {name: one.value for name, one in found.items()}
