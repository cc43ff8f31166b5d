"""Fetching the portrait: one file out of one pinned npm package, never installed."""

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

from vision.intake import encode_jpeg, open_photo
from vision.models.build import write_whole
from vision.models.packages import SourceTrouble
from vision.samples import PROGRESS, SELFIE
from vision.samples.variants import with_less_redness

# See NOTICE.md beside this file for the licence.
_PACKAGE = "soft-ui-design-system@1.0.4"
_PACKAGE_SHA512 = "tX86rDIsaW2CscpCEolbqvYMpjZOSHGoTZLFRAV+8HJpYEdbNjeS8BsAUhhs8qDlRnbmCykolVgQqKnKlcfLEQ=="
_MEMBER = "package/assets/img/kal-visuals.jpg"
_PHOTO_SHA256 = "43176c87095cbde3ba577e3f98e32fddcd7b9c7d004505cafb304fe71641ecff"
# The portrait was saved with colours in steps of 16 and squares of 8 mm, which carry no colour of skin (METHOD.md,
# "Compression"). The sample is the same picture saved again, as apps do; what is read from it is a demonstration only.
ORIGINAL = "portrait.jpg"
_QUALITY = 95
# How much of the excess redness the progress photo loses: twice the smallest change that can be told.
_CALMED = 0.4


def build_samples(out: Path, *, models: Path) -> list[Path]:
    """This function will bring the samples folder up to date and name the files it had to make.

    Args:
        out: The samples folder; made if absent.
        models: The ONNX files: the progress photo is painted where the skin is red.

    Raises:
        SourceTrouble: The package cannot be had, or its bytes are not the pinned ones.
        ModelsMissing: The models were not built yet.
    """
    original, selfie, progress = (out / name for name in (ORIGINAL, SELFIE, PROGRESS))
    made = []
    if not _is_pinned(original):
        out.mkdir(parents=True, exist_ok=True)
        made.append(write_whole(original, selfie.read_bytes() if _is_pinned(selfie) else _fetched()))
    if made or not selfie.is_file():
        again = encode_jpeg(open_photo(original.read_bytes()), quality=_QUALITY)
        made.append(write_whole(selfie, again))
    if made or not progress.is_file():
        calmed = with_less_redness(selfie.read_bytes(), share=_CALMED, models=models)
        made.append(write_whole(progress, calmed))
    return made


def _is_pinned(path: Path) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == _PHOTO_SHA256


def _fetched() -> bytes:
    """This function will take the photo out of the package, both checked by their hashes."""
    with tempfile.TemporaryDirectory(prefix="aura-samples-") as folder:
        package = _packed(Path(folder))
        digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
        if digest != _PACKAGE_SHA512:
            raise SourceTrouble(f"{_PACKAGE} is not the pinned one: sha512 {digest[:12]}…")
        with tarfile.open(package) as archive:
            member = archive.extractfile(_MEMBER)
            photo = member.read() if member else b""
    if hashlib.sha256(photo).hexdigest() != _PHOTO_SHA256:
        raise SourceTrouble(f"{_MEMBER} in {_PACKAGE} is not the pinned photo")
    return photo


def _packed(folder: Path) -> Path:
    # `npm pack` downloads the package as one archive and runs none of its scripts.
    command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), _PACKAGE]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)  # noqa: S603 - our own fixed words
    except FileNotFoundError as trouble:
        raise SourceTrouble("npm is missing; install node and npm") from trouble
    packages = sorted(folder.glob("*.tgz"))
    if done.returncode != 0 or not packages:
        reason = (done.stderr.strip() or "npm said nothing").splitlines()[-1]
        raise SourceTrouble(f"cannot download {_PACKAGE}: {reason}")
    return packages[0]
