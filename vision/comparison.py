"""Two readings of one person: what changed, as far as two photos can tell."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from vision.reading import SCORED_METRICS, SkinReading


class Verdict(StrEnum):
    """What the difference of one metric says."""

    BETTER = "better"
    WORSE = "worse"
    NO_MEASURABLE_CHANGE = "no_measurable_change"
    NOT_MEASURABLE = "not_measurable"


class Incomparable(StrEnum):
    """Why two photos cannot be held against each other."""

    VERSION = "version"
    POSE = "pose"
    SCALE = "scale"
    LIGHT = "light"
    SIDE_LIGHT = "side_light"
    SHARPNESS = "sharpness"


@dataclass(frozen=True)
class Change:
    """One metric in both photos.

    Attributes:
        before, after: Raw values, None where not measurable.
        mdc: The smallest difference that means something, same unit.
        verdict: NOT_MEASURABLE also where the photos are not comparable.
    """

    before: float | None
    after: float | None
    mdc: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """Two readings side by side.

    Attributes:
        comparable: Whether the photos were taken alike enough for any verdict.
        reasons: Why not.
        metrics: The change of each scored metric.
    """

    comparable: bool
    reasons: tuple[Incomparable, ...]
    metrics: Mapping[str, Change]

    def to_json(self) -> dict[str, Any]:
        """This function will give the comparison as plain JSON values."""
        return {
            "comparable": self.comparable,
            "reasons": [reason.value for reason in self.reasons],
            "metrics": {name: asdict(change) for name, change in self.metrics.items()},
        }


# How different two photos may be. The test-retest errors behind every `mdc` were measured within these: 5 degrees of
# turn, scale 0.7, light 0.75-1.2 (0.14 in density covers it), side light 15 %, blur of 1 px. Source: facts, test-retest.
_MAX_TURN_DEGREES = 8.0
_MAX_SCALE_RATIO = 1.5
_MAX_LIGHT_RATIO = 1.6
_MAX_SIDE_LIGHT_DIFFERENCE = 0.15
# Plain photos have a sharpness near 9.4, the same photos blurred by 1 px 4.3: lines halve. Source: facts, Gates.
_MAX_SHARPNESS_RATIO = 1.6


def compare(before: SkinReading, after: SkinReading) -> Comparison:
    """This function will judge each metric's change by its minimal detectable change.

    All metrics count fewer as better. Photos that were taken too differently get no verdict at all, only reasons.
    So do readings of different versions: another version may measure other things, or the same ones differently.
    """
    if before.version != after.version:
        nothing = Change(None, None, None, Verdict.NOT_MEASURABLE)
        return Comparison(False, (Incomparable.VERSION,), dict.fromkeys(SCORED_METRICS, nothing))  # noqa: FBT003 - see the class
    reasons = tuple(_reasons(before, after))
    changes = {name: _change(name, before, after, comparable=not reasons) for name in SCORED_METRICS}
    return Comparison(not reasons, reasons, changes)


def _reasons(before: SkinReading, after: SkinReading) -> list[Incomparable]:
    def apart(name: str) -> float:
        return abs(before.quality[name] - after.quality[name])

    def ratio(name: str) -> float:
        low, high = sorted((before.quality[name], after.quality[name]))
        return high / max(low, 1e-6)

    checks = (
        (max(apart("yaw"), apart("pitch")) > _MAX_TURN_DEGREES, Incomparable.POSE),
        (ratio("pixels_per_mm") > _MAX_SCALE_RATIO, Incomparable.SCALE),
        (ratio("light") > _MAX_LIGHT_RATIO, Incomparable.LIGHT),
        (apart("side_light") > _MAX_SIDE_LIGHT_DIFFERENCE, Incomparable.SIDE_LIGHT),
        (ratio("sharpness") > _MAX_SHARPNESS_RATIO, Incomparable.SHARPNESS),
    )
    return [reason for hindered, reason in checks if hindered]


def _change(name: str, before: SkinReading, after: SkinReading, *, comparable: bool) -> Change:
    old, new = before.metrics[name], after.metrics[name]
    if old.value is None or new.value is None or old.mdc is None or new.mdc is None:
        return Change(old.value, new.value, None, Verdict.NOT_MEASURABLE)
    mdc = max(old.mdc, new.mdc)
    if not comparable:
        return Change(old.value, new.value, mdc, Verdict.NOT_MEASURABLE)
    difference = new.value - old.value
    if abs(difference) < mdc:
        return Change(old.value, new.value, mdc, Verdict.NO_MEASURABLE_CHANGE)
    return Change(old.value, new.value, mdc, Verdict.BETTER if difference < 0 else Verdict.WORSE)
