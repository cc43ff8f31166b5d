"""From the bytes of a photo to its reading, in this process."""

from pathlib import Path

from vision.face.finding import find_face
from vision.intake import encode_jpeg, open_photo
from vision.overlay import draw_overlay
from vision.overlay_words import OverlayWords
from vision.reading import PhotoReading
from vision.skin.aligned import align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import measure
from vision.skin.view import prepare


def read_pixels_of(photo: bytes, *, models: Path, words: OverlayWords | None = None) -> PhotoReading:
    """This function will read one photo; see `vision.read_photo`."""
    pixels = open_photo(photo)
    face = find_face(pixels, models=models)
    view = prepare(align(pixels, face))
    quality = judge(view, face)
    refuse_if_unfit(quality)
    findings = measure(view, quality)
    overlay = draw_overlay(pixels, face, view, findings, words)
    return PhotoReading(findings.reading, encode_jpeg(pixels), overlay)
