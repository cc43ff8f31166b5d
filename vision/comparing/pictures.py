"""Before and after to look at: two faces at one crop and one scale, with the light each was taken in."""

import numpy as np
from PIL import Image, ImageDraw

from vision.comparing.job import PairWords
from vision.face.detector import Points
from vision.intake import Pixels, encode_jpeg
from vision.lettering import font
from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace
from vision.skin.regions import FACE_OVAL

Shown = tuple[Pixels, AlignedFace]

# One face of the slider: portrait, as the face is; together two are as wide as LINE's largest picture map.
_WIDTH, _HEIGHT = 720, 900
# Room around the outline of the face: hair above it tells the eye that it is one person.
_MARGIN_MM = 12.0
_BEYOND = (236, 233, 228)  # where a photo ends
# The picture of both, in pixels: 1040 is the width LINE shows pictures of cards at.
_PAIR_WIDTH, _EDGE, _GAP = 1040, 16, 12
_LABEL_ROOM, _NOTE_ROOM = 84, 72
_LABEL_SIZE, _NOTE_SIZE, _LEAST_SIZE = 46, 36, 18
_PAPER, _INK, _SOFT_INK = (255, 255, 255), (38, 38, 38), (96, 96, 96)
# A picture that shrinks is blurred first so that nothing finer than its new pixels is left. Source: skin/aligned.py.
_ANTIALIAS = 0.45


def slider_pair(before: Shown, after: Shown, *, to_before: Points) -> tuple[Pixels, Pixels]:
    """This function will cut both faces out of their photos so that they lie exactly on each other.

    They are turned, scaled and moved, never bent, and their light and colours stay as taken.

    Args:
        before: The earlier photo (H, W, 3) and its aligned face.
        after: The later ones.
        to_before: (2, 3) from the later aligned face to the earlier one.

    Returns:
        Two pictures (900, 720, 3), uint8, RGB.
    """
    to_picture = _crop_of(before[1])
    first = _after_one_another(before[1].to_aligned, to_picture)
    second = _after_one_another(_after_one_another(after[1].to_aligned, to_before), to_picture)
    return _cut(before[0], first), _cut(after[0], second)


def draw_pair(before: Pixels, after: Pixels, words: PairWords, *, mirrored: bool) -> bytes:
    """This function will put the slider's two pictures side by side, with the words over and under them.

    Returns:
        A JPEG, 1040 px wide.
    """
    width = (_PAIR_WIDTH - 2 * _EDGE - _GAP) // 2
    height = width * _HEIGHT // _WIDTH
    canvas = Image.new("RGB", (_PAIR_WIDTH, _LABEL_ROOM + height + _NOTE_ROOM), _PAPER)
    draw = ImageDraw.Draw(canvas)
    for place, (picture, label) in enumerate(((before, words.before), (after, words.after))):
        left = _EDGE + place * (width + _GAP)
        small = Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS)
        canvas.paste(small, (left, _LABEL_ROOM))
        _write(draw, label, (left + width // 2, _LABEL_ROOM // 2), width, _LABEL_SIZE, bold=True)
    middle = (_PAIR_WIDTH // 2, _LABEL_ROOM + height + _NOTE_ROOM // 2)
    note = words.mirrored if mirrored else words.note
    _write(draw, note, middle, _PAIR_WIDTH - 2 * _EDGE, _NOTE_SIZE, bold=False)
    return encode_jpeg(np.asarray(canvas, np.uint8))


def _write(
    draw: ImageDraw.ImageDraw, words: str, middle: tuple[int, int], room: int, size: int, *, bold: bool
) -> None:
    """This function will write one line around a point, smaller where there is no room for it."""
    while size > _LEAST_SIZE and draw.textlength(words, font(size, bold=bold)) > room:
        size -= 2
    draw.text(middle, words, fill=_INK if bold else _SOFT_INK, font=font(size, bold=bold), anchor="mm")


def _crop_of(face: AlignedFace) -> Points:
    """This function will give the transform from the aligned face to a picture of it with room on all sides."""
    oval = face.points[list(FACE_OVAL)]
    low, high = oval.min(0) - _MARGIN_MM * PIXELS_PER_MM, oval.max(0) + _MARGIN_MM * PIXELS_PER_MM
    scale = float(min(_WIDTH / (high[0] - low[0]), _HEIGHT / (high[1] - low[1])))
    middle = (low + high) / 2
    move = np.array([_WIDTH, _HEIGHT]) / 2 - scale * middle
    return np.array([[scale, 0.0, move[0]], [0.0, scale, move[1]]])


def _cut(photo: Pixels, to_picture: Points) -> Pixels:
    scale = float(np.hypot(to_picture[0, 0], to_picture[1, 0]))
    if scale < 1:
        photo = np.asarray(
            cv2.GaussianBlur(photo, (0, 0), max(_ANTIALIAS * float(np.sqrt(1 / scale**2 - 1)), 0.1)), np.uint8
        )
    picture = cv2.warpAffine(
        photo,
        to_picture,
        (_WIDTH, _HEIGHT),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_BEYOND,
    )
    return np.asarray(picture, np.uint8)


def _after_one_another(first: Points, second: Points) -> Points:
    """This function will give the (2, 3) transform of doing one and then the other."""
    matrix = second[:, :2] @ first[:, :2]
    return np.concatenate([matrix, (second[:, :2] @ first[:, 2] + second[:, 2])[:, None]], 1)
