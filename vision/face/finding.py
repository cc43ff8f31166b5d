"""Is there one face, near enough and turned to us?"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vision.face.detector import BACK_RANGE, SHORT_RANGE, DetectedFace, Points, detect
from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER, roll_of, trace_mesh
from vision.face.pyramid import Pyramid
from vision.face.sessions import FaceModels, face_models
from vision.intake import Pixels
from vision.reasons import Reason, Unreadable

# Mean distance of the outer corners of the eyes, the yardstick of every millimetre here. Source: facts, section 1 [K].
EYE_CORNERS_MM = 90.0
# Presence is <= 0.056 on non-faces and 1.0 on every true face. Source: facts, false positives on 20 non-faces.
MIN_PRESENCE = 0.5
# A second face this much of the first one's width is a second person, a smaller one a passer-by. Source: facts, Gates.
_SECOND_PERSON = 1 / 3
# Source: facts, Gates.
MAX_TURN_DEGREES = 15.0
# Colour was repeatable at 70 % of 1.9 px/mm portraits (error .02-.03 of the between-face spread). Source: facts,
# test-retest table, column "resize .7"; below that nothing was measured.
MIN_PIXELS_PER_MM = 1.3
# Corners of the face in the mesh: beside the ears, top of the forehead, chin.
_LEFT_EAR, _RIGHT_EAR, _FOREHEAD, _CHIN = 234, 454, 10, 152


@dataclass(frozen=True)
class Face:
    """The one face of a photo.

    Attributes:
        mesh: (468, 3), see `trace_mesh`.
        presence: 0-1.
        yaw: Degrees to the side, pitch up or down, roll in the plane.
        pixels_per_mm: Scale of the photo at the face.
    """

    mesh: Points
    presence: float
    yaw: float
    pitch: float
    roll: float
    pixels_per_mm: float


def find_face(pixels: Pixels, *, models: Path) -> Face:
    """This function will find the one face of a photo and check that it can carry a reading.

    Args:
        pixels: (H, W, 3) uint8, RGB.
        models: The folder of ONNX files.

    Raises:
        Unreadable: NO_FACE, SEVERAL_FACES, TOO_SMALL or TURNED_AWAY.
    """
    loaded = face_models(models)
    photo = Pyramid(pixels)
    faces = _traced(photo, detect(photo, loaded.short_range, SHORT_RANGE), loaded)
    if not faces:
        # The short-range model misses heads lying sideways and small ones; the back-range model finds those.
        faces = _traced(photo, detect(photo, loaded.back_range, BACK_RANGE), loaded)
    if not faces:
        raise Unreadable(Reason.NO_FACE)
    largest = max(faces, key=lambda face: face.pixels_per_mm)
    if sum(face.pixels_per_mm > largest.pixels_per_mm * _SECOND_PERSON for face in faces) > 1:
        raise Unreadable(Reason.SEVERAL_FACES)
    # A head turned away also looks narrow, so the turn is judged first: its tip is the one that helps.
    if max(abs(largest.yaw), abs(largest.pitch)) > MAX_TURN_DEGREES:
        raise Unreadable(Reason.TURNED_AWAY)
    if largest.pixels_per_mm < MIN_PIXELS_PER_MM:
        raise Unreadable(Reason.TOO_SMALL)
    return largest


def _traced(photo: Pyramid, detected: list[DetectedFace], loaded: FaceModels) -> list[Face]:
    """This function will trace the detected faces that are large enough to matter and drop what is no face."""
    widest = max((face.width for face in detected), default=0.0)
    faces = []
    for face in detected:
        if face.width > widest * _SECOND_PERSON:
            mesh, presence = trace_mesh(photo, face, loaded.mesh)
            if presence > MIN_PRESENCE:
                faces.append(_measured(mesh, presence))
    return faces


def _measured(mesh: Points, presence: float) -> Face:
    yaw, pitch = _turn(mesh)
    apart = float(np.linalg.norm(mesh[RIGHT_EYE_CORNER, :2] - mesh[LEFT_EYE_CORNER, :2]))
    return Face(mesh, presence, yaw, pitch, math.degrees(roll_of(mesh)), apart / EYE_CORNERS_MM)


def _turn(mesh: Points) -> tuple[float, float]:
    """This function will give yaw and pitch in degrees, from the plane through ears, forehead and chin."""
    normal = np.cross(mesh[_RIGHT_EAR] - mesh[_LEFT_EAR], mesh[_CHIN] - mesh[_FOREHEAD])
    return math.degrees(math.atan2(normal[0], normal[2])), math.degrees(math.atan2(normal[1], normal[2]))
