"""The face, upright and at one scale, so that a millimetre is the same number of pixels in every photo."""

from dataclasses import dataclass

import numpy as np

from vision.face.detector import Points
from vision.face.finding import EYE_CORNERS_MM, Face
from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER, roll_of, turned
from vision.opencv import cv2
from vision.skin.optics import FRAME_STEP, Mask, Pixels
from vision.skin.regions import FACE_OVAL

# Scale of the aligned face: colour, lines and texture live at 0.25 mm. Source: facts, Principle.
PIXELS_PER_MM = 4.0
_MARGIN_MM = 4.0
# An averaging camera lens for shrinking: blur so that nothing finer than the new pixels is left.
_ANTIALIAS = 0.45
_LEAST_BLUR = 0.25
_REACH = 8  # pixels around a cut that its blur and interpolation may look at
# A photo that is not shrunk to less than this is doubled before it is turned: doubling with the cubic kernel and turning
# with the linear one keeps what turning with the cubic one keeps (mean difference 0.3 of 255) in 40 % of its time.
_DOUBLED_FROM = 0.7


@dataclass(frozen=True)
class AlignedFace:
    """The face cut out upright at PIXELS_PER_MM.

    Attributes:
        pixels: (H, W, 3) uint8, RGB.
        points: (468, 2) mesh points in it.
        to_aligned: (2, 3) from photo pixels to aligned pixels.
        in_photo: (H, W) bool, False where the face reaches beyond the photo's edge and pixels are only repeated.
        photo: The photo it was cut from, for what needs more than PIXELS_PER_MM; None once `pixels` are other than its.
    """

    pixels: Pixels
    points: Points
    to_aligned: Points
    in_photo: Mask
    photo: Pixels | None = None

    @property
    def zero(self) -> Points:
        """Where places are told from: the middle between the outer corners of the eyes, x and y."""
        middle: Points = (self.points[RIGHT_EYE_CORNER, :2] + self.points[LEFT_EYE_CORNER, :2]) / 2
        return middle


def align(pixels: Pixels, face: Face) -> AlignedFace:
    """This function will turn, scale and crop a photo to its face.

    Args:
        pixels: (H, W, 3) uint8, RGB, the whole photo.
        face: Where its face is.
    """
    corners = face.mesh[[LEFT_EYE_CORNER, RIGHT_EYE_CORNER], :2]
    scale = EYE_CORNERS_MM * PIXELS_PER_MM / float(np.linalg.norm(corners[1] - corners[0]))
    to_aligned = np.zeros((2, 3))
    to_aligned[:, :2] = turned(-roll_of(face.mesh)) * scale
    points = face.mesh[:, :2] @ to_aligned[:, :2].T
    oval = points[list(FACE_OVAL)]
    margin = _MARGIN_MM * PIXELS_PER_MM
    low, high = np.floor(oval.min(0) - margin), np.ceil(oval.max(0) + margin)
    to_aligned[:, 2] = -low
    size = (_in_steps(high[0] - low[0]), _in_steps(high[1] - low[1]))
    around, to_cut = _part_for(pixels, to_aligned, size)
    source, to_cut_from_source = _ready_to_turn(around, to_cut, scale)
    cut = cv2.warpAffine(
        source, to_cut_from_source, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    covered = cv2.warpAffine(np.ones(around.shape[:2], np.uint8), to_cut, size, flags=cv2.INTER_NEAREST)
    return AlignedFace(
        np.asarray(cut, np.uint8), points - low, to_aligned, np.asarray(covered > 0, np.bool_), pixels
    )


def finer_part(aligned: AlignedFace, box: tuple[int, int, int, int], factor: int) -> Pixels:
    """This function will cut a part of the face out of the photo again, `factor` times as fine.

    Args:
        aligned: The face, with its photo.
        box: Left, top, width and height in pixels of the aligned face.
        factor: 2 gives twice PIXELS_PER_MM.

    Raises:
        ValueError: The face has lost its photo.
    """
    if aligned.photo is None:
        raise ValueError("this face was changed after it was cut out: its photo shows another")
    left, top, width, height = box
    transform = aligned.to_aligned * factor
    # A pixel's middle is its whole number on both scales.
    transform[:, 2] += (factor - 1) / 2 - factor * np.array([left, top])
    around, to_cut = _part_for(aligned.photo, transform, (width * factor, height * factor))
    scale = float(np.sqrt(abs(np.linalg.det(transform[:, :2]))))
    source, to_cut = _ready_to_turn(around, to_cut, scale)
    size = (width * factor, height * factor)
    cut = cv2.warpAffine(source, to_cut, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)


def _in_steps(side: float) -> int:
    return -(-int(side) // FRAME_STEP) * FRAME_STEP


def _part_for(pixels: Pixels, to_aligned: Points, size: tuple[int, int]) -> tuple[Pixels, Points]:
    """This function will cut out the part of the photo the aligned face needs, and give the transform from there."""
    corners = np.array([[0.0, 0.0], [size[0], 0.0], [0.0, size[1]], [size[0], size[1]]])
    back = np.asarray(cv2.invertAffineTransform(to_aligned), np.float64)
    needed = corners @ back[:, :2].T + back[:, 2]
    height, width = pixels.shape[:2]
    left, top = (max(0, int(edge) - _REACH) for edge in needed.min(0))
    right, bottom = (
        int(min(end, edge + _REACH)) for end, edge in zip((width, height), needed.max(0), strict=True)
    )
    moved = to_aligned.copy()
    moved[:, 2] += to_aligned[:, :2] @ [left, top]
    return pixels[top:bottom, left:right], moved


def _ready_to_turn(pixels: Pixels, to_cut: Points, scale: float) -> tuple[Pixels, Points]:
    """This function will blur what is about to shrink and double the rest, so that sampling neither aliases nor smears.

    Returns:
        The pixels to sample and the transform from them.
    """
    smooth = pixels
    if scale < 1:
        sigma = _ANTIALIAS * float(np.sqrt(1 / scale**2 - 1))
        if sigma > _LEAST_BLUR:
            smooth = np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)
    if scale < _DOUBLED_FROM:
        return smooth, to_cut
    doubled = cv2.resize(smooth, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    halved = to_cut.copy()
    halved[:, :2] /= 2
    halved[:, 2] -= halved[:, :2] @ [
        0.5,
        0.5,
    ]  # the middle of its first pixel lies a quarter before the photo's
    return np.asarray(doubled, np.uint8), halved
