"""What goes wrong at LINE next: faults scripted by a test or switched on in the demo."""

from collections import defaultdict, deque
from enum import StrEnum


class Fault(StrEnum):
    """One way in which LINE lets a request down.

    TIMEOUT is never accepted and not answered while the caller waits; TIMEOUT_AFTER is accepted first. ERROR_BEFORE
    and ERROR_AFTER answer 500 before and after acceptance.
    """

    TIMEOUT = "timeout"
    TIMEOUT_AFTER = "timeout_after"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    UNAUTHORIZED = "unauthorized"
    RATE = "rate"
    MONTHLY = "monthly"


AFTER_ACCEPTANCE = frozenset({Fault.TIMEOUT_AFTER, Fault.ERROR_AFTER})
EVERY_ENDPOINT = "*"
SENDING = "send"
_SENDING_ENDPOINTS = frozenset({"reply", "push", "multicast"})


class FaultScript:
    """The faults still to come, per endpoint name ("reply", "push", "content", …).

    "send" is whichever of reply, push and multicast is called next, "*" whatever is called next.

    Attributes:
        hang_seconds: how long a timeout keeps its caller waiting if the caller does not hang up first.
    """

    def __init__(self, hang_seconds: float = 30.0) -> None:
        self.hang_seconds = hang_seconds
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def script(self, endpoint: str, fault: Fault, times: int = 1) -> None:
        """This function will let the next calls of an endpoint fail.

        Args:
            endpoint: the endpoint's name, "send" or "*".
            fault: how it fails.
            times: how many calls in a row.
        """
        self._waiting[endpoint].extend([fault] * times)

    def take(self, endpoint: str) -> Fault | None:
        """This function will use up the next fault of an endpoint, if one is waiting."""
        groups = (SENDING, EVERY_ENDPOINT) if endpoint in _SENDING_ENDPOINTS else (EVERY_ENDPOINT,)
        for name in (endpoint, *groups):
            if self._waiting[name]:
                return self._waiting[name].popleft()
        return None

    def clear(self) -> None:
        self._waiting.clear()

    @property
    def waiting(self) -> dict[str, list[str]]:
        return {name: [fault.value for fault in faults] for name, faults in self._waiting.items() if faults}
