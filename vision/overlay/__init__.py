"""The picture she gets: what was found, drawn on her own photo, with a legend that says what each colour means."""

from vision.overlay.drawing import MAX_BYTES, draw_overlay
from vision.overlay.frame import HEIGHT, WIDTH

__all__ = ["HEIGHT", "MAX_BYTES", "WIDTH", "draw_overlay"]
