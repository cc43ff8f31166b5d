"""How the face models are used: the near detector first, the far one when it finds nobody, three looks, and a last doubt."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from vision.face import finding
from vision.face.finding import find_face
from vision.face.pyramid import Pyramid
from vision.face.sessions import Floats, Model, face_models
from vision.intake import Pixels, open_photo
from vision.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from vision.face.detector import DetectedFace, Points


@pytest.fixture
def runs(models: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each model was run."""
    counted: Counter[str] = Counter()
    loaded = face_models(models)
    names = {id(getattr(loaded, name)): name for name in ("short_range", "back_range", "mesh")}
    run = Model.run

    def count(model: Model, batch: Floats) -> list[Floats]:
        counted[names[id(model)]] += 1
        return run(model, batch)

    monkeypatch.setattr(Model, "run", count)
    return counted


def _far_away(selfie: bytes, share: float) -> Pixels:
    """The sample in the middle of a wide grey wall."""
    pixels = open_photo(selfie)
    height, width = (round(side / share) for side in pixels.shape[:2])
    wall = np.full((height, width, 3), 190, np.uint8)
    top, left = (height - pixels.shape[0]) // 2, (width - pixels.shape[1]) // 2
    wall[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return wall


def test_a_near_face_takes_one_detection_and_three_looks(
    selfie: bytes, models: Path, runs: Counter[str]
) -> None:
    find_face(open_photo(selfie), models=models)
    assert runs == {"short_range": 1, "mesh": 3}


def test_a_far_face_is_found_by_the_far_detector(selfie: bytes, models: Path, runs: Counter[str]) -> None:
    face = find_face(_far_away(selfie, 0.3), models=models)
    assert face.presence > 0.99
    assert runs == {"short_range": 1, "back_range": 1, "mesh": 3}


def test_a_far_face_lies_where_it_was_put(selfie: bytes, models: Path) -> None:
    near, far = (find_face(pixels, models=models) for pixels in (open_photo(selfie), _far_away(selfie, 0.3)))
    moved = far.mesh[:, :2] - near.mesh[:, :2]
    assert np.abs(moved - np.median(moved, axis=0)).mean() < 0.02 * 90 * near.pixels_per_mm


def test_what_the_mesh_doubts_is_no_face(
    selfie: bytes, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = finding.trace_mesh

    def doubting(photo: Pyramid, face: "DetectedFace", model: Model) -> tuple["Points", float]:
        mesh, _ = trace(photo, face, model)
        return mesh, 0.4

    monkeypatch.setattr(finding, "trace_mesh", doubting)
    with pytest.raises(Unreadable) as refusal:
        find_face(open_photo(selfie), models=models)
    assert refusal.value.reason is Reason.NO_FACE


@pytest.mark.parametrize(
    "wall",
    [
        Image.new("RGB", (900, 1200), (200, 150, 130)),
        Image.effect_noise((900, 1200), 80).convert("RGB"),
        Image.radial_gradient("L").resize((900, 1200)).convert("RGB"),
    ],
    ids=["skin-coloured wall", "noise", "a disc"],
)
def test_what_is_no_face_is_none(models: Path, wall: Image.Image) -> None:
    with pytest.raises(Unreadable) as refusal:
        find_face(np.asarray(wall), models=models)
    assert refusal.value.reason is Reason.NO_FACE


@pytest.mark.parametrize(("shrink", "factor"), [(0.5, 1), (1.99, 1), (2, 2), (3.9, 2), (4, 4), (1000, 8)])
def test_a_pyramid_gives_the_level_that_still_has_enough_pixels(shrink: float, factor: int) -> None:
    pixels = np.arange(400 * 301 * 3, dtype=np.uint32).astype(np.uint8).reshape(400, 301, 3)
    level, found = Pyramid(pixels).shrunk(shrink)
    assert found == factor
    assert level.shape == (400 // factor, 301 // factor, 3)


def test_a_level_of_a_pyramid_is_the_mean_of_its_pixels() -> None:
    pixels = np.zeros((128, 128, 3), np.uint8)
    pixels[::2, ::2] = 200
    level, _ = Pyramid(pixels).shrunk(2)
    assert (level == 50).all()
