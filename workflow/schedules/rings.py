"""Which of the times that have come is rung for, and which is next: decided by rule, without a clock or a store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Following = Callable[[datetime], datetime]


@dataclass(frozen=True, kw_only=True)
class Missed:
    """What happens to times at which nobody was there to ring.

    Attributes:
        each: Every missed time is rung for, one after the other; if not, only the latest of them.
        not_older_than: A time that is longer ago than this is passed over; None rings however late.
    """

    each: bool = False
    not_older_than: timedelta | None = None

    def is_too_old(self, slot: datetime, *, now: datetime) -> bool:
        """This will say whether a time is so long ago that it is not worth ringing for any more."""
        return self.not_older_than is not None and now - slot > self.not_older_than


@dataclass(frozen=True)
class Turn:
    """What a schedule's turn comes to.

    Attributes:
        slot: The time that is rung for; None when all that have come are too old.
        next_run_at: When it is the schedule's turn again.
    """

    slot: datetime | None
    next_run_at: datetime


def decide(due_at: datetime, *, now: datetime, following: Following, missed: Missed) -> Turn:
    """This will decide what a schedule does whose time has come.

    Args:
        due_at: The first time not rung for yet; not after `now` (aware UTC).
        now: Aware UTC.
        following: Gives the first time strictly after an instant at which it rings.
        missed: The rule for times that were missed.
    """
    slot, next_run_at = due_at, following(due_at)
    while next_run_at <= now and (not missed.each or missed.is_too_old(slot, now=now)):
        slot, next_run_at = next_run_at, following(next_run_at)
    return Turn(None if missed.is_too_old(slot, now=now) else slot, next_run_at)
