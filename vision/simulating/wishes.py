"""What may be wished of a simulation: which metrics, and how much of each may be promised at most."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

# Largest relative change that may be shown, by metric. A judgement, on the safe side: the prototype took away 64 % of the
# contrast of spots, 33 % of lines and 19 % of redness before skin stopped looking like skin (facts, section 5), and
# no metric may be shown as gone. Texture, shine and tone are not shown at all: one is what must be kept, the others
# are the light's as much as the skin's.
LIMITS: Mapping[str, float] = MappingProxyType(
    {
        "redness": 0.40,
        "pigment": 0.40,
        "evenness": 0.30,
        "red_spots": 0.50,
        "brown_spots": 0.50,
        "lines": 0.30,
        "dark_circles": 0.40,
    }
)
# Metrics that see the same skin: who wishes one of them gets a part of the other too (evenness is the spread of pigment).
RELATIVES: tuple[frozenset[str], ...] = (
    frozenset({"redness", "red_spots"}),
    frozenset({"pigment", "evenness", "brown_spots"}),
)


class WhyNot(StrEnum):
    """What is wrong with a wish."""

    NOTHING = "nothing"
    UNKNOWN_METRIC = "unknown_metric"
    TOO_MUCH = "too_much"
    NOT_LESS = "not_less"


class WishRefused(ValueError):  # noqa: N818 - named for what happened
    """A wish that no picture is made of.

    Attributes:
        why: The one reason.
        metric: Which part of the wish.
    """

    def __init__(self, why: WhyNot, metric: str | None = None) -> None:
        super().__init__(why, metric)
        self.why, self.metric = WhyNot(why), metric

    def __str__(self) -> str:
        return self.why.value if self.metric is None else f"{self.metric}: {self.why.value}"


def check_wish(wish: Mapping[str, float]) -> None:
    """This function will refuse a wish that is no promise one may make.

    Args:
        wish: Relative change by metric, for example {"redness": -0.3}: thirty per cent less.

    Raises:
        WishRefused: It wishes nothing, of an unknown metric, for more of something, or for more than LIMITS.
    """
    if not wish:
        raise WishRefused(WhyNot.NOTHING)
    for metric, change in wish.items():
        if metric not in LIMITS:
            raise WishRefused(WhyNot.UNKNOWN_METRIC, metric)
        if not change < 0:  # NaN too
            raise WishRefused(WhyNot.NOT_LESS, metric)
        if -change > LIMITS[metric]:
            raise WishRefused(WhyNot.TOO_MUCH, metric)


def may_move_by(metric: str, wish: Mapping[str, float]) -> float:
    """This function will give how far a metric that nobody wished may better itself, as a share of what there was.

    By as much as was wished of a relative of it; by nothing beyond its minimal detectable change otherwise.
    """
    family = next((family for family in RELATIVES if metric in family), frozenset())
    return max((-change for name, change in wish.items() if name in family), default=0.0)
