"""The alarm clock: rings the jobs every so often, from memory. It remembers nothing; the rows do.

APScheduler's own job stores lose work when a process dies and double it when two share one (facts/ENGINE.md
section 3), so only its memory store is used.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class AlarmClock:
    """Rings each bell at its interval while it runs."""

    def __init__(self, bells: Mapping[str, tuple[timedelta, Callable[[], Awaitable[None]]]]) -> None:
        """This will set the clock up; nothing rings before `start`.

        Args:
            bells: Name of each bell, how often it rings, and what it calls. A bell that is still busy when it
                should ring again is not rung twice; rings missed meanwhile are one ring.
        """
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for name, (every, ring) in bells.items():
            self._scheduler.add_job(
                ring,
                "interval",
                seconds=every.total_seconds(),
                id=name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """This will start ringing, inside the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """This will stop ringing; a bell that is being answered is not cut off."""
        self._scheduler.shutdown(wait=False)
