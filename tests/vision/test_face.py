"""Where the face is, and how it is held."""

import math
from pathlib import Path

import numpy as np
import pytest

from vision.face import finding
from vision.face.finding import Face, find_face
from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.face.sessions import face_models
from vision.intake import open_photo
from vision.reasons import Reason, Unreadable
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace, align
from vision.skin.regions import region_masks


def test_the_mesh_lies_on_the_face_of_the_sample(face: Face) -> None:
    assert face.presence > 0.99
    # Read off the photo by eye: the outer corners of her eyes.
    assert face.mesh[LEFT_EYE_CORNER, :2] == pytest.approx((459, 286), abs=12)
    assert face.mesh[RIGHT_EYE_CORNER, :2] == pytest.approx((608, 377), abs=12)
    assert face.roll == pytest.approx(31, abs=2)


def test_a_face_is_found_in_a_photo_lying_on_its_side(selfie: bytes, models: Path, face: Face) -> None:
    turned = find_face(np.ascontiguousarray(np.rot90(open_photo(selfie))), models=models)
    assert turned.pixels_per_mm == pytest.approx(face.pixels_per_mm, rel=0.03)


@pytest.mark.parametrize(("yaw", "pitch"), [(25, 0), (-25, 0), (0, 25), (0, -25)])
def test_the_turn_of_a_head_is_measured_in_degrees(face: Face, yaw: float, pitch: float) -> None:
    upright = face.mesh - face.mesh.mean(0)
    across, nod = math.radians(yaw), math.radians(pitch)
    about_y = np.array(
        [[math.cos(across), 0, math.sin(across)], [0, 1, 0], [-math.sin(across), 0, math.cos(across)]]
    )
    about_x = np.array([[1, 0, 0], [0, math.cos(nod), math.sin(nod)], [0, -math.sin(nod), math.cos(nod)]])
    measured = finding._measured(upright @ (about_x @ about_y).T, 1.0)
    level = finding._measured(upright, 1.0)
    assert measured.yaw - level.yaw == pytest.approx(yaw, abs=4)
    assert measured.pitch - level.pitch == pytest.approx(pitch, abs=4)


def test_a_head_turned_away_is_refused(selfie: bytes, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The sample looks straight at us; a tighter limit makes the same head count as turned away.
    monkeypatch.setattr(finding, "MAX_TURN_DEGREES", 1.0)
    with pytest.raises(Unreadable) as refusal:
        find_face(open_photo(selfie), models=models)
    assert refusal.value.reason is Reason.TURNED_AWAY


def test_a_face_in_the_background_is_no_second_person(selfie: bytes, models: Path) -> None:
    pixels = open_photo(selfie)
    small = pixels[::4, ::4]
    pixels[: small.shape[0], -small.shape[1] :] = small
    assert find_face(pixels, models=models).presence > 0.99


def test_the_aligned_face_is_upright_and_four_pixels_per_millimetre(selfie: bytes, face: Face) -> None:
    aligned = align(open_photo(selfie), face)
    left, right = aligned.points[[LEFT_EYE_CORNER, RIGHT_EYE_CORNER]]
    assert left[1] == pytest.approx(right[1], abs=0.5)
    assert right[0] - left[0] == pytest.approx(90 * PIXELS_PER_MM, abs=0.5)


def test_regions_hold_skin_and_no_eyes(plain_face: AlignedFace) -> None:
    masks, skin = region_masks(plain_face.points, plain_face.pixels.shape[:2], PIXELS_PER_MM)
    pupil = np.round(plain_face.points[[33, 133]].mean(0)).astype(int)
    assert not skin[pupil[1], pupil[0]]
    for name, mask in masks.items():
        assert not (mask & ~skin).any(), name
        assert mask.sum() > 80 or name.startswith("nasolabial"), name


def test_the_models_are_loaded_once_per_process(models: Path) -> None:
    assert face_models(models) is face_models(models)
