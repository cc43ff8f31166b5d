"""The one real face of the vision tests, its view, and the models; what is missing fails with the command that mends it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vision import PhotoReading, models_folder, read_photo
from vision.face.finding import Face, find_face
from vision.intake import open_photo
from vision.models import MODEL_FILES, model_bytes
from vision.samples import sample_selfie
from vision.skin.aligned import AlignedFace, align


@pytest.fixture(scope="session")
def models() -> Path:
    folder = models_folder()
    for model in MODEL_FILES:
        model_bytes(folder, model)  # raises with the command that makes it
    return folder


@pytest.fixture(scope="session")
def selfie() -> bytes:
    return sample_selfie().read_bytes()


@pytest.fixture(scope="session")
def reading(selfie: bytes, models: Path) -> PhotoReading:
    return read_photo(selfie, models=models)


@pytest.fixture(scope="session")
def face(selfie: bytes, models: Path) -> Face:
    return find_face(open_photo(selfie), models=models)


@pytest.fixture(scope="session")
def plain_face(selfie: bytes, face: Face) -> AlignedFace:
    """The real face's geometry, painted in one even skin colour: nothing is to be found on it."""
    aligned = align(open_photo(selfie), face)
    return replace(aligned, pixels=np.full_like(aligned.pixels, (205, 160, 135)))
