"""Before and after: what two readings, or two photos, of one person say about each other."""

from vision.comparing.verdicts import Change, Comparison, Incomparable, Likeness, Verdict, compare

__all__ = [
    "Change",
    "Comparison",
    "Incomparable",
    "Likeness",
    "Verdict",
    "compare",
]
