"""The picture she gets: the findings drawn on her own photo. No text; the card beside it holds the legend."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vision.face.finding import Face
from vision.intake import Pixels, encode_jpeg
from vision.opencv import cv2
from vision.overlay_words import OverlayWords
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.measuring import Findings
from vision.skin.optics import blur
from vision.skin.regions import DRAWN_REGIONS, FACE_OVAL, LINE_REGIONS, joined, outline
from vision.skin.view import SkinView

Plane = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

MAX_SIDE = 1024
MAX_BYTES = 1_000_000
# A small crop is drawn at least this large, so that the outlines stay finer than the face.
_MIN_SIDE = 800
# How much room is left around the face, as a share of its size.
_ROOM = 0.28
_FIRST_QUALITY, _QUALITY_STEP = 90, 10


@dataclass(frozen=True)
class Tint:
    """One kind of finding: its colour (RGB) and the strengths between which it fades in."""

    colour: tuple[int, int, int]
    begins: float
    full: float
    opacity: float


# The legend in bot/wording names these colours.
REDNESS = Tint((240, 48, 96), 0.06, 0.18, 0.52)
PIGMENT = Tint((168, 92, 8), 0.05, 0.15, 0.52)
LINES = Tint((40, 130, 255), 0.15, 0.6, 0.8)
# Findings are drawn a little softer than they are measured: a camera's colour comes in blocks, skin does not.
_SOFT_MM, _EDGE_MM, _LINE_MM = 1.2, 1.5, 0.3
_OUTLINE_COLOUR = (255, 255, 255)
_OUTLINE_OPACITY = 0.5
_SHIFT = 4  # outlines are placed to a sixteenth of a pixel
_BACKDROP_LIGHT = 0.72  # what is not her face steps back a little
_BACKDROP_ROOM = 1.12
_COARSE = 8  # the backdrop is so soft that an eighth of the size is enough


def draw_overlay(
    pixels: Pixels,
    face: Face,
    view: SkinView,
    findings: Findings,
    words: OverlayWords | None = None,  # noqa: ARG001 - the legend is drawn from the next change on
) -> bytes:
    """This function will draw regions, redness, pigment and lines on the photo, cropped to the face.

    Args:
        pixels: (H, W, 3) uint8, RGB, the whole cleaned photo.
        face: Where the face is in it.
        view: The prepared face the findings were made on.
        findings: What was measured.
        words: What its legend says.

    Returns:
        A JPEG of at most MAX_SIDE pixels and MAX_BYTES bytes.
    """
    to_photo, size = _frame(pixels, face)
    canvas = _cropped(pixels, to_photo, size)
    to_canvas = _inverted(to_photo)
    points = face.mesh[:, :2] @ to_canvas[:, :2].T + to_canvas[:, 2]
    canvas = _blended(canvas, (0, 0, 0), 1 - _backdrop(points, size))
    to_aligned = _chained(to_photo, view.aligned.to_aligned)
    drawn = findings.reading.metrics
    if drawn["redness"].measurable:
        core = blur(findings.colour.core.astype(np.float32), _EDGE_MM * PIXELS_PER_MM)
        for excess, tint in ((findings.colour.pigment, PIGMENT), (findings.colour.redness, REDNESS)):
            soft = blur(np.maximum(excess, 0), _SOFT_MM * PIXELS_PER_MM) * core
            canvas = _tinted(canvas, _warped(soft, to_aligned, size), tint)
    if drawn["lines"].measurable:
        drawable = findings.lines.on_line & joined(view.regions, LINE_REGIONS)
        strokes = blur(drawable.astype(np.float32), _LINE_MM * PIXELS_PER_MM)
        canvas = _tinted(canvas, _warped(strokes, to_aligned, size), LINES)
    return _encoded(_blended(canvas, _OUTLINE_COLOUR, _outlines(points, size)))


def _frame(pixels: Pixels, face: Face) -> tuple[Points, tuple[int, int]]:
    """This function will choose the crop around the face; gives canvas-to-photo (2, 3) and the canvas size."""
    oval = face.mesh[list(FACE_OVAL), :2]
    low, high = oval.min(0), oval.max(0)
    room = float(max(high - low)) * _ROOM
    height, width = pixels.shape[:2]
    low, high = np.floor(np.maximum(low - room, 0)), np.floor(np.minimum(high + room, [width, height]))
    longest = float(max(high - low))
    scale = min(max(longest, _MIN_SIDE), MAX_SIDE) / longest
    to_photo = np.array([[1 / scale, 0, low[0]], [0, 1 / scale, low[1]]])
    return to_photo, (int((high[0] - low[0]) * scale), int((high[1] - low[1]) * scale))


def _cropped(pixels: Pixels, to_photo: Points, size: tuple[int, int]) -> Pixels:
    """This function will cut the frame out of the photo and bring it to the canvas size."""
    left, top = (int(edge) for edge in to_photo[:, 2])
    right, bottom = (
        int(edge + side * to_photo[0, 0]) for edge, side in zip(to_photo[:, 2], size, strict=True)
    )
    way = cv2.INTER_AREA if to_photo[0, 0] > 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels[top:bottom, left:right], size, interpolation=way), np.uint8)


def _inverted(transform: Points) -> Points:
    return np.asarray(cv2.invertAffineTransform(transform), np.float64)


def _chained(first: Points, second: Points) -> Points:
    """This function will give the (2, 3) transform that does `first`, then `second`."""
    bottom = np.array([[0.0, 0.0, 1.0]])
    chained: Points = (np.vstack([second, bottom]) @ np.vstack([first, bottom]))[:2]
    return chained


def _warped(plane: Plane, to_aligned: Points, size: tuple[int, int]) -> Plane:
    """This function will bring a map of the aligned face onto the canvas."""
    warped = cv2.warpAffine(
        plane.astype(np.float32), to_aligned, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    return np.asarray(warped, np.float32)


def _tinted(canvas: Pixels, strength: Plane, tint: Tint) -> Pixels:
    """This function will lay a colour over the canvas where a finding is strong, fading in without an edge."""
    share = np.clip((strength - tint.begins) / np.float32(tint.full - tint.begins), 0, 1)
    return _blended(canvas, tint.colour, tint.opacity * share * share * (3 - 2 * share))


def _blended(canvas: Pixels, colour: tuple[int, int, int], cover: Plane) -> Pixels:
    """This function will lay a colour over the canvas, `cover` (0-1) of it at each pixel."""
    weight = cover.astype(np.float32)
    layer = cv2.merge([np.full(weight.shape, channel, np.uint8) for channel in colour])
    return np.asarray(cv2.blendLinear(canvas, layer, 1 - weight, weight), np.uint8)


def _backdrop(points: Points, size: tuple[int, int]) -> Plane:
    """This function will give the light of each pixel: full on the face, a little less around it."""
    small = (size[0] // _COARSE, size[1] // _COARSE)
    inside = np.zeros((small[1], small[0]), np.uint8)
    oval = points[list(FACE_OVAL)]
    grown = oval.mean(0) + (oval - oval.mean(0)) * _BACKDROP_ROOM
    cv2.fillPoly(inside, [np.round(grown / _COARSE).astype(np.int32)], 255)
    soft = cv2.GaussianBlur(inside.astype(np.float32) / 255, (0, 0), max(small) / 28)
    light = _BACKDROP_LIGHT + (1 - _BACKDROP_LIGHT) * cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(light, np.float32)


def _outlines(points: Points, size: tuple[int, int]) -> Plane:
    """This function will draw the regions' edges as rounded, half-transparent lines, and give their cover."""
    drawing = np.zeros((size[1], size[0]), np.uint8)
    corners = [
        np.round(_rounded(outline(region, points)) * 2**_SHIFT).astype(np.int32) for region in DRAWN_REGIONS
    ]
    thickness = max(1, round(max(size) / 450))
    cv2.polylines(drawing, corners, True, 255, thickness, cv2.LINE_AA, _SHIFT)  # noqa: FBT003 - OpenCV takes it by position
    return np.asarray(drawing * np.float32(_OUTLINE_OPACITY / 255), np.float32)


def _rounded(polygon: Points) -> Points:
    """This function will round a closed polygon by cutting its corners (Chaikin, four times)."""
    for _ in range(4):
        following = np.roll(polygon, -1, axis=0)
        cut = np.stack([0.75 * polygon + 0.25 * following, 0.25 * polygon + 0.75 * following], 1)
        polygon = cut.reshape(-1, 2)
    return polygon


def _encoded(pixels: Pixels) -> bytes:
    quality = _FIRST_QUALITY
    while len(encoded := encode_jpeg(pixels, quality=quality)) > MAX_BYTES:
        quality -= _QUALITY_STEP
    return encoded
