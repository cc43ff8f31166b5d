"""The vision room: a photo becomes a skin reading, or the one reason why it cannot.

Importing this package loads neither OpenCV nor onnxruntime; `read_photo` does, and so do the workers of `PhotoReader`.
"""

from vision.anchors import WrongAnchorsError, read_anchors
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
from vision.jobs import Job, read_photo
from vision.limits import MAX_BYTES
from vision.models import ModelsMissing, models_folder
from vision.overlay_words import OverlayWords
from vision.palette import FINDING_COLOURS
from vision.reader import PhotoReader, ReaderFull
from vision.reading import (
    CONCERNS,
    SCORED_METRICS,
    VERSION,
    Mark,
    Metric,
    PhotoReading,
    SkinReading,
    main_concern,
)
from vision.reasons import Reason, Ruinous, Unreadable
from vision.simulating import LIMITS as SIMULATION_LIMITS
from vision.simulating import Shortfall, SimulatePhoto, Simulation, WishRefused, check_wish

__all__ = [
    "CONCERNS",
    "FINDING_COLOURS",
    "MAX_BYTES",
    "SCORED_METRICS",
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
    "Ruinous",
    "Shortfall",
    "Side",
    "SimulatePhoto",
    "Simulation",
    "SkinReading",
    "Unfit",
    "Unreadable",
    "Verdict",
    "WishRefused",
    "WrongAnchorsError",
    "check_wish",
    "compare",
    "main_concern",
    "models_folder",
    "read_anchors",
    "read_photo",
]
