"""A later face is laid onto an earlier one: known moves are found to a fraction of a millimetre."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vision.comparing.registration import moved, register, turned_back
from vision.comparing.same_face import likeness_of, shape_distance
from vision.comparing.verdicts import Likeness
from vision.face.detector import Points
from vision.face.finding import Face, find_face
from vision.intake import Pixels, open_photo
from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace, align

# Measured .035 mm at most on moved copies of eight portraits; the meshes alone up to .9 mm.
TOLERANCE_MM = 0.08


def whole(transform: Points) -> Points:
    return np.vstack([transform, [0.0, 0.0, 1.0]])


def moved_copy(
    pixels: Pixels, *, scale: float, degrees: float, right: float, down: float
) -> tuple[Pixels, Points]:
    height, width = pixels.shape[:2]
    transform = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    transform[:, 2] += [right, down]
    copy = cv2.warpAffine(
        pixels, transform, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(copy, np.uint8), np.asarray(transform, np.float64)


@pytest.mark.parametrize(
    "move",
    [(1, 0, 0, 0), (1, 0, 3.4, -2.6), (1, 5, 0, 0), (0.9, -8, 5, 5), (0.75, 3, 0, 0), (1.05, 0, 0.5, 0.5)],
)
def test_a_known_move_is_found(
    selfie: bytes, face: Face, models: Path, move: tuple[float, float, float, float]
) -> None:
    scale, degrees, right, down = move
    pixels = open_photo(selfie)
    before = align(pixels, face)
    copy, transform = moved_copy(pixels, scale=scale, degrees=degrees, right=right, down=down)
    after = align(copy, find_face(copy, models=models))

    found = register(before, after)
    true = whole(before.to_aligned) @ np.linalg.inv(whole(transform)) @ np.linalg.inv(whole(after.to_aligned))
    off = moved(after.points, found.to_before) - moved(after.points, true[:2])
    assert float(np.sqrt((off**2).sum(1).mean())) / PIXELS_PER_MM < TOLERANCE_MM
    assert found.agreement > 0.9


def test_it_only_turns_scales_and_moves(selfie: bytes, face: Face, models: Path) -> None:
    pixels = open_photo(selfie)
    copy, _ = moved_copy(pixels, scale=0.9, degrees=4, right=2, down=1)
    found = register(align(pixels, face), align(copy, find_face(copy, models=models))).to_before
    scale = float(np.hypot(found[0, 0], found[1, 0]))
    assert found[:, :2] @ found[:, :2].T == pytest.approx(scale**2 * np.eye(2))
    assert moved(moved(np.eye(2), found), turned_back(found)) == pytest.approx(np.eye(2))


def test_two_faces_without_detail_are_laid_by_their_meshes(plain_face: AlignedFace) -> None:
    shifted = replace(plain_face, points=plain_face.points + np.array([8.0, -4.0]))
    found = register(plain_face, shifted)
    assert found.agreement == 0
    assert found.to_before == pytest.approx(np.array([[1.0, 0.0, -8.0], [0.0, 1.0, 4.0]]))


def test_turn_scale_and_move_leave_the_shape_of_a_face_alone(face: Face) -> None:
    angle = np.radians(25)
    turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    assert shape_distance(face.mesh, face.mesh @ turn * 1.7 + [30, -20, 4]) == pytest.approx(0, abs=1e-9)


def test_a_mirrored_face_is_another_shape(face: Face) -> None:
    assert shape_distance(face.mesh, face.mesh * [-1, 1, 1]) > 0.055


@pytest.mark.parametrize(
    ("stretch", "agreement", "likeness"),
    [
        (1.0, 0.9, Likeness.ALIKE),
        (1.0, 0.2, Likeness.CANNOT_TELL),
        (1.0, 0.0, Likeness.UNLIKE),
        (1.12, 0.9, Likeness.CANNOT_TELL),
        (1.3, 0.9, Likeness.UNLIKE),
    ],
)
def test_shape_and_fit_decide_together(
    face: Face, stretch: float, agreement: float, likeness: Likeness
) -> None:
    assert likeness_of(face.mesh, face.mesh * [1, stretch, 1], agreement) is likeness
