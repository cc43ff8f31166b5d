"""Making the ONNX files: only what is missing or spoilt, each written whole or not at all."""

import hashlib
import os
from pathlib import Path

from vision.models import ModelFile, is_built
from vision.models.convert import to_onnx
from vision.models.packages import SOURCES, read_sources


class BuiltDiffers(Exception):  # noqa: N818 - named for what happened
    """The converter made other bytes than the pinned ones: the tool chain has changed and must be looked at."""


def build_models(out: Path, *, node_modules: Path) -> list[Path]:
    """This function will bring the models folder up to date and name the files it had to make.

    A file whose hash is the pinned one is left alone, so a second run needs neither network nor packages.

    Args:
        out: The models folder; made if absent.
        node_modules: Where npm put @mediapipe/face_mesh.

    Raises:
        SourceTrouble: A source package is missing or is not the pinned one.
        BuiltDiffers: A built file does not have its pinned hash.
    """
    missing = tuple(source for source in SOURCES if not is_built(out, source.model))
    if not missing:
        return []
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for name, data in read_sources(missing, node_modules=node_modules).items():
        model = next(source.model for source in missing if source.model.name == name)
        made.append(write_whole(out / name, _built(model, data)))
    return made


def write_whole(path: Path, data: bytes) -> Path:
    """This function will write a file so that a reader sees all of it or none of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)
    return path


def _built(model: ModelFile, tflite_file: bytes) -> bytes:
    built = to_onnx(tflite_file)
    found = hashlib.sha256(built).hexdigest()
    if found != model.sha256:
        raise BuiltDiffers(f"{model.name} came out with sha256 {found}, pinned is {model.sha256}")
    return built
