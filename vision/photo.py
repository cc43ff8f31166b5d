"""From the bytes of a photo to its reading, in this process."""

from pathlib import Path

import numpy as np

from vision.face.finding import find_face
from vision.intake import encode_jpeg, open_photo, opened
from vision.overlay import draw_overlay
from vision.overlay_words import OverlayWords
from vision.reading import PhotoReading
from vision.reasons import Reason, Unreadable
from vision.skin.aligned import align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import measure
from vision.skin.view import prepare

_PROBE_SIDE, _GREY = 256, 128


def read_pixels_of(photo: bytes, *, models: Path, words: OverlayWords | None = None) -> PhotoReading:
    """This function will read one photo; see `vision.read_photo`."""
    file = opened(photo)
    pixels = file.pixels
    face = find_face(pixels, models=models)
    view = prepare(align(pixels, face))
    quality = judge(view, face) | file.told_at(face.pixels_per_mm)
    refuse_if_unfit(quality)
    findings = measure(view, quality)
    overlay = draw_overlay(pixels, face, view, findings, words)
    return PhotoReading(findings.reading, encode_jpeg(pixels), overlay)


def try_out(models: Path) -> None:
    """This function will take an empty picture through intake and models, so that the first photo finds all loaded.

    Raises:
        ModelsMissing: The folder lacks a model, or has one that is not the pinned one.
        RuntimeError: A face was found in it: a model does not compute what it should.
    """
    empty = np.full((_PROBE_SIDE, _PROBE_SIDE, 3), _GREY, np.uint8)
    try:
        find_face(open_photo(encode_jpeg(empty)), models=models)
    except Unreadable as refusal:
        if refusal.reason is Reason.NO_FACE:
            return
        raise
    raise RuntimeError("a face was found in an empty picture")
