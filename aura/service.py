"""The running service, built from the rooms in one place."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime

import structlog
from fastapi import FastAPI, Response

from aura.bells import Bell, Worker, drain
from aura.clinics import set_up_clinics
from aura.clock import real_now
from aura.doors import picture_door, webhook_door
from aura.pages import Pages
from aura.settings import Settings
from aura.work import open_work
from bot.intake import Intake
from workflow.scans import FolderPhotos
from workflow.unit_of_work import make_engine, make_sessions, migrate

log = structlog.get_logger(__name__)


class Service:
    """Everything of one process: the web app, and the workers that do what is due.

    Attributes:
        app: The web app. It starts and stops the service by its lifespan. Pages are added by `pages.add_to`.
        sessions: The factory of sessions.
        known: Where the clinics and channels stand in the store.
    """

    def __init__(
        self, settings: Settings, *, clock: Callable[[], datetime] = real_now, works_by_itself: bool = True
    ) -> None:
        """This will open the store, bring it up to date and build the app; nothing runs before `running`.

        Args:
            settings: Of this deployment.
            clock: What time it is, aware UTC.
            works_by_itself: False leaves due work until `drain` is called, for stories and tests.
        """
        settings.var.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.clock = clock
        self._works_by_itself = works_by_itself
        self._bell = Bell()
        self._engine = make_engine(settings.database)
        migrate(self._engine)
        self.sessions = make_sessions(self._engine)
        self.known = set_up_clinics(self.sessions, settings=settings, now=clock())
        self._photos = FolderPhotos(settings.var / "photos", clock=real_now)
        self._intake = Intake(self.sessions, clock, self._bell.ring)
        self.pages = Pages(
            settings, known=self.known, sessions=self.sessions, clock=clock, photos=self._photos
        )
        self._workers: list[Worker] = []
        self._ready = asyncio.Event()
        self.app = self._make_app()

    def _make_app(self) -> FastAPI:
        @asynccontextmanager
        async def living(_: FastAPI) -> AsyncIterator[None]:
            async with self.running():
                yield

        app = FastAPI(title="BN-Aura", lifespan=living, docs_url=None, redoc_url=None, openapi_url=None)
        app.include_router(webhook_door(self.settings, known=self.known, intake=self._intake))
        app.include_router(picture_door(self.settings, photos=self._photos, clock=self.clock))
        app.add_api_route("/health", _alive, include_in_schema=False)
        app.add_api_route("/ready", self._say_whether_ready, include_in_schema=False)
        return app

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Service"]:
        """This will run the service until the block is left.

        Webhooks are taken at once. A service that works by itself gets its workers ready beside that, because
        loading what understands and what sees takes seconds, and LINE waits for two.
        """
        async with AsyncExitStack() as stack:
            await self._intake.start()
            stack.push_async_callback(self._intake.stop)
            if self._works_by_itself:
                await stack.enter_async_context(self._working_beside())
            else:
                self._workers = await stack.enter_async_context(self._work())
            log.info("service.started", database=self._engine.dialect.name)
            yield self
        self._workers = []
        self._ready.clear()
        await asyncio.to_thread(self._engine.dispose)
        log.info("service.stopped")

    def _work(self) -> AbstractAsyncContextManager[list[Worker]]:
        return open_work(
            self.settings,
            known=self.known,
            sessions=self.sessions,
            photos=self._photos,
            clock=self.clock,
            bell=self._bell,
            when_handled=self.pages.something_changed,
            by_itself=self._works_by_itself,
        )

    @asynccontextmanager
    async def _working_beside(self) -> AsyncIterator[None]:
        """This will get the workers ready and let them work, while the block goes on."""
        over = asyncio.Event()

        async def work() -> None:
            async with self._work() as self._workers:
                self._ready.set()
                log.info("service.ready")
                await over.wait()

        working = asyncio.create_task(work(), name="work")
        working.add_done_callback(_say_if_it_failed)
        try:
            yield
        finally:
            over.set()
            await asyncio.wait([working])  # how it ended was said when it happened

    async def ready(self) -> None:
        """This will wait until the workers work."""
        await self._ready.wait()

    async def drain(self) -> int:
        """This will do everything that is due now, and say how many rows that were."""
        return await drain(self._workers)

    def wake(self) -> None:
        """This will let the workers look at once, as after the demo's clock was moved."""
        self._bell.ring()

    async def _say_whether_ready(self) -> Response:
        if self._ready.is_set():
            return Response(b"ready", media_type="text/plain")
        return Response(b"getting ready", status_code=503, media_type="text/plain")


def _say_if_it_failed(working: asyncio.Task[None]) -> None:
    """This will say so loudly if the workers could not be made: what comes in is kept, and nobody answers it."""
    if not working.cancelled() and (error := working.exception()) is not None:
        log.critical("service.cannot_work", error=type(error).__name__, exc_info=error)


async def _alive() -> Response:
    return Response(b"ok", media_type="text/plain")
