"""Who watches a clinic's pages, and how they hear that something changed.

Only the fact travels here ("something changed in this clinic", "about this customer"), never a rendered page: each
watcher looks again by itself, in its own language and with its own rights.
"""

import asyncio
import threading
import uuid
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from insights.changes import Stamp, newest_change
from workflow.unit_of_work import Sessions, in_transaction

log = structlog.get_logger(__name__)


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
    """The open pages of all clinics and their customers.

    `publish` is called by whoever hears of a commit. What nobody tells of is found by looking: while somebody watches
    a page of a clinic, its stamp is compared every `every` seconds.
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
        self._open: Counter[uuid.UUID] = Counter()  # pages open of each clinic, its customers' included
        self._lookers: dict[uuid.UUID, asyncio.Task[None]] = {}
        self._lock = threading.Lock()
        self.closed = False

    def publish(self, watched_id: uuid.UUID) -> None:
        """This will wake the open pages of a clinic, or those of a customer; from any thread, at any time."""
        with self._lock:
            watches = list(self._watches.get(watched_id, ()))
        for watch in watches:
            watch.wake()

    def publish_all(self, watched_ids: Collection[uuid.UUID]) -> None:
        """This will wake the open pages of all these clinics and customers."""
        for watched_id in watched_ids:
            self.publish(watched_id)

    def wake(self) -> None:
        """This will wake every open page."""
        with self._lock:
            watched_ids = list(self._watches)
        self.publish_all(watched_ids)

    def close(self) -> None:
        """This will let every open page end, so that the server can stop."""
        self.closed = True
        self.wake()

    @contextmanager
    def watch(self, clinic_id: uuid.UUID, customer_id: uuid.UUID | None = None) -> Iterator[Watch]:
        """This will keep a page among those that are told, until it is left.

        Args:
            clinic_id: Whose page it is.
            customer_id: The one customer it is about; otherwise it hears of everything in the clinic.
        """
        watch = Watch()
        watched_id = customer_id or clinic_id
        with self._lock:
            self._watches.setdefault(watched_id, set()).add(watch)
            self._open[clinic_id] += 1
            if clinic_id not in self._lookers:
                self._lookers[clinic_id] = asyncio.create_task(self._keep_looking(clinic_id))
        try:
            yield watch
        finally:
            with self._lock:
                self._leave(watch, watched_id, clinic_id)

    def _leave(self, watch: Watch, watched_id: uuid.UUID, clinic_id: uuid.UUID) -> None:
        self._watches[watched_id].discard(watch)
        if not self._watches[watched_id]:
            del self._watches[watched_id]
        self._open[clinic_id] -= 1
        if not self._open[clinic_id]:
            del self._open[clinic_id]
            self._lookers.pop(clinic_id).cancel()

    async def _keep_looking(self, clinic_id: uuid.UUID) -> None:
        """This will wake the clinic's pages when its stamp differs, and those of the customers it differs by.

        When looking fails all pages are woken: each then fails by itself and ends, and its browser connects again.
        """
        seen: Stamp | None = None
        while True:
            try:
                newest = await asyncio.to_thread(self._stamp, clinic_id)
            except SQLAlchemyError as error:
                log.warning("changes.not_looked_at", clinic_id=str(clinic_id), error=type(error).__name__)
                self.wake()
            else:
                if seen is not None and newest != seen:
                    self.publish_all({clinic_id, *newest.customers_since(seen)})
                seen = newest
            await asyncio.sleep(self._every)

    def _stamp(self, clinic_id: uuid.UUID) -> Stamp:
        return in_transaction(self._sessions, newest_change, clinic_id=clinic_id)
