"""Would LINE take this message? The strict check of everything a bot sends out, naming the place that is wrong.

LINE's published specification lets most wrong Flex pass, and the SDK drops what it doesn't know: so the rules of
LINE's reference stand here a second time, as closed models, usable with nothing but this package.

Source: LINE developers, Messaging API reference; facts of sections 1.4 and 3.2 were checked against its samples.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simulator.message_objects import MESSAGES

MAX_BUBBLE_BYTES = 30_000
MAX_CAROUSEL_BYTES = 50_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where (a JSON path such as `messages[0].contents.body`) and what."""

    path: str
    message: str


def check_messages(messages: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """This function will name everything LINE would refuse in the messages of one call.

    Args:
        messages: 1-5 message objects as plain JSON values.

    Returns:
        The faults in the order they stand in the messages; empty if LINE would take them.
    """
    document = {"messages": list(messages)}
    try:
        MESSAGES.validate_python(document["messages"])
    except ValidationError as error:
        return [_fault(found, document, ("messages",)) for found in error.errors()]
    return _size_faults(document["messages"])


def check_request(model: type[BaseModel], body: object) -> list[Fault]:
    """This function will name everything LINE would refuse in a whole request body.

    Args:
        model: one of the request models of `simulator.requests_taken`.
        body: the parsed JSON body.

    Returns:
        The faults; empty if LINE would take the request.
    """
    try:
        model.model_validate(body)
    except ValidationError as error:
        return [_fault(found, body, ()) for found in error.errors()]
    if isinstance(body, dict) and isinstance(body.get("messages"), list):
        return _size_faults(body["messages"])
    return []


def _fault(found: ErrorDetails, document: object, prefix: tuple[str, ...]) -> Fault:
    message = found["msg"].removeprefix("Value error, ")
    if found["type"] == "extra_forbidden":
        message = "unknown property"
    return Fault(_json_path(document, (*prefix, *found["loc"])), message)


def _json_path(document: object, loc: tuple[int | str, ...]) -> str:
    """Walk the document along pydantic's location, leaving out the union tags that are no part of the JSON."""
    path = ""
    here = document
    above: int | str = ""
    for step in loc:
        if isinstance(step, int):
            path += f"[{step}]"
            here = here[step] if isinstance(here, list) and step < len(here) else None
            above = step
            continue
        if _is_tag(step, here, above):
            above = ""
            continue
        path += f".{step}" if path else step
        here = here.get(step) if isinstance(here, dict) else None
        above = step
    return path


def _is_tag(step: str, here: object, above: int | str) -> bool:
    """A tag follows at once on reaching a tagged object; quick reply items are the one untagged kind like it."""
    return (
        above != ""
        and isinstance(here, dict)
        and here.get("type") == step
        and not (step == "action" and "action" in here)
    )


def _size_faults(messages: Sequence[Mapping[str, Any]]) -> list[Fault]:
    faults = []
    for index, message in enumerate(messages):
        if message.get("type") != "flex":
            continue
        contents = message["contents"]
        here = f"messages[{index}].contents"
        if contents["type"] == "bubble":
            faults += _too_large(here, contents, MAX_BUBBLE_BYTES, "a bubble")
            continue
        faults += _too_large(here, contents, MAX_CAROUSEL_BYTES, "a carousel")
        for number, bubble in enumerate(contents["contents"]):
            faults += _too_large(f"{here}.contents[{number}]", bubble, MAX_BUBBLE_BYTES, "a bubble")
    return faults


def _too_large(path: str, part: object, limit: int, name: str) -> list[Fault]:
    size = len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())
    return [Fault(path, f"{name} is at most {limit} bytes of JSON, has {size}")] if size > limit else []
