"""Who watches a clinic's pages, and how they hear that something changed.

Only the fact travels here ("something changed in this clinic"), never a rendered page: each watcher looks again by
itself, in its own language and with its own rights.
"""

import asyncio
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from insights.changes import newest_change
from workflow.unit_of_work import Sessions, in_transaction


class Watch:
    """One open page."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """This will tell the page, from any thread, that something changed."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._changed.set)

    async def change(self, *, within: float) -> bool:
        """This will wait for a change, at most so many seconds, and say whether there was one."""
        try:
            async with asyncio.timeout(within):
                await self._changed.wait()
        except TimeoutError:
            return False
        self._changed.clear()
        return True


class Changes:
    """The open pages of all clinics.

    `publish` is called by whoever committed in this process. Changes of other processes are found by looking: while
    somebody watches a clinic, its stamp is compared every `every` seconds.
    """

    def __init__(self, sessions: Sessions, *, every: float = 1.0) -> None:
        """This will watch nothing yet.

        Args:
            sessions: Where the stamps are read.
            every: Seconds between two looks.
        """
        self._sessions = sessions
        self._every = every
        self._watches: dict[uuid.UUID, set[Watch]] = {}
        self._lookers: dict[uuid.UUID, asyncio.Task[None]] = {}
        self._lock = threading.Lock()
        self.closed = False

    def publish(self, clinic_id: uuid.UUID) -> None:
        """This will wake the open pages of a clinic; from any thread, at any time."""
        with self._lock:
            watches = list(self._watches.get(clinic_id, ()))
        for watch in watches:
            watch.wake()

    def close(self) -> None:
        """This will let every open page end, so that the server can stop."""
        self.closed = True
        with self._lock:
            clinic_ids = list(self._watches)
        for clinic_id in clinic_ids:
            self.publish(clinic_id)

    @contextmanager
    def watch(self, clinic_id: uuid.UUID) -> Iterator[Watch]:
        """This will keep a page among those that are told, until it is left."""
        watch = Watch()
        with self._lock:
            self._watches.setdefault(clinic_id, set()).add(watch)
            if clinic_id not in self._lookers:
                self._lookers[clinic_id] = asyncio.create_task(self._keep_looking(clinic_id))
        try:
            yield watch
        finally:
            with self._lock:
                self._watches[clinic_id].discard(watch)
                if not self._watches[clinic_id]:
                    del self._watches[clinic_id]
                    self._lookers.pop(clinic_id).cancel()

    async def _keep_looking(self, clinic_id: uuid.UUID) -> None:
        """This will wake the clinic's pages when its stamp differs.

        If looking fails the pages are woken as well: each then fails by itself and ends, and its browser connects
        again.
        """
        try:
            seen = await asyncio.to_thread(self._stamp, clinic_id)
            while True:
                await asyncio.sleep(self._every)
                newest = await asyncio.to_thread(self._stamp, clinic_id)
                if newest != seen:
                    seen = newest
                    self.publish(clinic_id)
        finally:
            self.publish(clinic_id)

    def _stamp(self, clinic_id: uuid.UUID) -> object:
        return in_transaction(self._sessions, newest_change, clinic_id=clinic_id)
