"""What was found, as colour on the picture: tints where skin is redder or browner, strokes on lines, rings around spots."""

import numpy as np
import numpy.typing as npt

from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.opencv import cv2
from vision.overlay.frame import Frame
from vision.overlay.layer import Cover, Layer, Transform
from vision.palette import FINDING_COLOURS
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.measuring import Findings
from vision.skin.optics import Pixels, Plane, blur
from vision.skin.regions import LINE_REGIONS, joined
from vision.skin.view import SkinView

RINGED = ("red_spots", "brown_spots")
# Between which excess (optical density) a tint fades in, and how much of the skin it covers at most.
_FADES = {"pigment": (0.05, 0.17), "redness": (0.06, 0.2)}
_TINT_OPACITY, _LINE_OPACITY = 0.5, 0.85
_SHARES = np.arange(256) / 255
_EASED = np.round(255 * _TINT_OPACITY * _SHARES**2 * (3 - 2 * _SHARES)).astype(np.uint8)
# Tints are made at half the aligned scale, and a little softer than they are measured: a camera's colour comes in blocks.
_HALF = 2
_SOFT_MM, _EDGE_MM, _LINE_MM = 1.4, 1.5, 0.3
# A ring leaves the spot itself free; more rings than this hide the face they explain.
_RING_ROOM_MM, _LEAST_RING_MM, _MOST_RINGS = 1.0, 2.4, 40
_WHITE = (255, 255, 255)
_SHIFT = 4  # rings are placed to a sixteenth of a pixel


def names_of(findings: Findings) -> tuple[str, ...]:
    """This function will name what is in the picture, so that its legend lists no colour that is not there."""
    metrics = findings.reading.metrics
    spread = [name for name in ("redness", "pigment", "lines") if metrics[name].measurable]
    return (*spread, *(name for name in RINGED if _is_shown(findings, name)), "regions")


def _is_shown(findings: Findings, name: str) -> bool:
    """This function will say whether spots are ringed: where one photo cannot tell them from none, they are not."""
    metric = findings.reading.metrics[name]
    return bool(metric.marks) and metric.is_above_error


def tints(view: SkinView, findings: Findings, frame: Frame) -> Layer:
    """This function will lay redness over pigment, both fading out towards the edge of where they were measured."""
    layer = Layer.empty(view.skin[::_HALF, ::_HALF].shape)
    if findings.reading.metrics["redness"].measurable:
        per_mm = PIXELS_PER_MM / _HALF
        core = blur(_halved(findings.colour.core), _EDGE_MM * per_mm)
        for name, (begins, full) in _FADES.items():
            excess = np.maximum(_halved(getattr(findings.colour, name)), 0)
            soft = blur(excess, _SOFT_MM * per_mm) * core - np.float32(begins)
            share = cv2.convertScaleAbs(np.maximum(soft, 0), alpha=255 / (full - begins))
            layer.add(np.asarray(cv2.LUT(share, _EASED), np.uint8), FINDING_COLOURS[name])
    return layer.warped(_to_aligned(view, frame) / _HALF, frame.size)


def strokes(view: SkinView, findings: Findings, frame: Frame) -> Cover:
    """This function will give the cover of the lines that count."""
    drawable = (findings.lines.on_line & joined(view.regions, LINE_REGIONS)).astype(np.uint8) * 255
    soft = cv2.GaussianBlur(drawable, (0, 0), _LINE_MM * PIXELS_PER_MM)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cover = cv2.warpAffine(soft, _to_aligned(view, frame), frame.size, flags=flags)
    return np.minimum(cv2.convertScaleAbs(cover, alpha=1.6), np.uint8(255 * _LINE_OPACITY))


def draw_rings(picture: Pixels, view: SkinView, findings: Findings, frame: Frame) -> None:
    """This function will draw a ring around each spot, the strongest first, on the picture itself."""
    metrics = findings.reading.metrics
    shown = [name for name in RINGED if _is_shown(findings, name)]
    marks = [(mark, name) for name in shown for mark in metrics[name].marks]
    marks.sort(key=lambda found: -found[0].contrast)
    eyes = view.aligned.points[[LEFT_EYE_CORNER, RIGHT_EYE_CORNER]].mean(0)
    to_photo = np.asarray(cv2.invertAffineTransform(view.aligned.to_aligned), np.float64)
    per_mm = PIXELS_PER_MM * float(np.hypot(*to_photo[:, 0])) * frame.scale
    for mark, name in reversed(marks[:_MOST_RINGS]):
        aligned = eyes + np.array([mark.x_mm, mark.y_mm]) * PIXELS_PER_MM
        centre = frame.placed(to_photo[:, :2] @ aligned + to_photo[:, 2])
        x, y = (round(float(at) * 2**_SHIFT) for at in centre)
        radius = round(max(mark.size_mm / 2 + _RING_ROOM_MM, _LEAST_RING_MM) * per_mm * 2**_SHIFT)
        cv2.circle(picture, (x, y), radius, _WHITE, 4, cv2.LINE_AA, _SHIFT)
        cv2.circle(picture, (x, y), radius, FINDING_COLOURS[name], 2, cv2.LINE_AA, _SHIFT)


def _halved(plane: npt.NDArray[np.generic]) -> Plane:
    """This function will take every other pixel: these maps are smooth over more than that."""
    return np.ascontiguousarray(plane[::_HALF, ::_HALF], np.float32)


def _to_aligned(view: SkinView, frame: Frame) -> Transform:
    """This function will give the (2, 3) transform from the picture to the aligned face."""
    bottom = np.array([[0.0, 0.0, 1.0]])
    chained: Transform = (np.vstack([view.aligned.to_aligned, bottom]) @ np.vstack([frame.to_photo, bottom]))[
        :2
    ]
    return chained
