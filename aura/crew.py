"""The workers of a process, from getting ready to the end of their last round."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import structlog

from aura.bells import Bell, Worker, at_work, drain
from aura.roles import ProcessRole
from aura.settings import Settings
from aura.store import Store
from aura.work import workers_of
from aura.workplace import Workplace, open_workplace

log = structlog.get_logger(__name__)


class Crew:
    """Whoever does the due work of this process's roles."""

    def __init__(
        self,
        settings: Settings,
        *,
        roles: frozenset[ProcessRole],
        store: Store,
        clock: Callable[[], datetime],
        bell: Bell,
    ) -> None:
        """This will name who is to work; nobody does before one of the two blocks is entered.

        Args:
            settings: Of this deployment.
            roles: What this process is there for.
            store: What it keeps things in.
            clock: What time it is, aware UTC.
            bell: Wakes the workers.
        """
        self._settings = settings
        self._roles = roles
        self._store = store
        self._clock = clock
        self._bell = bell
        self._workers: list[Worker] = []
        self._place: Workplace | None = None
        self._ready = asyncio.Event()

    @property
    def is_ready(self) -> bool:
        """Whether everybody works, and who reads photos has tried it and lives."""
        return self._ready.is_set() and (self._place is None or self._place.can_read)

    @property
    def understanding(self) -> Mapping[str, Any] | None:
        """How often an engine elsewhere answered and the embedded one did instead; None where there is none."""
        return None if self._place is None else self._place.understanding

    async def ready(self) -> None:
        """This will wait until everybody works."""
        await self._ready.wait()

    async def drain(self) -> int:
        """This will do everything that is due now, and say how many rows that were."""
        return await drain(self._workers)

    @asynccontextmanager
    async def on_call(self) -> AsyncIterator[None]:
        """This will have them there until the block is left, working only when drained."""
        async with self._hired() as self._workers:
            yield
        self._workers = []

    @asynccontextmanager
    async def working_beside(self) -> AsyncIterator[None]:
        """This will get them ready and let them work, while the block goes on."""
        over = asyncio.Event()

        async def work() -> None:
            async with self._hired() as workers, at_work(workers, bell=self._bell):
                self._workers = workers
                # What is due is done meanwhile; the first photo waits for the same models.
                warming = asyncio.create_task(self._warm_up(), name="warm up")
                warming.add_done_callback(_say_if_it_failed)
                await over.wait()
                warming.cancel()

        working = asyncio.create_task(work(), name="work")
        working.add_done_callback(_say_if_it_failed)
        try:
            yield
        finally:
            over.set()
            await asyncio.wait([working])  # how it ended was said when it happened
            self._ready.clear()
            self._workers, self._place = [], None

    async def _warm_up(self) -> None:
        if self._place is not None:
            await self._place.warm_up()
        self._ready.set()
        log.info("service.ready", workers=[worker.name for worker in self._workers])

    @asynccontextmanager
    async def _hired(self) -> AsyncIterator[list[Worker]]:
        if self._roles == {ProcessRole.WEB}:
            yield []
            return
        async with open_workplace(
            self._settings, roles=self._roles, store=self._store, clock=self._clock
        ) as place:
            self._place = place
            yield workers_of(place, roles=self._roles, bell=self._bell)


def _say_if_it_failed(working: asyncio.Task[None]) -> None:
    """This will say so loudly if the workers could not be made: what comes in is kept, and nobody answers it."""
    if not working.cancelled() and (error := working.exception()) is not None:
        log.critical("service.cannot_work", error=type(error).__name__, exc_info=error)
