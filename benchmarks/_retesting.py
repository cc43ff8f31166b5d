"""One face measured again and again: as it is, changed, and changed with the sharpness of both evened out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vision import Unreadable
from vision.face.finding import Face, find_face
from vision.intake import Pixels, open_photo
from vision.samples.retakes import RETAKES
from vision.skin.aligned import AlignedFace, align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import measure
from vision.skin.sharpness import matched, sharpness_of
from vision.skin.view import SkinView, prepare

Values = Mapping[str, float | None]

# Metrics are measured whatever the photo's resolution; whether it carries them is judged afterwards.
_FINE_ENOUGH = {"pixels_per_mm": 1000.0}
# A face that reaches over the photo's edge cannot be turned: what comes into view there is not in the photo.
_TURNED = "turned"


@dataclass(frozen=True)
class Taken:
    """A photo that could be read: where its face is, the face cut out, and the raw value of each metric."""

    face: Face
    aligned: AlignedFace
    values: Values


@dataclass(frozen=True)
class Again:
    """A change of a photo beside the photo.

    Attributes:
        before, after: Raw values of the photo and of the changed one, the resolution they need set aside.
        before_matched, after_matched: The same once the sharper of the two was blurred to the other's sharpness.
        pixels_per_mm: Scale of the changed photo.
    """

    before: Values
    after: Values
    before_matched: Values
    after_matched: Values
    pixels_per_mm: float


@dataclass(frozen=True)
class Subject:
    """One photo: its own values and scale, and each change of it; None where that was refused or cannot be made."""

    values: Values
    pixels_per_mm: float
    again: Mapping[str, Again | None]


def retest(path: Path, models: Path) -> Subject:
    """This will read one photo and every change of it.

    Raises:
        Unreadable: The photo itself is refused.
    """
    pixels = open_photo(path.read_bytes())
    first = _take(pixels, models)
    whole = bool(first.aligned.in_photo.all())
    again = {
        name: _beside(first, retake(pixels), models) if whole or not name.startswith(_TURNED) else None
        for name, retake in RETAKES.items()
    }
    return Subject(first.values, first.face.pixels_per_mm, again)


def _beside(first: Taken, changed: Pixels, models: Path) -> Again | None:
    try:
        second = _take(changed, models)
    except Unreadable:
        return None
    sharp, soft = sharpness_of(first.aligned), sharpness_of(second.aligned)
    before, after = first.values, second.values
    if sharp > soft:
        before = _values(matched(first.aligned, soft), first.face)
    else:
        after = _values(matched(second.aligned, sharp), second.face)
    return Again(first.values, second.values, before, after, second.face.pixels_per_mm)


def _take(pixels: Pixels, models: Path) -> Taken:
    face = find_face(pixels, models=models)
    aligned = align(pixels, face)
    view = prepare(aligned)
    quality = judge(view, face)
    refuse_if_unfit(quality)
    return Taken(face, aligned, _of(view, quality))


def _values(aligned: AlignedFace, face: Face) -> Values:
    view = prepare(aligned)
    return _of(view, judge(view, face))


def _of(view: SkinView, quality: dict[str, float]) -> Values:
    metrics = measure(view, quality | _FINE_ENOUGH).reading.metrics
    return {name: metric.value for name, metric in metrics.items()}
