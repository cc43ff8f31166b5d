"""Before and after: what two readings, or two photos, of one person say about each other.

Importing this package loads no image library; doing `ComparePhotos` or `DrawProgress` does, where it is done.
"""

from vision.comparing.job import ComparePhotos, PairWords, PhotoComparison, Side, Unfit
from vision.comparing.progress import ChartWords, DrawProgress, ProgressLine, ProgressPoint
from vision.comparing.verdicts import Change, Comparison, Incomparable, Likeness, Verdict, compare

__all__ = [
    "Change",
    "ChartWords",
    "ComparePhotos",
    "Comparison",
    "DrawProgress",
    "Incomparable",
    "Likeness",
    "PairWords",
    "PhotoComparison",
    "ProgressLine",
    "ProgressPoint",
    "Side",
    "Unfit",
    "Verdict",
    "compare",
]
