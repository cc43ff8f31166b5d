"""Drawing the picture of a reading: her photo, what was found on it, the measured regions, and the legend below."""

import numpy as np

from vision.face.finding import Face
from vision.intake import Pixels, encode_jpeg
from vision.overlay.found import draw_rings, names_of, strokes, tints
from vision.overlay.frame import HEIGHT, cut_out, frame_around
from vision.overlay.legend import legend
from vision.overlay.surroundings import backdrop, outlines
from vision.overlay_words import OverlayWords
from vision.palette import FINDING_COLOURS
from vision.skin.measuring import Findings
from vision.skin.view import SkinView

MAX_BYTES = 1_000_000
_FIRST_QUALITY, _QUALITY_STEP = 88, 10


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
    below = legend(words, names_of(findings)) if words else np.zeros((0, 0, 3), np.uint8)
    frame = frame_around(face, photo=pixels.shape[:2], height=HEIGHT - below.shape[0])
    points = frame.placed(face.mesh[:, :2])
    layer = tints(view, findings, frame)
    if findings.reading.metrics["lines"].measurable:
        layer.add(strokes(view, findings, frame), FINDING_COLOURS["lines"])
    layer.add(outlines(points, frame.size), FINDING_COLOURS["regions"])
    picture = layer.over(cut_out(pixels, frame), backdrop(points, frame.size))
    draw_rings(picture, view, findings, frame)
    return _encoded(np.vstack([picture, below]) if words else picture)


def _encoded(picture: Pixels) -> bytes:
    quality = _FIRST_QUALITY
    while len(encoded := encode_jpeg(picture, quality=quality)) > MAX_BYTES:
        quality -= _QUALITY_STEP
    return encoded
