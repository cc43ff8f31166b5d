"""What time is it in the demo and the tests: a clock that stands still until someone moves it."""

from datetime import UTC, datetime, timedelta


class SimulatedClock:
    """A clock that moves only when told; an instance is also callable, as a plain `clock()`."""

    def __init__(self, start: datetime) -> None:
        self._now = _aware_utc(start)

    def __call__(self) -> datetime:
        return self._now

    def now(self) -> datetime:
        """This function will return the simulated instant, aware UTC."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """This function will move the clock forward and return the new instant.

        Raises:
            ValueError: `by` is negative; work done at a later instant can't be undone.
        """
        if by < timedelta(0):
            raise ValueError(f"the clock can't go back by {-by}")
        self._now += by
        return self._now

    def set(self, instant: datetime) -> None:
        """This function will put the clock on an instant, also an earlier one."""
        self._now = _aware_utc(instant)


def _aware_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(UTC)
