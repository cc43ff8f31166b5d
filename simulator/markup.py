"""Small pieces of HTML, escaped by construction: the only place where tags are written."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from markupsafe import Markup, escape

_EMPTY = frozenset({"img", "hr"})


def element(
    tag: str,
    *children: str,
    style: Mapping[str, str] | None = None,
    **attributes: str | int | None,
) -> Markup:
    """This function will write one element; text children and attribute values are escaped, Markup is kept.

    Args:
        tag: the tag, a constant of the caller.
        children: text or Markup.
        style: CSS made by `simulator.looks`.
        attributes: `class_` for class, `data_x` for data-x; None leaves the attribute out.
    """
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    if style:
        named["style"] = ";".join(f"{name}:{value}" for name, value in style.items())
    written = join(
        Markup(' {}="{}"').format(name, value) for name, value in named.items() if value is not None
    )
    opened = Markup("<{}{}>").format(Markup(tag), written)  # noqa: S704 - the tag is a constant of the caller
    if tag in _EMPTY:
        return opened
    closed = Markup("</{}>").format(Markup(tag))  # noqa: S704 - the tag is a constant of the caller
    return opened + join(children) + closed


def join(parts: Iterable[str]) -> Markup:
    """This function will put pieces together, escaping those that are plain text."""
    return Markup("").join(escape(part) for part in parts)


def tap(action: object) -> dict[str, str | int | None]:
    """This function will make the attributes of something that can be tapped; empty if there is no action."""
    if not isinstance(action, Mapping) or not isinstance(action.get("type"), str):
        return {}
    return {"data_action": orjson.dumps(_plain(action)).decode()}


def tappable(action: object) -> dict[str, str | int | None]:
    """This function will make the attributes of a tappable element that is no button by itself."""
    attributes = tap(action)
    if not attributes or not isinstance(action, Mapping):
        return {}
    label = action.get("label")
    named = {"aria_label": label} if isinstance(label, str) and label else {}
    return {**attributes, "role": "button", "tabindex": 0, **named}


def _plain(action: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in action.items() if isinstance(value, str | int | float | dict)}
