"""One face measured again and again: as it is, changed, and changed with the sharpness of both evened out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vision import Unreadable
from vision.coding import Coding, told_by
from vision.face.finding import Face, find_face
from vision.intake import Opened, Pixels, opened
from vision.reading import ALL_METRICS
from vision.samples.retakes import JPEG_QUALITIES, RETAKES, photographed
from vision.skin.aligned import AlignedFace, align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import measure
from vision.skin.scores import SCALES, not_carried
from vision.skin.sharpness import matched, sharpness_of
from vision.skin.view import SkinView, prepare

Values = Mapping[str, float | None]
Reasons = Mapping[str, str | None]

# Metrics are measured whatever the photo's resolution and coding; whether it carries them is judged beside that.
_CARRIES_ALL = {"pixels_per_mm": 1000.0}
# A face that reaches over the photo's edge cannot be turned: what comes into view there is not in the photo.
_TURNED = "turned"


@dataclass(frozen=True)
class Taken:
    """A photo that could be read: its face, the face cut out, each metric's raw value, and why the product gives none."""

    face: Face
    aligned: AlignedFace
    values: Values
    reasons: Reasons


@dataclass(frozen=True)
class Again:
    """A change of a photo beside the photo.

    Attributes:
        before, after: Raw values of the photo and of the changed one, whatever they carry.
        before_matched, after_matched: The same once the sharper of the two was blurred to the other's sharpness.
        reasons: Why the product gives no value of a metric of the changed photo, None where it gives one.
    """

    before: Values
    after: Values
    before_matched: Values
    after_matched: Values
    reasons: Reasons


@dataclass(frozen=True)
class Subject:
    """One photo: its own values, why the product gives none, its scale, and each change; None where that was refused."""

    values: Values
    reasons: Reasons
    pixels_per_mm: float
    again: Mapping[str, Again | None]


def retest(photo: Opened, models: Path) -> tuple[Subject, Face]:
    """This will read one photo and every change of it, and tell where its face is.

    Raises:
        Unreadable: The photo itself is refused.
    """
    first = _take(photo, models)
    whole = bool(first.aligned.in_photo.all())
    again = {
        name: _beside(first, _retaken(photo, name), models) if whole or not name.startswith(_TURNED) else None
        for name in RETAKES
    }
    return Subject(first.values, first.reasons, first.face.pixels_per_mm, again), first.face


def _retaken(photo: Opened, name: str) -> Opened:
    """This will change a photo; what its file did to its colours stays in it unless it is saved anew."""
    if name in JPEG_QUALITIES:
        return opened(photographed(photo.pixels, name))
    pixels: Pixels = RETAKES[name](photo.pixels)
    shrunk = min(1.0, pixels.shape[1] / photo.pixels.shape[1])
    kept = photo.coding and Coding(photo.coding.step, photo.coding.square * shrunk)
    return Opened(pixels, kept)


def _beside(first: Taken, changed: Opened, models: Path) -> Again | None:
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
    return Again(first.values, second.values, before, after, second.reasons)


def _take(photo: Opened, models: Path) -> Taken:
    face = find_face(photo.pixels, models=models)
    aligned = align(photo.pixels, face)
    view = prepare(aligned)
    quality = judge(view, face)
    refuse_if_unfit(quality)
    metrics = measure(view, quality | _CARRIES_ALL).reading.metrics
    carried = quality | told_by(photo.coding, face.pixels_per_mm)
    reasons = {name: metrics[name].reason or not_carried(SCALES[name], carried) for name in ALL_METRICS}
    return Taken(face, aligned, {name: metrics[name].value for name in ALL_METRICS}, reasons)


def _values(aligned: AlignedFace, face: Face) -> Values:
    view = prepare(aligned)
    return _of(view, judge(view, face))


def _of(view: SkinView, quality: dict[str, float]) -> Values:
    metrics = measure(view, quality | _CARRIES_ALL).reading.metrics
    return {name: metric.value for name, metric in metrics.items()}
