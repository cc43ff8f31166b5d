"""A circuit breaker as three small functions: a server that fails is left alone for a while, then tried with one request."""

from dataclasses import dataclass

MOST_FAILURES = 3
"""Failures in a row that open the circuit: one may be chance, and each costs whoever waits up to 1.5 s."""

REST_SECONDS = 10.0
"""How long an open circuit rests before one request tries again; Rasa takes 6-17 s to start (measured)."""


@dataclass(frozen=True)
class Breaker:
    """What is known of a server.

    Attributes:
        failures: How many requests in a row have failed.
        rests_until: Open until this time, in seconds of a steady clock; None is closed.
    """

    failures: int = 0
    rests_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the server is left alone, or only tried."""
        return self.rests_until is not None


def ask(breaker: Breaker, *, at: float) -> Breaker | None:
    """This function will allow a request, or None where the server is to be left alone.

    Args:
        breaker: How it stands.
        at: What a steady clock says, in seconds.

    Returns:
        How it stands while the request is under way: an open circuit lets one pass and rests again meanwhile.
    """
    if breaker.rests_until is None:
        return breaker
    if at < breaker.rests_until:
        return None
    return Breaker(breaker.failures, at + REST_SECONDS)


def after_failure(breaker: Breaker, *, at: float) -> Breaker:
    """This function will count a failure, and open the circuit at the third in a row."""
    failures = breaker.failures + 1
    return Breaker(failures, at + REST_SECONDS if failures >= MOST_FAILURES else None)


def after_answer() -> Breaker:
    """This function will forget every failure."""
    return Breaker()
