"""How strong each edit must be: found by measuring what it did, never by believing a formula."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Strengths = dict[str, float]

_ROUNDS = 9
# Where in its tolerance a metric is aimed at: in the middle, so that neither end is missed.
_AIM = 0.5
# The first try: an edit of strength 1 takes away about as much as this share of its metric (measured on portraits).
_FULL_EFFECT = 0.6
_LEAST_EFFECT = 0.005
# How much a strength may change from one round to the next, and how elastic an effect may be taken to be.
_MOST_STEP = 3.0
_ELASTICITY = (0.4, 2.0)
# What breaks a bound is taken back by this share, until it holds. No edit at all holds every bound.
_BACK, _BACKS = 0.85, 14
# What is too much by itself is taken back by as much as it is too much, within these shares.
_MOST_BACK, _LEAST_BACK = 0.5, 0.97
# The bound that is broken where one wished edit alone takes more of another wished metric than was wished.
ANOTHER = "others"
_LEAST_STRENGTH = 0.02
# Beyond this an edit takes away nearly all it knows, and where it ends begins to be seen.
_MOST_STRENGTH = 0.85


@dataclass(frozen=True)
class Seen:
    """What a try looks like when it is measured again.

    Attributes:
        shares: How much less of each wished metric there is, as a share of what there was.
        broken: A bound that is broken, or None: the reason to take all edits back a little.
    """

    shares: Mapping[str, float]
    broken: str | None = None


@dataclass(frozen=True)
class Aim:
    """What one metric should lose: at least `least`, and never more than `most`, as shares of what there was."""

    least: float
    most: float

    @property
    def middle(self) -> float:
        """Where to aim."""
        return self.least + (self.most - self.least) * _AIM


def solve(aims: Mapping[str, Aim], look: Callable[[Strengths], Seen]) -> Strengths:
    """This function will find the strengths at which every metric loses what it should, as far as it can.

    The edits act on each other, so all are tried together: each strength is moved by what its own metric still lacks,
    with the elasticity that its last two tries showed (a secant in logarithms).

    Args:
        aims: By metric.
        look: Edits, measures again, and says what it saw.

    Returns:
        Strengths, 0-_MOST_STRENGTH. They may still be too strong by a little: `held_back` sees to that.
    """
    strengths = {name: min(_MOST_STRENGTH, aim.middle / _FULL_EFFECT) for name, aim in aims.items()}
    elasticity = dict.fromkeys(aims, 1.0)
    last: tuple[Strengths, Mapping[str, float]] | None = None
    for _ in range(_ROUNDS):
        seen = look(strengths).shares
        if all(_settled(aims[name], seen[name], strengths[name]) for name in aims):
            break
        if last is not None:
            for name in aims:
                elasticity[name] = _elasticity(
                    (last[0][name], last[1][name]), (strengths[name], seen[name]), elasticity[name]
                )
        last = (strengths, seen)
        strengths = {name: _next(aims[name], seen[name], strengths[name], elasticity[name]) for name in aims}
    return strengths


def held_back(
    aims: Mapping[str, Aim], strengths: Strengths, look: Callable[[Strengths], Seen]
) -> tuple[Strengths, str | None]:
    """This function will take edits back until no metric has lost more than it may and no bound is broken.

    Args:
        aims: By metric.
        strengths: Where to begin.
        look: As for `solve`.

    Returns:
        Strengths that hold, and the bound that cost strength, if one did.
    """
    cost: str | None = None
    for _ in range(_BACKS):
        seen = look(strengths)
        over = {name for name, aim in aims.items() if seen.shares[name] > aim.most}
        if seen.broken is None and not over:
            return strengths, cost
        if seen.broken is None and any(strengths[name] > 0 for name in over):
            strengths = {
                name: _weaker(strength, _back(aims[name], seen.shares[name]) if name in over else 1.0)
                for name, strength in strengths.items()
            }
            continue
        # A bound is broken, or what one edit does to another metric alone is too much for it: less of everything.
        cost = seen.broken or ANOTHER
        strengths = {name: _weaker(strength, _BACK) for name, strength in strengths.items()}
    return dict.fromkeys(strengths, 0.0), cost


def _settled(aim: Aim, share: float, strength: float) -> bool:
    return aim.least <= share <= aim.most or (strength >= _MOST_STRENGTH and share < aim.least)


def _next(aim: Aim, share: float, strength: float, elasticity: float) -> float:
    if aim.least <= share <= aim.most:
        return strength
    lacks = float((aim.middle / max(share, _LEAST_EFFECT)) ** (1 / elasticity))
    return min(_MOST_STRENGTH, max(strength, _LEAST_STRENGTH) * min(max(lacks, 1 / _MOST_STEP), _MOST_STEP))


def _elasticity(before: tuple[float, float], now: tuple[float, float], known: float) -> float:
    """This function will give by how many per cent an effect moved for each per cent of strength."""
    moved = math.log(max(now[0], _LEAST_STRENGTH) / max(before[0], _LEAST_STRENGTH))
    gained = math.log(max(now[1], _LEAST_EFFECT) / max(before[1], _LEAST_EFFECT))
    if abs(moved) < _LEAST_STRENGTH:
        return known
    low, high = _ELASTICITY
    return min(max(gained / moved, low), high)


def _back(aim: Aim, share: float) -> float:
    return min(max(aim.middle / share, _MOST_BACK), _LEAST_BACK)


def _weaker(strength: float, by: float) -> float:
    return strength * by if strength * by > _LEAST_STRENGTH else 0.0
