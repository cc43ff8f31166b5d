"""The floors: what the understanding must reach, and what has fallen below it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlu.told import read_told

FILE = Path(__file__).parent / "floors.yml"
_ANY = "any"


def files_with_floors() -> tuple[str, ...]:
    """This function will name the files that have floors of their own."""
    return tuple(name for name in read_told(FILE) if name != _ANY)


def below_floors(figures: Mapping[str, Any], *, name: str) -> tuple[str, ...]:
    """This function will say which figures are not what the floors demand, one sentence each.

    Args:
        figures: What `nlu.evaluate.evaluate` gave.
        name: The name of the evaluated file; files without floors of their own are held to those of `any`.

    A figure that could not be measured (None) breaks its floor: a file without side effects proves nothing about them.
    """
    content: Mapping[str, Mapping[str, Mapping[str, float]]] = read_told(FILE)
    floors = content.get(name, content[_ANY])
    low = [
        f"{figure} is {figures[figure]}, at least {bar} is demanded"
        for figure, bar in floors.get("least", {}).items()
        if figures[figure] is None or figures[figure] < bar
    ]
    high = [
        f"{figure} is {figures[figure]}, at most {bar} is allowed"
        for figure, bar in floors.get("most", {}).items()
        if figures[figure] is None or figures[figure] > bar
    ]
    return (*low, *high)
