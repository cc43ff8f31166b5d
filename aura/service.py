"""The running service, built from the rooms in one place."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
import structlog
from fastapi import FastAPI, Response

from aura.bells import Bell, Worker, drain
from aura.clinics import set_up_clinics
from aura.clock import real_now
from aura.pages import Pages
from aura.settings import Settings
from aura.talk import Talk
from bot.channels.line import LineChannel
from bot.intake import Intake
from scheduler.clock import AlarmClock
from scheduler.jobs.due_follow_ups import DueFollowUps
from scheduler.jobs.read_scans import ReadScans
from scheduler.jobs.tidy import Tidy
from vision import PhotoReader
from workflow.scans import FolderPhotos
from workflow.unit_of_work import make_engine, make_sessions, migrate

LOOK_EVERY = 1.0  # seconds: the net under the bell
RING_EVERY = timedelta(seconds=5)

log = structlog.get_logger(__name__)


class Service:
    """Everything of one process: the web app, and the workers that do what is due.

    Attributes:
        app: The web app. It starts and stops the service by its lifespan.
        sessions: The factory of sessions.
        bell: Wakes the workers.
    """

    def __init__(
        self, settings: Settings, *, clock: Callable[[], datetime] = real_now, works_by_itself: bool = True
    ) -> None:
        """This will open the store and build the app; nothing runs before `running` is entered.

        Args:
            settings: Of this deployment.
            clock: What time it is, aware UTC.
            works_by_itself: False leaves due work until `drain` is called, for stories and tests.
        """
        settings.var.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.clock = clock
        self.bell = Bell()
        self._works_by_itself = works_by_itself
        self._engine = make_engine(settings.database)
        migrate(self._engine)
        self.sessions = make_sessions(self._engine)
        self.known = set_up_clinics(self.sessions, settings=settings, now=clock())
        self.photos = FolderPhotos(settings.var / "photos")
        self.intake = Intake(self.sessions, clock, self.bell.ring)
        self.talk = Talk(
            settings, known=self.known, sessions=self.sessions, clock=clock, photos=self.photos
        )
        self.pages = Pages(settings, known=self.known, sessions=self.sessions, clock=clock, photos=self.photos)
        self._workers: list[Worker] = []
        self.app = self._make_app()

    def _make_app(self) -> FastAPI:
        @asynccontextmanager
        async def living(_: FastAPI) -> AsyncIterator[None]:
            async with self.running():
                yield

        app = FastAPI(title="BN-Aura", lifespan=living, docs_url=None, redoc_url=None, openapi_url=None)
        app.include_router(self.talk.webhook_router(self.intake))
        app.include_router(self.talk.pictures_router())
        self.pages.add_to(app)
        app.add_api_route("/health", _alive, include_in_schema=False)
        return app

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Service"]:
        """This will run the service until the block is left: intake, workers, alarm clock."""
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
            channels = self.talk.open_channels(http)
            for channel in channels.values():
                stack.push_async_callback(channel.close)
            reader = PhotoReader(models=self.settings.models, workers=self.settings.vision_workers)
            stack.callback(reader.close)
            await self.intake.start()
            stack.push_async_callback(self.intake.stop)
            self._workers = self._make_workers(channels, reader)
            if self._works_by_itself:
                await stack.enter_async_context(self._at_work())
            log.info("service.started", database=self._engine.dialect.name)
            yield self
        self._workers = []
        self._engine.dispose()
        log.info("service.stopped")

    def _make_workers(self, channels: dict[uuid.UUID, LineChannel], reader: PhotoReader) -> list[Worker]:
        """This will make one worker for each kind of due work; several processes may run the same."""
        inbox, outbox = self.talk.inbox(channels), self.talk.outbox(channels)
        scans = ReadScans(
            sessions=self.sessions,
            clock=self.clock,
            reader=reader,
            sources=channels,
            photos=self.photos,
            max_bytes=self.settings.bot.photo_max_bytes,
        )
        follow_ups = DueFollowUps(sessions=self.sessions, clock=self.clock, rules=self.known.rules)
        tidy = Tidy(sessions=self.sessions, clock=self.clock)

        async def send_follow_ups() -> int:
            return await asyncio.to_thread(follow_ups.run_due)

        async def tidy_up() -> int:
            return await asyncio.to_thread(tidy.run_due)

        async def handle_inbox() -> int:
            done = await inbox.handle_due()
            if done:
                self.pages.something_changed()
            return done

        work = {
            "inbox": handle_inbox,
            "scans": scans.run_due,
            "follow_ups": send_follow_ups,
            "outbox": outbox.send_due,
            "tidy": tidy_up,
        }
        return [Worker(name, do, bell=self.bell, look_every=LOOK_EVERY) for name, do in work.items()]

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        """This will let the workers work and the alarm clock ring until the block is left."""
        tasks = [asyncio.create_task(worker.run(), name=worker.name) for worker in self._workers]

        async def ring() -> None:
            self.bell.ring()

        alarm = AlarmClock({"look": (RING_EVERY, ring)})
        alarm.start()
        try:
            yield
        finally:
            alarm.stop()
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def drain(self) -> int:
        """This will do everything that is due now, and say how many rows that were."""
        done = await drain(self._workers)
        self.pages.something_changed()
        return done


async def _alive() -> Response:
    return Response(b"ok", media_type="text/plain")
