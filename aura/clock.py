"""What time it is. The only place, beside the demo's own clock, where the real clock is read."""

from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """This will give the real time, aware UTC."""
    return datetime.now(UTC)


class MovableClock:
    """The real time, moved ahead by whoever shows the demo: it runs, and can be set forward."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return self.now()

    def now(self) -> datetime:
        """This will give the moved time, aware UTC."""
        return real_now() + self._ahead

    def advance(self, by: timedelta) -> datetime:
        """This will move the clock forward and give the new time.

        Raises:
            ValueError: `by` is negative; what was done later can't be undone.
        """
        if by < timedelta(0):
            raise ValueError(f"the clock can't go back by {-by}")
        self._ahead += by
        return self.now()
