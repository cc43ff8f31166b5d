"""How many people may still be written to this month, per channel.

Replies are free; pushes and multicasts count one per person who receives them.

Source: LINE developers, "Messaging API pricing"; the month is taken in Japan's time, where LINE bills. That border
is LINE's practice as far as known, not written in its reference.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

_BILLING_ZONE = ZoneInfo("Asia/Tokyo")


@dataclass(slots=True)
class Quota:
    """The monthly limit of one channel and what was used of it; `limit` None is "no limit"."""

    limit: int | None
    _used: dict[tuple[int, int], int] = field(default_factory=dict)
    replies: int = 0

    def used(self, *, now: datetime) -> int:
        return self._used.get(_month(now), 0)

    def takes(self, people: int, *, now: datetime) -> bool:
        return self.limit is None or self.used(now=now) + people <= self.limit

    def spend(self, people: int, *, now: datetime) -> None:
        self._used[_month(now)] = self.used(now=now) + people


def _month(now: datetime) -> tuple[int, int]:
    local = now.astimezone(_BILLING_ZONE)
    return local.year, local.month
