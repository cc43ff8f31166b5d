"""From raw values to metrics: scores, minimal detectable changes, and what a photo of this make can carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vision.anchors import Anchors
from vision.reading import ALL_METRICS, SCORED_METRICS, Metric
from vision.skin.measured import Measured


class NotMeasurable(StrEnum):
    """Why one metric of an otherwise readable photo has no value."""

    RESOLUTION = "resolution"
    COMPRESSION = "compression"
    NO_COLOUR = "no_colour"
    REGION_HIDDEN = "region_hidden"
    OVERLIT = "overlit"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True)
class Scale:
    """How one metric is told.

    Attributes:
        unit: What its raw value counts.
        mdc: Minimal detectable change in that unit, None where it could not be measured yet.
        needs_pixels_per_mm: The photo must be at least this fine.
        needs_colour: A black-and-white photo does not carry it.
        most_colour_rounding: What a file's step of colour times the side of its square (mm) may be; None where colours do
            not matter.
        least: A raw value under this is no bare skin's, so it is not measurable; None where it cannot be too low.
    """

    unit: str
    mdc: float | None
    needs_pixels_per_mm: float
    needs_colour: bool
    most_colour_rounding: float | None = None
    least: float | None = None


# Colour: see face/finding.py. Fine detail: lines and texture moved by at most 12 % between 3.8 and 1.9 px/mm and lost a
# quarter below it (METHOD.md, "Resolution").
_COLOUR, _FINE = 1.3, 1.9
# Under-eyes so much lighter than the cheeks (over five minimal detectable changes) are covered or lit, not calm, and must
# not score full marks. Source: METHOD.md, "What is no bare skin's".
_LIGHTEST_UNDER_EYES = -12.5
# Pores are half a millimetre wide and less: three pixels. Source: facts, formulas (>= 7-8 px/mm).
_FINEST = 7.0
# Colours that a JPEG keeps in coarser steps than this and squares larger than that carry no such metric. Source: METHOD.md,
# "Compression".
_COARSEST_STEP, _ROUNDING, _ROUNDING_UNDER_EYES, _ROUNDING_OF_SPOTS = 15.0, 80.0, 70.0, 20.0
# Source of `mdc`: METHOD.md, "Minimal detectable change".
SCALES: Mapping[str, Scale] = {
    "redness": Scale("OD x 100", 2.9, _COLOUR, needs_colour=True, most_colour_rounding=_ROUNDING),
    "pigment": Scale("OD x 100", 2.1, _COLOUR, needs_colour=True, most_colour_rounding=_ROUNDING),
    "evenness": Scale("OD x 100", 1.3, _COLOUR, needs_colour=True, most_colour_rounding=_ROUNDING),
    "red_spots": Scale(
        "OD x 100 per cm2", 0.4, _FINE, needs_colour=True, most_colour_rounding=_ROUNDING_OF_SPOTS
    ),
    "brown_spots": Scale(
        "OD x 100 per cm2", 0.4, _FINE, needs_colour=True, most_colour_rounding=_ROUNDING_OF_SPOTS
    ),
    "lines": Scale("ridge x 1000", 1.3, _FINE, needs_colour=False),
    "texture": Scale("OD x 1000", 2.4, _FINE, needs_colour=False),
    "shine": Scale("OD x 100", 0.6, _COLOUR, needs_colour=False),
    "dark_circles": Scale(
        "OD x 100",
        2.1,
        _COLOUR,
        needs_colour=True,
        most_colour_rounding=_ROUNDING_UNDER_EYES,
        least=_LIGHTEST_UNDER_EYES,
    ),
    "pores": Scale("OD x 100 per cm2", None, _FINEST, needs_colour=False),
    "tone": Scale("degrees ITA", 26.0, _COLOUR, needs_colour=True),
    "tone_hue": Scale("degrees hue", 13.0, _COLOUR, needs_colour=True),
}
_DIGITS = 3


def as_metrics(
    values: Mapping[str, Measured], anchors: Anchors, *, quality: Mapping[str, float], has_colour: bool
) -> dict[str, Metric]:
    """This function will turn raw values into metrics, or say why a value cannot be given.

    Args:
        values: What was measured for each metric of ALL_METRICS; its value is None where its region could not be seen.
        anchors: Where 100 and 0 stand.
        quality: What was measured of the photo: its scale, and how coarsely its file keeps colours.
        has_colour: False for a black-and-white photo.
    """
    metrics = {}
    for name in ALL_METRICS:
        scale, measured = SCALES[name], values[name]
        reason = _hindrance(scale, measured, quality, has_colour=has_colour)
        if reason is None and measured.value is not None:
            metrics[name] = Metric(
                round(measured.value, _DIGITS),
                scale.unit,
                anchors.score(name, measured.value),
                scale.mdc,
                measurable=True,
                reason=None,
                regions={
                    region: None if value is None else round(value, _DIGITS)
                    for region, value in measured.regions.items()
                },
                marks=measured.marks,
            )
        else:
            metrics[name] = Metric(None, scale.unit, None, None, measurable=False, reason=reason)
    return metrics


def overall_score(metrics: Mapping[str, Metric]) -> int | None:
    """This function will give the rounded mean of the scores there are, or None where there is none."""
    scores = [score for name in SCORED_METRICS if (score := metrics[name].score) is not None]
    return round(sum(scores) / len(scores)) if scores else None


def not_carried(scale: Scale, quality: Mapping[str, float]) -> str | None:
    """This function will say why a photo of this quality cannot carry a metric whatever its skin; None where it can."""
    if quality["pixels_per_mm"] < scale.needs_pixels_per_mm:
        return NotMeasurable.RESOLUTION.value
    step = quality.get("colour_step")
    if step is None or scale.most_colour_rounding is None:
        return None
    too_coarse = (
        max(step / _COARSEST_STEP, step * quality["colour_square_mm"] / scale.most_colour_rounding) > 1
    )
    return NotMeasurable.COMPRESSION.value if too_coarse else None


def _hindrance(
    scale: Scale, measured: Measured, quality: Mapping[str, float], *, has_colour: bool
) -> str | None:
    if scale.needs_colour and not has_colour:
        return NotMeasurable.NO_COLOUR.value
    reason = not_carried(scale, quality)
    if reason is not None:
        return reason
    if measured.overlit:
        return NotMeasurable.OVERLIT.value
    if measured.value is None:
        return NotMeasurable.REGION_HIDDEN.value
    too_low = scale.least is not None and measured.value < scale.least
    return NotMeasurable.OUT_OF_RANGE.value if too_low else None
