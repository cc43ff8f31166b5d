"""Drawing what was found: tints where the skin is redder or browner, strokes on lines, rings around spots."""

import numpy as np
import numpy.typing as npt

from vision.face.finding import Face
from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.intake import Pixels, encode_jpeg
from vision.opencv import cv2
from vision.overlay.frame import HEIGHT, Frame, cut_out, frame_around
from vision.overlay.legend import legend
from vision.overlay_words import OverlayWords
from vision.palette import FINDING_COLOURS, Colour
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.measuring import Findings
from vision.skin.optics import Plane, blur
from vision.skin.regions import DRAWN_REGIONS, FACE_OVAL, LINE_REGIONS, joined, outline
from vision.skin.view import SkinView

Points = npt.NDArray[np.float64]
Cover = npt.NDArray[np.uint8]

MAX_BYTES = 1_000_000
_FIRST_QUALITY, _QUALITY_STEP = 88, 10


# Between which excess (optical density) a tint fades in, and how much of the skin it covers at most.
_FADES = {"pigment": (0.05, 0.17), "redness": (0.06, 0.2)}
_TINT_OPACITY, _LINE_OPACITY, _OUTLINE_OPACITY = 0.5, 0.85, 0.55
_SHARES = np.arange(256) / 255
_EASED = np.round(255 * _TINT_OPACITY * _SHARES**2 * (3 - 2 * _SHARES)).astype(np.uint8)
# Tints are made at half the aligned scale, and a little softer than they are measured: a camera's colour comes in blocks.
_HALF = 2
_SOFT_MM, _EDGE_MM, _LINE_MM = 1.4, 1.5, 0.3
_SHIFT = 4  # outlines and rings are placed to a sixteenth of a pixel
_BACKDROP_LIGHT = 0.7  # what is not her face steps back a little
_BACKDROP_ROOM = 1.12
RINGED = ("red_spots", "brown_spots")
_COARSE = 8  # the backdrop is so soft that an eighth of the size is enough
# A ring leaves the spot itself free; more rings than this hide the face they explain.
_RING_ROOM_MM, _LEAST_RING_MM, _MOST_RINGS = 1.0, 2.4, 40


class _Layer:
    """Colour to be laid over a picture: (H, W) uint8 planes of red, green and blue, already times the cover, and the cover."""

    def __init__(self, planes: list[Cover]) -> None:
        self.planes = planes

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> "_Layer":
        return cls([np.zeros(shape, np.uint8) for _ in range(4)])

    def add(self, cover: Cover, colour: Colour) -> None:
        """This function will lay one more colour over what is there, `cover` of 255 at each pixel."""
        rest = cv2.bitwise_not(cover)
        for plane, strength in zip(self.planes, (*colour, 255), strict=True):
            cv2.multiply(plane, rest, dst=plane, scale=1 / 255)
            cv2.add(plane, cv2.convertScaleAbs(cover, alpha=strength / 255), dst=plane)

    def warped(self, to_aligned: Points, size: tuple[int, int]) -> "_Layer":
        """This function will bring the layer of an aligned face into the picture."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return _Layer(
            [
                np.asarray(plane, np.uint8)
                for plane in cv2.split(cv2.warpAffine(cv2.merge(self.planes), to_aligned, size, flags=flags))
            ]
        )

    def over(self, picture: Pixels, light: Cover) -> Pixels:
        """This function will lay the layer over a picture whose light is dimmed to `light` of 255."""
        *colours, cover = self.planes
        shown = cv2.multiply(cv2.bitwise_not(cover), light, scale=1 / 255)
        dimmed = cv2.multiply(picture, cv2.merge([shown] * 3), scale=1 / 255)
        return np.asarray(cv2.add(dimmed, cv2.merge(colours)), np.uint8)


def draw_overlay(
    pixels: Pixels, face: Face, view: SkinView, findings: Findings, words: OverlayWords | None = None
) -> bytes:
    """This function will draw what was found on the photo, cropped to the face, with a legend where there are words.

    Args:
        pixels: (H, W, 3) uint8, RGB, the whole cleaned photo.
        face: Where the face is in it.
        view: The prepared face the findings were made on.
        findings: What was measured.
        words: What its legend says; none without.

    Returns:
        A JPEG of WIDTH x HEIGHT pixels and at most MAX_BYTES bytes.
    """
    below = legend(words, _found(findings)) if words else np.zeros((0, 0, 3), np.uint8)
    frame = frame_around(face, photo=pixels.shape[:2], height=HEIGHT - below.shape[0])
    points = frame.placed(face.mesh[:, :2])
    layer = _tints(view, findings, frame)
    if findings.reading.metrics["lines"].measurable:
        layer.add(_strokes(view, findings, frame), FINDING_COLOURS["lines"])
    layer.add(_outlines(points, frame.size), FINDING_COLOURS["regions"])
    picture = layer.over(cut_out(pixels, frame), _backdrop(points, frame.size))
    _draw_rings(picture, view, findings, frame)
    return _encoded(np.vstack([picture, below]) if words else picture)


def _found(findings: Findings) -> tuple[str, ...]:
    """This function will name what is in the picture, so that its legend lists no colour that is not there."""
    metrics = findings.reading.metrics
    spread = [name for name in ("redness", "pigment", "lines") if metrics[name].measurable]
    rings = [name for name in RINGED if name in metrics and metrics[name].marks]
    return (*spread, *rings, "regions")


def _tints(view: SkinView, findings: Findings, frame: Frame) -> _Layer:
    """This function will lay redness over pigment, both fading out towards the edge of where they were measured."""
    layer = _Layer.empty(view.skin[::_HALF, ::_HALF].shape)
    if findings.reading.metrics["redness"].measurable:
        per_mm = PIXELS_PER_MM / _HALF
        core = blur(_halved(findings.colour.core), _EDGE_MM * per_mm)
        for name, (begins, full) in _FADES.items():
            excess = np.maximum(_halved(getattr(findings.colour, name)), 0)
            soft = blur(excess, _SOFT_MM * per_mm) * core - np.float32(begins)
            share = cv2.convertScaleAbs(np.maximum(soft, 0), alpha=255 / (full - begins))
            layer.add(np.asarray(cv2.LUT(share, _EASED), np.uint8), FINDING_COLOURS[name])
    return layer.warped(_to_aligned(view, frame) / _HALF, frame.size)


def _strokes(view: SkinView, findings: Findings, frame: Frame) -> Cover:
    """This function will give the cover of the lines that count."""
    drawable = (findings.lines.on_line & joined(view.regions, LINE_REGIONS)).astype(np.uint8) * 255
    soft = cv2.GaussianBlur(drawable, (0, 0), _LINE_MM * PIXELS_PER_MM)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cover = cv2.warpAffine(soft, _to_aligned(view, frame), frame.size, flags=flags)
    return np.minimum(cv2.convertScaleAbs(cover, alpha=1.6), np.uint8(255 * _LINE_OPACITY))


def _halved(plane: npt.NDArray[np.generic]) -> Plane:
    """This function will take every other pixel: these maps are smooth over more than that."""
    return np.ascontiguousarray(plane[::_HALF, ::_HALF], np.float32)


def _to_aligned(view: SkinView, frame: Frame) -> Points:
    """This function will give the (2, 3) transform from the picture to the aligned face."""
    bottom = np.array([[0.0, 0.0, 1.0]])
    chained: Points = (np.vstack([view.aligned.to_aligned, bottom]) @ np.vstack([frame.to_photo, bottom]))[:2]
    return chained


def _outlines(points: Points, size: tuple[int, int]) -> Cover:
    """This function will draw the regions' edges as rounded lines, and give their cover."""
    drawing = np.zeros((size[1], size[0]), np.uint8)
    corners = [
        np.round(_rounded(outline(region, points)) * 2**_SHIFT).astype(np.int32) for region in DRAWN_REGIONS
    ]
    cv2.polylines(drawing, corners, True, 255 * _OUTLINE_OPACITY, 2, cv2.LINE_AA, _SHIFT)  # noqa: FBT003 - OpenCV takes it by position
    return drawing


