"""What a reading is: numbers with units, each with the smallest change that means something."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any, Self

# Raised whenever a formula, a threshold or an anchor changes, so that readings of different makes are never compared.
VERSION = "4"

# The metrics that are scored, in the order a report shows them; tone and its hue are described, never scored.
SCORED_METRICS = (
    *(
        "redness",
        "pigment",
        "evenness",
        "red_spots",
        "brown_spots",
        "lines",
        "texture",
        "shine",
        "dark_circles",
        "pores",
    ),
)
ALL_METRICS = (*SCORED_METRICS, "tone", "tone_hue")
# Every score may be the lowest, so every score may be named: a card that names another than its lowest bar is wrong.
# Of equal scores the first here is named; evenness is the spread of pigment, so pigment itself goes before it.
CONCERNS = (
    *(
        "redness",
        "red_spots",
        "pigment",
        "brown_spots",
        "evenness",
        "lines",
        "texture",
        "pores",
        "dark_circles",
        "shine",
    ),
)


@dataclass(frozen=True)
class Mark:
    """One finding that has a place.

    Attributes:
        x_mm, y_mm: Where, on the upright face: millimetres from the middle between the outer corners of the eyes, x to
            the picture's right, y down. Millimetres are nominal (see METHOD.md, "From photo to face").
        size_mm: Its diameter.
        contrast: How much denser it is than the skin around it, OD x 100.
        region: The region it lies in.
    """

    x_mm: float
    y_mm: float
    size_mm: float
    contrast: float
    region: str


@dataclass(frozen=True)
class Metric:
    """One measured property of the skin.

    Attributes:
        value: Raw value in `unit`, or None where it could not be measured.
        unit: What the value counts, for example "OD x 100".
        score: 0-100, higher is calmer skin, on the documented provisional anchors; None for tone.
        mdc: Minimal detectable change in `unit`: a smaller difference between two photos means nothing.
        measurable: Whether the photo carried this metric.
        reason: Why it did not, for example "resolution"; None where it did.
        regions: The raw value of each region where the metric lives by region, None where that region is hidden.
        marks: The findings with a place that the value sums up, for metrics made of such findings.
    """

    value: float | None
    unit: str
    score: int | None
    mdc: float | None
    measurable: bool
    reason: str | None
    regions: Mapping[str, float | None] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()

    @property
    def is_above_error(self) -> bool:
        """Whether the value is more than its own error, so that one photo can tell it from nothing."""
        return self.value is not None and self.mdc is not None and self.value > self.mdc

    def __post_init__(self) -> None:
        object.__setattr__(self, "regions", MappingProxyType(dict(self.regions)))

    def __reduce__(self) -> tuple[Any, ...]:
        # Read-only mappings do not pickle; the plain form does.
        return (type(self).from_json, (self.to_json(),))

    def to_json(self) -> dict[str, Any]:
        """This function will give the metric as plain JSON values."""
        return {
            "value": self.value,
            "unit": self.unit,
            "score": self.score,
            "mdc": self.mdc,
            "measurable": self.measurable,
            "reason": self.reason,
            "regions": dict(self.regions),
            "marks": [asdict(mark) for mark in self.marks],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """This function will read back what `to_json` wrote; metrics of version 2 had neither regions nor marks."""
        return cls(**{**stored, "marks": tuple(Mark(**mark) for mark in stored.get("marks", ()))})


@dataclass(frozen=True)
class SkinReading:
    """What one photo says about one skin.

    Attributes:
        quality: How well the photo carries a reading (pose in degrees, scale in pixels per mm, light, sharpness).
        metrics: Each metric of ALL_METRICS by name.
        overall: Rounded mean of the scores there are, or None where none could be measured.
        version: Make of the formulas; only readings of one version are compared.
    """

    quality: Mapping[str, float]
    metrics: Mapping[str, Metric]
    overall: int | None
    version: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "quality", MappingProxyType(dict(self.quality)))
        object.__setattr__(self, "metrics", MappingProxyType(dict(self.metrics)))

    def __reduce__(self) -> tuple[Any, ...]:
        # Read-only mappings do not pickle; the plain form does, and the constructor makes them read-only again.
        return (type(self).from_json, (self.to_json(),))

    def to_json(self) -> dict[str, Any]:
        """This function will give the reading as plain JSON values."""
        return {
            "version": self.version,
            "overall": self.overall,
            "quality": dict(self.quality),
            "metrics": {name: metric.to_json() for name, metric in self.metrics.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """This function will read back what `to_json` wrote."""
        metrics = {name: Metric.from_json(metric) for name, metric in stored["metrics"].items()}
        return cls(stored["quality"], metrics, stored["overall"], stored["version"])


@dataclass(frozen=True)
class PhotoReading:
    """One photo, read.

    Attributes:
        reading: The numbers.
        photo_jpeg: The photo itself, upright, in sRGB, at most 2048 px, with every piece of metadata gone.
        overlay_jpeg: The findings drawn on her own photo, at most 1024 px and 1 MB, with a legend
            where words for one were given.
    """

    reading: SkinReading
    photo_jpeg: bytes
    overlay_jpeg: bytes


def main_concern(reading: SkinReading) -> str | None:
    """This function will name the concern with the lowest score, or None where nothing could be scored."""
    scores = {name: reading.metrics[name].score for name in CONCERNS if name in reading.metrics}
    scored = {name: score for name, score in scores.items() if score is not None}
    return min(scored, key=lambda name: (scored[name], CONCERNS.index(name))) if scored else None
