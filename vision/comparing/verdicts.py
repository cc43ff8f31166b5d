"""Two readings of one person: what changed, as far as two photos can tell."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from vision.reading import SCORED_METRICS, Metric, SkinReading


class Verdict(StrEnum):
    """What the difference of one metric says."""

    BETTER = "better"
    WORSE = "worse"
    NO_MEASURABLE_CHANGE = "no_measurable_change"
    NOT_MEASURABLE = "not_measurable"


class Incomparable(StrEnum):
    """Why two photos cannot be held against each other."""

    VERSION = "version"
    FACE = "face"
    POSE = "pose"
    SCALE = "scale"
    LIGHT = "light"
    SIDE_LIGHT = "side_light"
    SHARPNESS = "sharpness"
    COLOUR = "colour"


class Likeness(StrEnum):
    """What the shape of two faces says about whether they are one person's. It is weak evidence either way."""

    ALIKE = "alike"
    CANNOT_TELL = "cannot_tell"
    UNLIKE = "unlike"


@dataclass(frozen=True)
class Change:
    """One metric in both photos.

    Attributes:
        before, after: Raw values, None where not measurable.
        mdc: The smallest difference that means something, same unit.
        verdict: NOT_MEASURABLE also where the photos are not comparable.
        where: Regions that moved the same way by at least the mdc themselves, most first; only for better and worse.
    """

    before: float | None
    after: float | None
    mdc: float | None
    verdict: Verdict
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two readings side by side.

    Attributes:
        comparable: Whether the photos were taken alike enough for any verdict.
        reasons: Why not.
        metrics: The change of each scored metric.
        likeness: Whether both photos show one face, by its shape; None where only readings were compared.
    """

    comparable: bool
    reasons: tuple[Incomparable, ...]
    metrics: Mapping[str, Change]
    likeness: Likeness | None = field(default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "metrics", MappingProxyType(dict(self.metrics)))

    def __reduce__(self) -> tuple[Any, ...]:
        # A read-only mapping does not pickle; the constructor makes it read-only again.
        return (type(self), (self.comparable, self.reasons, dict(self.metrics), self.likeness))

    def to_json(self) -> dict[str, Any]:
        """This function will give the comparison as plain JSON values."""
        told: dict[str, Any] = {
            "comparable": self.comparable,
            "reasons": [reason.value for reason in self.reasons],
            "metrics": {
                name: {**asdict(change), "where": list(change.where)} for name, change in self.metrics.items()
            },
        }
        return told if self.likeness is None else {**told, "likeness": self.likeness.value}


# How different two photos may be. The test-retest errors behind every `mdc` were measured within these: 5 degrees of
# turn, scale 0.7, light 0.75-1.2 (0.14 in density covers it), side light 15 %, blur of 1 px. Source: facts, test-retest.
_MAX_TURN_DEGREES = 8.0
_MAX_SCALE_RATIO = 1.5
_MAX_LIGHT_RATIO = 1.6
_MAX_SIDE_LIGHT_DIFFERENCE = 0.15
# Plain photos have a sharpness near 9.4, the same photos blurred by 1 px 4.3: lines halve. Source: facts, Gates.
MAX_SHARPNESS_RATIO = 1.6

# A filter of colour multiplies the chroma of the cheeks, and what is read from colour with it. Natural logarithms of after
# over before, measured on copies of five portraits. Saturation x .6, .75 and 1.3 moved the chroma by .26-.56, and each of
# these metrics the same way by .36-1.35 of that. A light of .75-1.2, gamma .8-1.25, JPEG 60 and a blur of 1 px moved it by
# at most .18; redness changed by 30 and 60 % by .05; lamps by up to .54, but then the least moved metric by at most .1 of it.
_BY_COLOUR = ("redness", "pigment", "evenness")
_MIN_CHROMA_FACTOR = 0.2
_FILTERED_SHARES = (0.3, 1.7)
# These sum up what was found wherever skin was searched, so a region that only one photo shows would be a change by itself.
# Beside each the regions that are told by themselves and are not in its one value (skin/lines.py, skin/relief.py).
_SUMMED_UP: Mapping[str, tuple[str, ...]] = {
    "red_spots": (),
    "brown_spots": (),
    "lines": ("nasolabial_right", "nasolabial_left"),
    "shine": ("cheek_right", "cheek_left"),
}


def compare(before: SkinReading, after: SkinReading) -> Comparison:
    """This function will judge each metric's change by its minimal detectable change, from stored readings alone.

    It is for when the earlier photo is not kept any more; two photos say more (`ComparePhotos`). All metrics count
    fewer as better. Photos that were taken too differently get no verdict at all, only reasons. So do readings of
    different versions: another version may measure other things, or the same ones differently.
    """
    if before.version != after.version:
        nothing = Change(None, None, None, Verdict.NOT_MEASURABLE)
        return Comparison(False, (Incomparable.VERSION,), dict.fromkeys(SCORED_METRICS, nothing))  # noqa: FBT003 - see the class
    reasons = [*reasons_against(before.quality, after.quality), *colour_against(before, after)]
    return judge_changes(before, after, reasons)


def judge_changes(
    before: SkinReading, after: SkinReading, reasons: Sequence[Incomparable], *, shared_skin: bool = False
) -> Comparison:
    """This function will judge every scored metric; where there are reasons against it, none gets a verdict.

    Args:
        before: The earlier reading.
        after: The later one.
        reasons: Why the photos cannot be held against each other.
        shared_skin: Whether both were measured on the skin that both photos show.
    """
    names = [name for name in SCORED_METRICS if name in before.metrics and name in after.metrics]
    changes = {name: _change(before.metrics[name], after.metrics[name]) for name in names}
    for name in () if shared_skin else changes.keys() & _SUMMED_UP.keys():
        if _searched_apart(before.metrics[name], after.metrics[name], beside=_SUMMED_UP[name]):
            changes[name] = replace(changes[name], verdict=Verdict.NOT_MEASURABLE, where=())
    if reasons:
        changes = {
            name: replace(change, verdict=Verdict.NOT_MEASURABLE, where=())
            for name, change in changes.items()
        }
    return Comparison(not reasons, tuple(reasons), changes)


def reasons_against(
    before: Mapping[str, float],
    after: Mapping[str, float],
    *,
    max_sharpness_ratio: float = MAX_SHARPNESS_RATIO,
) -> list[Incomparable]:
    """This function will say why two photos of these qualities cannot be held against each other.

    Args:
        before: `SkinReading.quality` of the earlier photo.
        after: Of the later one.
        max_sharpness_ratio: More where the sharper photo will be blurred to match the other.
    """

    def apart(name: str) -> float:
        return abs(before[name] - after[name])

    def ratio(name: str) -> float:
        low, high = sorted((before[name], after[name]))
        return high / max(low, 1e-6)

    checks = (
        (max(apart("yaw"), apart("pitch")) > _MAX_TURN_DEGREES, Incomparable.POSE),
        (ratio("pixels_per_mm") > _MAX_SCALE_RATIO, Incomparable.SCALE),
        (ratio("light") > _MAX_LIGHT_RATIO, Incomparable.LIGHT),
        (apart("side_light") > _MAX_SIDE_LIGHT_DIFFERENCE, Incomparable.SIDE_LIGHT),
        (ratio("sharpness") > max_sharpness_ratio, Incomparable.SHARPNESS),
    )
    return [reason for hindered, reason in checks if hindered]


def colour_against(before: SkinReading, after: SkinReading) -> list[Incomparable]:
    """This function will give COLOUR where all that is read from colour moved as the colour of the cheeks itself did.

    Readings from before the chroma was kept, and those without colour, give nothing.
    """
    moved = _log_factor(before.quality.get("chroma"), after.quality.get("chroma"))
    if moved is None or abs(moved) < _MIN_CHROMA_FACTOR:
        return []
    low, high = _FILTERED_SHARES
    for name in _BY_COLOUR:
        earlier, later = before.metrics.get(name), after.metrics.get(name)
        factor = _log_factor(earlier.value, later.value) if earlier and later else None
        if factor is None or not low <= factor / moved <= high:
            return []
    return [Incomparable.COLOUR]


def _log_factor(before: float | None, after: float | None) -> float | None:
    if before is None or after is None or min(before, after) <= 0:
        return None
    return math.log(after / before)


def _searched_apart(old: Metric, new: Metric, *, beside: tuple[str, ...]) -> bool:
    """This function will tell whether one reading has a region measured that is hidden in the other."""
    both = (old.regions.keys() & new.regions.keys()) - set(beside)
    return any((old.regions[name] is None) != (new.regions[name] is None) for name in both)


def _change(old: Metric, new: Metric) -> Change:
    if old.value is None or new.value is None or old.mdc is None or new.mdc is None:
        return Change(old.value, new.value, None, Verdict.NOT_MEASURABLE)
    mdc = max(old.mdc, new.mdc)
    difference = new.value - old.value
    if abs(difference) < mdc:
        return Change(old.value, new.value, mdc, Verdict.NO_MEASURABLE_CHANGE)
    verdict = Verdict.BETTER if difference < 0 else Verdict.WORSE
    return Change(
        old.value, new.value, mdc, verdict, _where(old, new, mdc, way=-1.0 if difference < 0 else 1.0)
    )


def _where(old: Metric, new: Metric, mdc: float, *, way: float) -> tuple[str, ...]:
    """This function will name the regions that moved the way of the whole face by at least its mdc, most first."""
    moved: dict[str, float] = {}
    for name, earlier in old.regions.items():
        later = new.regions.get(name)
        if earlier is not None and later is not None and way * (later - earlier) >= mdc:
            moved[name] = way * (later - earlier)
    return tuple(sorted(moved, key=lambda name: (-moved[name], name)))
