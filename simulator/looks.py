"""From Flex values to CSS: every value is looked up or matched whole, nothing is passed on as it came.

Sizes in pixels are those LINE's Flex Message Simulator shows for its keywords.
"""

import re
from collections.abc import Mapping
from typing import Any

TEXT_SIZES = {
    "xxs": 11,
    "xs": 13,
    "sm": 14,
    "md": 16,
    "lg": 19,
    "xl": 22,
    "xxl": 29,
    "3xl": 35,
    "4xl": 48,
    "5xl": 74,
}
STEPS = {"none": 0, "xs": 2, "sm": 4, "md": 8, "lg": 12, "xl": 16, "xxl": 20}
RADII = {"none": 0, "xs": 2, "sm": 4, "md": 8, "lg": 12, "xl": 16, "xxl": 20}
BORDERS = {"none": 0, "light": 0.5, "normal": 1, "medium": 2, "semi-bold": 3, "bold": 4}
IMAGE_SIZES = {
    "xxs": 40,
    "xs": 60,
    "sm": 80,
    "md": 100,
    "lg": 120,
    "xl": 140,
    "xxl": 160,
    "3xl": 180,
    "4xl": 200,
    "5xl": 220,
}
BUBBLES = {"nano": 120, "micro": 160, "deca": 220, "hecto": 241, "kilo": 260, "mega": 300, "giga": 386}

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?")
_LENGTH = re.compile(r"-?\d{1,5}(?:\.\d{1,4})?(?:px|%)")
_ANGLE = re.compile(r"\d{1,3}(?:\.\d{1,4})?deg")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,4})?%")
_RATIO = re.compile(r"(\d{1,6}):(\d{1,6})")

Json = Mapping[str, Any]
Style = dict[str, str]


def length(value: object, table: Mapping[str, float] = STEPS) -> str | None:
    """This function will turn a keyword of the table, or a length in px or %, into CSS; None for anything else."""
    if not isinstance(value, str):
        return None
    if value in table:
        return f"{table[value]}px"
    return value if _LENGTH.fullmatch(value) else None


def colour(value: object) -> str | None:
    """This function will take a colour as LINE writes them, #RRGGBB or #RRGGBBAA; None for anything else."""
    return value if isinstance(value, str) and _COLOUR.fullmatch(value) else None


def ratio(value: object) -> str:
    """This function will turn `20:13` into CSS; `1/1` for anything else."""
    found = _RATIO.fullmatch(value) if isinstance(value, str) else None
    return f"{int(found[1])}/{max(int(found[2]), 1)}" if found else "1/1"


def whole(value: object) -> int | None:
    """This function will take a whole number from 0 to 1000; None for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and isinstance(value, int) and 0 <= value <= 1000 else None  # noqa: PLR2004 - a cap


def one_of(value: object, table: Mapping[str, str]) -> str | None:
    return table.get(value) if isinstance(value, str) else None


def keep(style: Mapping[str, str | None]) -> Style:
    """This function will drop the properties without a value."""
    return {name: value for name, value in style.items() if value is not None}


def gradient(background: object) -> str | None:
    """This function will turn a linear gradient of LINE into CSS; None for anything else."""
    if not isinstance(background, Mapping) or background.get("type") != "linearGradient":
        return None
    start, end = colour(background.get("startColor")), colour(background.get("endColor"))
    if start is None or end is None:
        return None
    angle = background.get("angle")
    middle = colour(background.get("centerColor"))
    at = background.get("centerPosition")
    place = at if isinstance(at, str) and _PERCENT.fullmatch(at) else "50%"
    stops = [start, *([f"{middle} {place}"] if middle else []), end]
    turned = angle if isinstance(angle, str) and _ANGLE.fullmatch(angle) else "0deg"
    return f"linear-gradient({turned},{','.join(stops)})"


def placed(part: Json, parent: str, *, is_first: bool) -> Style:
    """This function will place a component in its parent box: margin, offsets, share of the room.

    Args:
        part: the component.
        parent: the layout of the box around it.
        is_first: the first component has no margin before it.
    """
    is_absolute = part.get("position") == "absolute"
    margin = None if is_first or is_absolute else length(part.get("margin"))
    offsets = {
        "top": length(part.get("offsetTop")),
        "bottom": length(part.get("offsetBottom")),
        "left": length(part.get("offsetStart")),
        "right": length(part.get("offsetEnd")),
    }
    style: dict[str, str | None] = {
        "margin-top" if parent == "vertical" else "margin-left": margin,
        **offsets,
    }
    if is_absolute:
        style["position"] = "absolute"
    elif any(offsets.values()):
        style["position"] = "relative"
    return keep(style) | _share(part, parent)


def _share(part: Json, parent: str) -> Style:
    """Horizontal parts share the width by `flex`; vertical ones take the height they need unless told otherwise."""
    flex = whole(part.get("flex"))
    kind = part.get("type")
    if kind in {"icon", "separator"}:
        return {}
    if parent == "vertical":
        return {"flex": f"{flex} 0 auto"} if flex else {}
    if flex == 0 or (kind == "box" and part.get("width") and flex is None):
        return {"flex": "0 0 auto"}
    return {"flex": f"{1 if flex is None else flex} 1 0", "min-width": "0"}
