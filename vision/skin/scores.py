"""From raw values to metrics: anchors, minimal detectable changes, and what a photo of this make can carry.

The anchors are provisional (see METHOD.md): a clinic with a reference population of its own should replace them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vision.reading import ALL_METRICS, SCORED_METRICS, Metric


class NotMeasurable(StrEnum):
    """Why one metric of an otherwise readable photo has no value."""

    RESOLUTION = "resolution"
    NO_COLOUR = "no_colour"
    REGION_HIDDEN = "region_hidden"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True)
class Scale:
    """How one metric is told.

    Attributes:
        unit: What its raw value counts.
        mdc: Minimal detectable change in that unit.
        best: Raw value that scores 100; `worst` the one that scores 0. None for tone, which is never scored.
        needs_pixels_per_mm: The photo must be at least this fine.
        needs_colour: A black-and-white photo does not carry it.
        least: A raw value under this is no bare skin's, so it is not measurable; None where it cannot be too low.
    """

    unit: str
    mdc: float
    best: float | None
    worst: float | None
    needs_pixels_per_mm: float
    needs_colour: bool
    least: float | None = None


# Colour: see face/finding.py. Fine detail: lines and texture moved by at most 12 % between 3.8 and 1.9 px/mm and lost a
# quarter below it (METHOD.md, "Resolution").
_COLOUR, _FINE = 1.3, 1.9
# Half of the anchors' span on the other side of 0: under-eyes so much lighter than the cheeks are covered or lit, not
# calm, and must not score full marks. Source: METHOD.md, "What is no bare skin's".
_LIGHTEST_UNDER_EYES = -12.5
# Source of `mdc` and anchors: METHOD.md, "Minimal detectable change" and "Anchors".
SCALES: Mapping[str, Scale] = {
    "redness": Scale("OD x 100", 2.6, 6.0, 51.0, _COLOUR, needs_colour=True),
    "pigment": Scale("OD x 100", 1.6, 3.0, 30.0, _COLOUR, needs_colour=True),
    "evenness": Scale("OD x 100", 1.1, 2.5, 13.0, _COLOUR, needs_colour=True),
    "lines": Scale("ridge x 1000", 3.3, 0.0, 19.0, _FINE, needs_colour=False),
    "texture": Scale("OD x 1000", 9.3, 0.0, 62.0, _FINE, needs_colour=False),
    "shine": Scale("OD x 100", 0.4, 1.5, 7.5, _COLOUR, needs_colour=False),
    "dark_circles": Scale("OD x 100", 2.0, 0.0, 25.0, _COLOUR, needs_colour=True, least=_LIGHTEST_UNDER_EYES),
    "tone": Scale("degrees ITA", 18.8, None, None, _COLOUR, needs_colour=True),
}
_BEST_SCORE = 100


def as_metrics(
    values: Mapping[str, float | None], *, pixels_per_mm: float, has_colour: bool
) -> dict[str, Metric]:
    """This function will turn raw values into metrics, or say why a value cannot be given.

    Args:
        values: Raw value of each metric of ALL_METRICS, None where its region could not be seen.
        pixels_per_mm: Scale of the photo at the face.
        has_colour: False for a black-and-white photo.
    """
    metrics = {}
    for name in ALL_METRICS:
        scale, value = SCALES[name], values[name]
        reason = _hindrance(scale, value, pixels_per_mm=pixels_per_mm, has_colour=has_colour)
        if reason is None and value is not None:
            metrics[name] = Metric(round(value, 3), scale.unit, _score(scale, value), scale.mdc, True, None)  # noqa: FBT003 - the contract's field order
        else:
            metrics[name] = Metric(None, scale.unit, None, None, False, reason)  # noqa: FBT003 - the contract's field order
    return metrics


def overall_score(metrics: Mapping[str, Metric]) -> int | None:
    """This function will give the rounded mean of the scores there are, or None where there is none."""
    scores = [score for name in SCORED_METRICS if (score := metrics[name].score) is not None]
    return round(sum(scores) / len(scores)) if scores else None


def _hindrance(scale: Scale, value: float | None, *, pixels_per_mm: float, has_colour: bool) -> str | None:
    if scale.needs_colour and not has_colour:
        return NotMeasurable.NO_COLOUR.value
    if pixels_per_mm < scale.needs_pixels_per_mm:
        return NotMeasurable.RESOLUTION.value
    if value is None:
        return NotMeasurable.REGION_HIDDEN.value
    return NotMeasurable.OUT_OF_RANGE.value if scale.least is not None and value < scale.least else None


def _score(scale: Scale, value: float) -> int | None:
    if scale.best is None or scale.worst is None:
        return None
    share = (scale.worst - value) / (scale.worst - scale.best)
    return round(_BEST_SCORE * min(max(share, 0.0), 1.0))
