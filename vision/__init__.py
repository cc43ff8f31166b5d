"""The vision room: a photo becomes a skin reading, or the one reason why it cannot.

Importing this package loads neither OpenCV nor onnxruntime; `read_photo` does, and so do the workers of `PhotoReader`.
"""

from pathlib import Path

from vision.comparing import (
    Change,
    ChartWords,
    ComparePhotos,
    Comparison,
    DrawProgress,
    Incomparable,
    Likeness,
    PairWords,
    PhotoComparison,
    ProgressLine,
    ProgressPoint,
    Side,
    Unfit,
    Verdict,
    compare,
)
from vision.jobs import Job
from vision.limits import MAX_BYTES
from vision.models import ModelsMissing, models_folder
from vision.overlay_words import OverlayWords
from vision.palette import FINDING_COLOURS
from vision.reader import PhotoReader, ReaderFull
from vision.reading import CONCERNS, VERSION, Mark, Metric, PhotoReading, SkinReading, main_concern
from vision.reasons import Reason, Unreadable
from vision.simulating import LIMITS as SIMULATION_LIMITS
from vision.simulating import Shortfall, SimulatePhoto, Simulation, WishRefused, check_wish

__all__ = [
    "CONCERNS",
    "FINDING_COLOURS",
    "MAX_BYTES",
    "SIMULATION_LIMITS",
    "VERSION",
    "Change",
    "ChartWords",
    "ComparePhotos",
    "Comparison",
    "DrawProgress",
    "Incomparable",
    "Job",
    "Likeness",
    "Mark",
    "Metric",
    "ModelsMissing",
    "OverlayWords",
    "PairWords",
    "PhotoComparison",
    "PhotoReader",
    "PhotoReading",
    "ProgressLine",
    "ProgressPoint",
    "ReaderFull",
    "Reason",
    "Shortfall",
    "Side",
    "SimulatePhoto",
    "Simulation",
    "SkinReading",
    "Unfit",
    "Unreadable",
    "Verdict",
    "WishRefused",
    "check_wish",
    "compare",
    "main_concern",
    "models_folder",
    "read_photo",
]


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
    from vision.photo import read_pixels_of  # noqa: PLC0415 - 45 MB of libraries, only where photos are read

    return read_pixels_of(photo, models=models, words=words)
