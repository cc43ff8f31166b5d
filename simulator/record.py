"""What the double was asked and what was wrong with it: every request and every violation is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from simulator.contract import Fault


@dataclass(slots=True)
class KeptRequest:
    """One request as it came, with its answer; headers without the ones that carry secrets."""

    at: datetime
    endpoint: str
    method: str
    path: str
    query: dict[str, str]
    host: str
    headers: dict[str, str]
    body: bytes
    request_id: str
    channel: str | None = None
    status: int = 0
    answer: bytes = b""
    fault: str | None = None

    @property
    def json(self) -> Any:  # noqa: ANN401 - a JSON body may be anything
        return orjson.loads(self.body) if self.body else None

    @property
    def retry_key(self) -> str | None:
        return self.headers.get("x-line-retry-key")


@dataclass(frozen=True, slots=True)
class Violation:
    """One request that broke LINE's contract, and each place where it did."""

    method: str
    path: str
    faults: tuple[Fault, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook the double posted, and the status it was answered with."""

    at: datetime
    channel: str
    events: list[dict[str, Any]]
    status: int
    is_redelivery: bool


@dataclass(slots=True)
class Record:
    """Everything kept since the double was made."""

    requests: list[KeptRequest] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
