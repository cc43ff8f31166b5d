"""The 468-point face mesh."""

import math

import numpy as np

from vision.face.detector import DetectedFace, Points
from vision.face.pyramid import Pyramid
from vision.face.sessions import Model
from vision.intake import Pixels
from vision.opencv import cv2

_INPUT_SIZE = 192
_POINTS = 468
# The model counts from the corner of its input, pictures count from the middle of their first pixel. Measured: without
# it a mirrored photo's mesh lies 0.75 pixels of the crop beside the photo's own (median of 10 portraits), with it 0.02.
_FIRST_PIXEL = 0.5
# The crop is half as large again as the face. Source: MediaPipe face landmark graph (RectTransformation 1.5).
_CROP_MARGIN = 1.5
# Outer corners of the eyes in the mesh: left of the picture, right of the picture.
LEFT_EYE_CORNER, RIGHT_EYE_CORNER = 33, 263
# A first pass and two refinements. Source: facts, jitter .35 % of the eye distance with one pass, .17 % with three.
_PASSES = 3


def trace_mesh(photo: Pyramid, face: DetectedFace, model: Model) -> tuple[Points, float]:
    """This function will place the mesh on a detected face.

    Returns:
        (468, 3) points, x and y in pixels of the photo and z in the same scale (smaller is nearer the camera),
        and the presence, 0-1: how sure the model is that a face is there at all.
    """
    roll = math.atan2(face.eyes[1, 1] - face.eyes[0, 1], face.eyes[1, 0] - face.eyes[0, 0])
    centre = (face.box[:2] + face.box[2:]) / 2
    size = float(max(face.box[2:] - face.box[:2])) * _CROP_MARGIN
    mesh, presence = _trace_once(photo, centre, size, roll, model)
    for _ in range(_PASSES - 1):
        centre, size, roll = _crop_around(mesh)
        mesh, presence = _trace_once(photo, centre, size, roll, model)
    return mesh, presence


def roll_of(mesh: Points) -> float:
    """This function will give the in-plane turn of the head in radians, clockwise on the picture positive."""
    across = mesh[RIGHT_EYE_CORNER] - mesh[LEFT_EYE_CORNER]
    return math.atan2(across[1], across[0])


def turned(angle: float) -> Points:
    """This function will give the 2 x 2 matrix that turns a point by an angle in radians."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, -sine], [sine, cosine]])


def _crop_around(mesh: Points) -> tuple[Points, float, float]:
    roll = roll_of(mesh)
    upright = mesh[:, :2] @ turned(-roll).T
    low, high = upright.min(0), upright.max(0)
    centre: Points = turned(roll) @ ((low + high) / 2)
    return centre, float(max(high - low)) * _CROP_MARGIN, roll


def _trace_once(
    photo: Pyramid, centre: Points, size: float, roll: float, model: Model
) -> tuple[Points, float]:
    crop, to_photo = _crop(photo, centre, size, roll)
    landmarks, logit = model.run((crop.astype(np.float32) / np.float32(255))[None])
    flat = landmarks.reshape(_POINTS, 3).astype(np.float64)
    placed = (flat[:, :2] - _FIRST_PIXEL) @ to_photo[:, :2].T + to_photo[:, 2]
    mesh = np.concatenate([placed, flat[:, 2:] * size / _INPUT_SIZE], 1)
    return mesh, 1 / (1 + math.exp(-float(logit.ravel()[0])))


def _crop(photo: Pyramid, centre: Points, size: float, roll: float) -> tuple[Pixels, Points]:
    """This function will cut an upright square out of the photo and give the crop-to-photo transform (2, 3)."""
    step = size / _INPUT_SIZE
    to_photo = np.zeros((2, 3))
    to_photo[:, :2] = turned(roll) * step
    to_photo[:, 2] = centre - to_photo[:, :2] @ np.full(2, (_INPUT_SIZE - 1) / 2)
    # A level of averaged pixels, so that sampling a large face does not alias.
    source, factor = photo.shrunk(step)
    to_source = to_photo / factor
    to_source[:, 2] += (
        0.5 / factor - 0.5
    )  # the middle of the first of its pixels lies between those of the photo
    crop = cv2.warpAffine(
        source,
        to_source,
        (_INPUT_SIZE, _INPUT_SIZE),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(crop, np.uint8), to_photo
