"""One call to the platform and its answer, in the shapes LINE uses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel

from simulator.channels import DoubleChannel
from simulator.contract import Fault
from simulator.platform import Platform

INVALID_TOKEN = (
    "Authentication failed due to the following reason: invalid token. "  # noqa: S105 - words of LINE, no secret
    "Confirm that the access token in the authorization header is valid."
)
RATE_EXCEEDED = "The API rate limit has been exceeded. Try again later."
MONTHLY_LIMIT = "You have reached your monthly limit."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform answers: JSON, bytes or nothing."""

    status: int = 200
    body: dict[str, Any] | list[Any] | bytes = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    @property
    def written(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else orjson.dumps(self.body)


@dataclass(frozen=True, slots=True)
class Call:
    """One request after its channel was found; `channel` is the first one where no bearer token is asked for."""

    platform: Platform
    channel: DoubleChannel
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    request_id: str
    now: datetime

    @property
    def json(self) -> Any:  # noqa: ANN401 - checked against the endpoint's model before it comes here
        return orjson.loads(self.body)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation of the platform.

    Attributes:
        name: what faults are scripted by.
        method: the HTTP method.
        path: the route, with `{parts}`.
        answer: what it does.
        model: the closed model of its JSON body, if it takes one.
        needs_token: whether a channel access token is asked for.
        on_data_host: whether it lives on LINE's other host, for contents.
    """

    name: str
    method: str
    path: str
    answer: Callable[[Call], Answer]
    model: type[BaseModel] | None = None
    needs_token: bool = True
    on_data_host: bool = False


def refuse(status: int, message: str, details: Sequence[Fault] = ()) -> Answer:
    """This function will make an error answer in LINE's shape."""
    body: dict[str, Any] = {"message": message}
    if details:
        body["details"] = [{"message": fault.message, "property": fault.path} for fault in details]
    return Answer(status, body)
