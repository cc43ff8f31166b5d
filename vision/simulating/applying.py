"""Bringing an edit back to the photo's own pixels. What it does not touch stays as it is, bit by bit."""

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.skin.aligned import AlignedFace
from vision.skin.optics import LINEAR, Pixels, Plane

# Light is looked up in steps as fine as this; 8-bit steps near black are 3e-4 apart.
_STEPS = 4096 * 4
_STRAIGHT_UNTIL = 0.0031308  # the sRGB curve in the other direction. Source: IEC 61966-2-1


def applied(pixels: Pixels, aligned: AlignedFace, edit: Plane) -> Pixels:
    """This function will add an edit of the aligned face to the photo it was cut from.

    Args:
        pixels: (H, W, 3) uint8, RGB, the whole photo.
        aligned: The face that was cut out of it.
        edit: (h, w, 3) float32 in the aligned face, optical density to add.

    Returns:
        A new photo, the same wherever the edit is zero.
    """
    height, width = edit.shape[:2]
    corners = np.array([[0.0, 0.0], [width, 0.0], [0.0, height], [width, height]])
    back = np.asarray(cv2.invertAffineTransform(aligned.to_aligned), np.float64)
    reached = corners @ back[:, :2].T + back[:, 2]
    left, top = (max(0, int(edge)) for edge in np.floor(reached.min(0)))
    right, bottom = (
        int(min(end, edge)) for end, edge in zip(pixels.shape[1::-1], np.ceil(reached.max(0)), strict=True)
    )
    moved = aligned.to_aligned.copy()
    moved[:, 2] += aligned.to_aligned[:, :2] @ [left, top]
    added = cv2.warpAffine(
        edit, moved, (right - left, bottom - top), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    changed = pixels.copy()
    part = changed[top:bottom, left:right]
    light = np.asarray(cv2.LUT(part, LINEAR), np.float32) * np.power(np.float32(10), -added)
    part[:] = np.where(added == 0, part, _encoded(light))
    return changed


def _encoded(light: npt.NDArray[np.float32]) -> Pixels:
    bent = 1.055 * np.power(np.maximum(light, 1e-9), np.float32(1 / 2.4)) - 0.055
    shown = np.where(light <= _STRAIGHT_UNTIL, 12.92 * light, bent)
    return np.asarray(np.clip(shown * 255 + 0.5, 0, 255), np.uint8)
