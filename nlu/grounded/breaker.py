"""A circuit breaker: after some failures in a row nobody is asked for a while, so that no customer waits in vain."""

from datetime import datetime, timedelta
from threading import Lock


class Breaker:
    """Counts failures in a row. Safe to share between threads; it is told what time it is."""

    def __init__(self, *, failures: int = 3, rest: timedelta = timedelta(minutes=1)) -> None:
        """This function will begin closed.

        Args:
            failures: So many in a row open it.
            rest: How long it stays open; then one try is let through.
        """
        self._most = failures
        self._rest = rest
        self._failures = 0
        self._open_until: datetime | None = None
        self._lock = Lock()

    def lets_through(self, now: datetime) -> bool:
        """This function will say whether to try now (aware UTC); of those that come after a rest, the first only."""
        with self._lock:
            if self._open_until is None:
                return True
            if now < self._open_until:
                return False
            self._open_until = now + self._rest
            return True

    def has_answered(self) -> None:
        """This function will close it."""
        with self._lock:
            self._failures, self._open_until = 0, None

    def has_failed(self, now: datetime) -> bool:
        """This function will count a failure (aware UTC), and say whether it opened by this one."""
        with self._lock:
            self._failures += 1
            if self._failures < self._most:
                return False
            was_open = self._open_until is not None
            self._open_until = now + self._rest
            return not was_open
