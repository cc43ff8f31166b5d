"""BlazeFace: where are faces, roughly."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from vision.face.pyramid import Pyramid
from vision.face.sessions import Model
from vision.opencv import cv2

Points = npt.NDArray[np.float64]

# Source: MediaPipe face detection graphs: minimum score 0.5, weighted non-maximum suppression at overlap 0.3.
_MIN_SCORE = 0.5
_SAME_FACE_OVERLAP = 0.3
_VALUES_PER_BOX = 8  # centre, size and six keypoints, as pairs


@dataclass(frozen=True)
class DetectedFace:
    """One face as the detector sees it, in pixels of the photo.

    Attributes:
        score: 0-1.
        box: (left, top, right, bottom).
        eyes: (2, 2) the eyes' centres, the one on the left of the picture first.
    """

    score: float
    box: Points
    eyes: Points

    @property
    def width(self) -> float:
        return float(self.box[2] - self.box[0])


@dataclass(frozen=True)
class DetectorRange:
    """Input size and anchor strides of one BlazeFace variant. Source: MediaPipe SSD anchor options."""

    size: int
    strides: tuple[int, ...]


SHORT_RANGE = DetectorRange(128, (8, 16, 16, 16))
BACK_RANGE = DetectorRange(256, (16, 32, 32, 32))


def detect(photo: Pyramid, model: Model, variant: DetectorRange) -> list[DetectedFace]:
    """This function will find faces, surest first.

    Args:
        photo: The photo, in halving sizes.
        model: The ONNX model of the variant.
        variant: Its input size and anchors.
    """
    batch, scale, offset = _letterbox(photo, variant.size)
    boxes, logits = model.run(batch)
    scores = 1 / (1 + np.exp(-np.clip(logits[0, :, 0].astype(np.float64), -100, 100)))
    sure = scores > _MIN_SCORE
    if not sure.any():
        return []
    pairs = boxes[0, sure].reshape(-1, _VALUES_PER_BOX, 2).astype(np.float64) / variant.size
    anchors = _anchors(variant)[sure]
    corners = np.concatenate(
        [pairs[:, 0] + anchors - pairs[:, 1] / 2, pairs[:, 0] + anchors + pairs[:, 1] / 2], 1
    )
    eyes = pairs[:, 2:4] + anchors[:, None]

    def in_photo(points: Points) -> Points:
        placed: Points = (points * variant.size - offset) / scale
        return placed

    merged = _merge(corners, eyes, scores[sure])
    return [DetectedFace(s, in_photo(b.reshape(2, 2)).ravel(), in_photo(e)) for s, b, e in merged]


def _letterbox(photo: Pyramid, size: int) -> tuple[npt.NDArray[np.float32], Points, Points]:
    """This function will fit the photo into a black square and tell how to map points back."""
    height, width = photo.pixels.shape[:2]
    shrink = size / max(height, width)
    new_width, new_height = max(1, round(width * shrink)), max(1, round(height * shrink))
    offset = np.array([(size - new_width) // 2, (size - new_height) // 2], np.float64)
    left, top = int(offset[0]), int(offset[1])
    source, _ = photo.shrunk(1 / shrink)
    square = np.zeros((size, size, 3), np.float32)
    square[top : top + new_height, left : left + new_width] = cv2.resize(
        source, (new_width, new_height), interpolation=cv2.INTER_AREA
    )
    scale = np.array([new_width / width, new_height / height], np.float64)
    return (square / np.float32(127.5) - np.float32(1))[None], scale, offset


@cache
def _anchors(variant: DetectorRange) -> Points:
    """This function will give the anchor centres, 0-1: two per cell for each layer, layers of one stride together."""
    grids = []
    for stride in sorted(set(variant.strides)):
        cells = variant.size // stride
        centres = (np.arange(cells) + 0.5) / cells
        across, down = np.meshgrid(centres, centres)
        grid = np.stack([across.ravel(), down.ravel()], 1)
        grids.append(np.repeat(grid, 2 * variant.strides.count(stride), axis=0))
    return np.concatenate(grids)


def _merge(boxes: Points, eyes: Points, scores: Points) -> list[tuple[float, Points, Points]]:
    """This function will average the boxes of one face by their scores (weighted non-maximum suppression)."""
    merged = []
    waiting = np.argsort(-scores, kind="stable")
    while len(waiting):
        best = waiting[0]
        overlap = _overlap(boxes[best], boxes[waiting])
        same = waiting[overlap > _SAME_FACE_OVERLAP]
        weights = scores[same] / scores[same].sum()
        box = (boxes[same] * weights[:, None]).sum(0)
        merged.append((float(scores[best]), box, (eyes[same] * weights[:, None, None]).sum(0)))
        waiting = waiting[overlap <= _SAME_FACE_OVERLAP]
    return merged


def _overlap(box: Points, others: Points) -> Points:
    """This function will give intersection over union of one box with each of the others."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[2:], others[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    areas = np.prod(others[:, 2:] - others[:, :2], axis=1)
    union: Points = shared / (areas + np.prod(box[2:] - box[:2]) - shared)
    return union
