"""What a simulation is: a picture, and the numbers that prove what it promises."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from vision.simulating.wishes import check_wish


class Shortfall(StrEnum):
    """Why a picture shows less than was wished; it never shows more."""

    OUT_OF_REACH = "out_of_reach"  # all of the edit is there, and there is no more to take away
    TEXTURE = "texture"  # more would smooth the skin
    OTHERS = "others"  # more would better what nobody wished
    NOT_MEASURABLE = "not_measurable"  # the photo does not carry this metric
    NOTHING_THERE = "nothing_there"  # the value is not above its own error: there is nothing to better


_PROMISES_NOTHING = frozenset({Shortfall.NOT_MEASURABLE, Shortfall.NOTHING_THERE})


@dataclass(frozen=True)
class Shown:
    """One wished metric.

    Attributes:
        unit: What the values count.
        before: Measured in the photo; None where it is not measurable.
        wished: The value the wish comes to.
        after: Measured in the finished picture, before its watermark.
        mdc: Minimal detectable change.
        strength: Of the edit, 0-1.
        shortfall: Why `after` is farther above `wished` than the tolerance; None where it is not.
    """

    unit: str
    before: float | None
    wished: float | None
    after: float | None
    mdc: float | None
    strength: float
    shortfall: Shortfall | None

    @property
    def change(self) -> float | None:
        """The relative change that the picture shows; None where it promises none."""
        if self.before is None or self.after is None or self.shortfall in _PROMISES_NOTHING:
            return None
        return round(self.after / self.before - 1, 4)


@dataclass(frozen=True)
class Moved:
    """A metric that nobody wished, before and after, with its minimal detectable change."""

    before: float | None
    after: float | None
    mdc: float | None


@dataclass(frozen=True)
class Simulation:
    """One simulated picture.

    Attributes:
        picture_jpeg: The edited photo under its watermark; None where nothing of the wish could be shown.
        wish: Relative change by metric, as it was wished.
        metrics: What became of each wished metric.
        others: What every other scored metric did meanwhile.
        texture_kept: Spread of the skin's texture after over before; at least 0.9.
        version: Make of the measuring formulas.
    """

    picture_jpeg: bytes | None
    wish: Mapping[str, float]
    metrics: Mapping[str, Shown]
    others: Mapping[str, Moved]
    texture_kept: float
    version: str

    def to_json(self) -> dict[str, Any]:
        """This function will give everything but the picture as plain JSON values."""
        return {
            "version": self.version,
            "wished": dict(self.wish),
            "reached": {name: shown.change for name, shown in self.metrics.items()},
            "strengths": {name: shown.strength for name, shown in self.metrics.items()},
            "texture_kept": self.texture_kept,
            "metrics": {name: asdict(shown) for name, shown in self.metrics.items()},
            "others": {name: asdict(moved) for name, moved in self.others.items()},
        }


@dataclass(frozen=True)
class SimulatePhoto:
    """Simulating a wish on one photo: a job for a worker (vision/jobs.py).

    Attributes:
        photo: JPEG, PNG, WebP or HEIC.
        wish: Relative change by metric, within LIMITS.
        words: The watermark; who writes it knows the language.
    """

    photo: bytes
    wish: Mapping[str, float]
    words: str

    def __post_init__(self) -> None:
        """This will refuse a wish where it is made, and not in a worker.

        Raises:
            WishRefused: See `check_wish`.
        """
        check_wish(self.wish)

    def do(self, models: Path) -> Simulation:
        """This function will make the picture.

        Raises:
            Unreadable: The photo cannot carry a reading.
        """
        from vision.simulating.making import simulate_pixels_of  # noqa: PLC0415 - must load after the worker's limits

        return simulate_pixels_of(self.photo, self.wish, self.words, models=models)
