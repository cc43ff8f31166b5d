"""What a worker process can be asked to do with photos. A job travels as it is, so it loads nothing until it is done."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from vision.overlay_words import OverlayWords
from vision.reading import PhotoReading

Answer_co = TypeVar("Answer_co", covariant=True)


class Job(Protocol[Answer_co]):
    """Work on photos: a frozen dataclass of a module that imports no image library, so that it pickles and is light."""

    def do(self, models: Path) -> Answer_co:
        """This function will do the work in a worker process.

        Args:
            models: The folder of ONNX files.

        Raises:
            Unreadable: The photo is refused; that is an answer like another. Anything else it raises ends its worker.
        """


@dataclass(frozen=True)
class ReadPhoto:
    """Reading one photo; see `vision.read_photo`."""

    photo: bytes
    words: OverlayWords | None = None

    def do(self, models: Path) -> PhotoReading:
        """This function will read the photo; the libraries load with the worker's first one."""
        from vision.photo import read_pixels_of  # noqa: PLC0415 - must load after the worker has set its limits

        return read_pixels_of(self.photo, models=models, words=self.words)


@dataclass(frozen=True)
class Probe:
    """Trying out whether photos can be read here: every library, every model and the intake, on an empty picture."""

    def do(self, models: Path) -> None:
        """This function will load what a reading needs and fail loudly where something is missing or spoilt."""
        from vision.photo import try_out  # noqa: PLC0415 - must load after the worker has set its limits

        try_out(models)


def read_photo(photo: bytes, *, models: Path, words: OverlayWords | None = None) -> PhotoReading:
    """This function will read one photo in this process: for tools and tests; the product uses `PhotoReader`.

    The same bytes give the same reading on every run.

    Args:
        photo: JPEG, PNG, WebP or HEIC, at most MAX_BYTES.
        models: The folder of ONNX files (see `models_folder`).
        words: What the overlay's legend says; without them it has none.

    Raises:
        Unreadable: The photo is refused; `reason` says why.
        ModelsMissing: The folder lacks a model; the message names the command that makes it.
    """
    return ReadPhoto(photo, words).do(models)
