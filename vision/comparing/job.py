"""The work of comparing two photos, as a worker is asked to do it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vision.comparing.verdicts import Comparison
from vision.reading import SkinReading
from vision.reasons import Reason


class Side(StrEnum):
    """Which of the two photos."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class PairWords:
    """What stands on the picture of both photos; it comes from whoever talks to the customer.

    Attributes:
        before: Over the earlier photo, for example its date.
        after: Over the later one.
        note: Under both: that their light and colours are as they were taken.
        mirrored: The same, where left and right of the later photo had to be swapped.
    """

    before: str
    after: str
    note: str
    mirrored: str


@dataclass(frozen=True)
class Unfit:
    """One of the photos carries no reading, so nothing is compared.

    Attributes:
        side: Which one; where both are unfit, the earlier.
        reason: Why not.
    """

    side: Side
    reason: Reason


@dataclass(frozen=True)
class PhotoComparison:
    """Two photos, compared.

    Attributes:
        comparison: The verdicts, on the values measured for them.
        before: The earlier face as measured for this: on the skin that both photos show, as sharp as the less sharp one.
        after: The later face, in the same way.
        agreement: How well the later photo lies on the earlier one: correlation of fine detail, 0-1; 0 where only the
            outlines of the faces could be laid on each other.
        mirrored: Whether left and right of the later photo were swapped, because one of the cameras had done so.
        pair_jpeg: Both faces side by side with the words, at the same crop and scale; light and colours as taken.
        before_jpeg: The earlier face alone.
        after_jpeg: The later one, of the same size, lying exactly as the earlier one does, for a slider.
    """

    comparison: Comparison
    before: SkinReading
    after: SkinReading
    agreement: float
    mirrored: bool
    pair_jpeg: bytes
    before_jpeg: bytes
    after_jpeg: bytes


@dataclass(frozen=True)
class ComparePhotos:
    """Comparing two photos of one person.

    Attributes:
        before: The earlier photo: JPEG, PNG, WebP or HEIC, at most MAX_BYTES.
        after: The later one.
        words: What stands on the picture of both.
    """

    before: bytes
    after: bytes
    words: PairWords

    def do(self, models: Path) -> PhotoComparison | Unfit:
        """This function will compare the photos in this process; the libraries load with the first ones.

        Args:
            models: The folder of ONNX files.
        """
        from vision.comparing.photos import compare_photos  # noqa: PLC0415 - must load after the worker has set its limits

        return compare_photos(self.before, self.after, models=models, words=self.words)
