"""Where 100 and 0 stand: the one file of anchors, shipped or the clinic's own.

python -m vision.anchors FOLDER > anchors.toml      makes a file from a folder of portraits (METHOD.md, "Anchors")
AURA_ANCHORS=anchors.toml                           has every reading scored by it
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vision.reading import SCORED_METRICS

# The environment's name for a clinic's own file; workers inherit it.
ENVIRONMENT = "AURA_ANCHORS"
SHIPPED = Path(__file__).parents[1] / "anchors.toml"
_BEST_SCORE = 100
_DIGITS = 6  # of the fingerprint, hexadecimal: exact as a float


class WrongAnchorsError(ValueError):
    """A file of anchors cannot be used. The message names the file, the metric and what is wrong."""


@dataclass(frozen=True)
class Anchors:
    """The anchors readings are scored by.

    Attributes:
        name: What the file calls itself.
        best_and_worst: Raw value that scores 100 and the one that scores 0, by metric.
    """

    name: str
    best_and_worst: Mapping[str, tuple[float, float]]

    def score(self, metric: str, value: float) -> int | None:
        """This function will put a raw value on 0-100; None for a metric without anchors."""
        if metric not in self.best_and_worst:
            return None
        best, worst = self.best_and_worst[metric]
        return round(_BEST_SCORE * min(max((worst - value) / (worst - best), 0.0), 1.0))

    @property
    def fingerprint(self) -> float:
        """A number that two readings share if and only if they were scored by the same anchors."""
        plain = json.dumps({metric: list(pair) for metric, pair in sorted(self.best_and_worst.items())})
        return float(int(hashlib.sha256(plain.encode()).hexdigest()[:_DIGITS], 16))


def current_anchors() -> Anchors:
    """This function will give the clinic's own anchors where AURA_ANCHORS names a file, the shipped ones otherwise.

    Raises:
        WrongAnchorsError: The file cannot be used.
    """
    named = os.environ.get(ENVIRONMENT)
    return read_anchors(Path(named) if named else SHIPPED)


@cache
def read_anchors(file: Path) -> Anchors:
    """This function will read a file of anchors; it is read once in each process.

    Raises:
        WrongAnchorsError: It is not there, is not TOML, names a metric that is not scored, or leaves a number out.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongAnchorsError(f"{file}: cannot be read: {error}") from error
    name = told.pop("name", None)
    if not isinstance(name, str) or not name:
        raise WrongAnchorsError(f'{file}: begins with name = "...", what these anchors are called')
    return Anchors(name, {metric: _pair(file, metric, table) for metric, table in told.items()})


def _pair(file: Path, metric: str, table: object) -> tuple[float, float]:
    if metric not in SCORED_METRICS:
        raise WrongAnchorsError(
            f"{file}: {metric} is no metric that is scored; those are {', '.join(SCORED_METRICS)}"
        )
    numbers = [table.get(key) for key in ("best", "worst")] if isinstance(table, dict) else []
    if len(numbers) != 2 or not all(type(number) in {int, float} for number in numbers):  # noqa: PLR2004 - best, worst
        raise WrongAnchorsError(f"{file}: [{metric}] needs best = ... and worst = ..., two numbers")
    best, worst = (float(number) for number in numbers if number is not None)
    if not best < worst:
        raise WrongAnchorsError(
            f"{file}: [{metric}] best has to be less than worst: every metric counts fewer as better"
        )
    return best, worst