def _rounded(polygon: Points) -> Points:
    """This function will round a closed polygon by cutting its corners (Chaikin, four times)."""
    for _ in range(4):
        following = np.roll(polygon, -1, axis=0)
        cut = np.stack([0.75 * polygon + 0.25 * following, 0.25 * polygon + 0.75 * following], 1)
        polygon = cut.reshape(-1, 2)
    return polygon


def _backdrop(points: Points, size: tuple[int, int]) -> Cover:
    """This function will give the light of each pixel, of 255: full on the face, a little less around it."""
    small = (size[0] // _COARSE, size[1] // _COARSE)
    inside = np.zeros((small[1], small[0]), np.uint8)
    oval = points[list(FACE_OVAL)]
    grown = oval.mean(0) + (oval - oval.mean(0)) * _BACKDROP_ROOM
    cv2.fillPoly(inside, [np.round(grown / _COARSE).astype(np.int32)], 255)
    soft = cv2.GaussianBlur(inside, (0, 0), max(small) / 28)
    light = cv2.convertScaleAbs(soft, alpha=1 - _BACKDROP_LIGHT, beta=255 * _BACKDROP_LIGHT)
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _draw_rings(picture: Pixels, view: SkinView, findings: Findings, frame: Frame) -> None:
    """This function will draw a ring around each spot, the strongest first, on the picture itself."""
    metrics = findings.reading.metrics
    marks = [(mark, name) for name in RINGED if name in metrics for mark in metrics[name].marks]
    marks.sort(key=lambda found: -found[0].contrast)
    eyes = view.aligned.points[[LEFT_EYE_CORNER, RIGHT_EYE_CORNER]].mean(0)
    to_photo = np.asarray(cv2.invertAffineTransform(view.aligned.to_aligned), np.float64)
    per_mm = PIXELS_PER_MM * float(np.hypot(*to_photo[:, 0])) * frame.scale
    for mark, name in reversed(marks[:_MOST_RINGS]):
        aligned = eyes + np.array([mark.x_mm, mark.y_mm]) * PIXELS_PER_MM
        centre = frame.placed(to_photo[:, :2] @ aligned + to_photo[:, 2])
        x, y = (round(float(at) * 2**_SHIFT) for at in centre)
        radius = round(max(mark.size_mm / 2 + _RING_ROOM_MM, _LEAST_RING_MM) * per_mm * 2**_SHIFT)
        cv2.circle(picture, (x, y), radius, (255, 255, 255), 4, cv2.LINE_AA, _SHIFT)
        cv2.circle(picture, (x, y), radius, FINDING_COLOURS[name], 2, cv2.LINE_AA, _SHIFT)


def _encoded(picture: Pixels) -> bytes:
    quality = _FIRST_QUALITY
    while len(encoded := encode_jpeg(picture, quality=quality)) > MAX_BYTES:
        quality -= _QUALITY_STEP
    return encoded
