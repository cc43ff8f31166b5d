"""Which part of the photo is shown, and where a point of it lies in the picture."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vision.face.finding import Face
from vision.intake import Pixels
from vision.opencv import cv2
from vision.skin.regions import FACE_OVAL

Points = npt.NDArray[np.float64]

# A card shows 4:5; LINE takes pictures of up to 1024 pixels in a card.
WIDTH, HEIGHT = 816, 1020
# How much room is left around the face, as a share of its size; no less than the second where the photo ends there.
_ROOM, _LEAST_ROOM = 0.16, 0.02
# What lies beyond the photo's edge.
NOTHING = (36, 29, 33)


@dataclass(frozen=True)
class Frame:
    """The shown part of a photo.

    Attributes:
        scale: Pixels of the picture for each of the photo.
        origin: (2,) x and y in the photo of the picture's upper left corner.
        size: Width and height in the picture.
    """

    scale: float
    origin: Points
    size: tuple[int, int]

    @property
    def to_photo(self) -> Points:
        """The (2, 3) transform from the picture to the photo."""
        return np.array([[1 / self.scale, 0, self.origin[0]], [0, 1 / self.scale, self.origin[1]]])

    def placed(self, points: Points) -> Points:
        """This function will give (n, 2) points of the photo in the picture."""
        return np.asarray((points - self.origin) * self.scale, np.float64)


def frame_around(face: Face, *, photo: tuple[int, int], height: int) -> Frame:
    """This function will choose the part that shows the face whole, within the photo where it can be.

    Args:
        face: Where the face is.
        photo: Height and width of the photo.
        height: How high the picture of it will be; it is WIDTH wide.
    """
    oval = face.mesh[list(FACE_OVAL), :2]
    low, high = oval.min(0), oval.max(0)
    face_size = high - low
    inside = np.array([photo[1], photo[0]], np.float64)
    wanted = np.array([WIDTH, height], np.float64)
    roomy = float((wanted / (face_size * (1 + 2 * _ROOM))).min())
    tight = float((wanted / (face_size * (1 + 2 * _LEAST_ROOM))).min())
    filling = float((wanted / inside).max())
    scale = min(max(roomy, filling), tight)
    shown = wanted / scale
    origin = (low + high - shown) / 2
    room = inside - shown
    origin = np.where(room >= 0, np.clip(origin, 0, np.maximum(room, 0)), room / 2)
    return Frame(scale, np.floor(origin), (WIDTH, height))


def cut_out(pixels: Pixels, frame: Frame) -> Pixels:
    """This function will give the shown part at the picture's size, a fresh (H, W, 3) uint8 RGB."""
    far = frame.origin + np.array(frame.size) / frame.scale
    left, top = (int(edge) for edge in frame.origin)
    right, bottom = (int(np.ceil(edge)) for edge in far)
    height, width = pixels.shape[:2]
    part = pixels[max(top, 0) : min(bottom, height), max(left, 0) : min(right, width)]
    beyond = (max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0))
    if any(beyond):
        part = np.asarray(cv2.copyMakeBorder(part, *beyond, cv2.BORDER_CONSTANT, value=NOTHING), np.uint8)
    way = cv2.INTER_AREA if frame.scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, frame.size, interpolation=way), np.uint8)
