"""The running service, built from the rooms in one place."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from aura.announcing import announce_commits, announce_work
from aura.bus import Bus
from aura.clock import real_now
from aura.crew import Crew
from aura.doors import picture_door, webhook_door
from aura.pages import Pages
from aura.roles import EVERY_ROLE, ProcessRole, in_words
from aura.settings import Settings
from aura.store import hire_threads, open_store
from bot.intake import Intake

log = structlog.get_logger(__name__)


class Service:
    """Everything of one process: the web app, and the workers that do what is due, as far as its roles go.

    Attributes:
        app: The web app. It starts and stops the service by its lifespan. Pages are added by `pages.add_to`.
        roles: What this process is there for.
        sessions: The factory of sessions.
        known: Where the clinics and channels stand in the store.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = real_now,
        works_by_itself: bool = True,
        roles: frozenset[ProcessRole] = EVERY_ROLE,
    ) -> None:
        """This will open the store, bring it up to date and build the app; nothing runs before `running`.

        Args:
            settings: Of this deployment.
            clock: What time it is, aware UTC.
            works_by_itself: False leaves due work until `drain` is called, for stories and tests.
            roles: What this process is there for; everything unless given.
        """
        self.settings = settings
        self.clock = clock
        self.roles = roles
        self._works_by_itself = works_by_itself
        self._store = open_store(settings, clock=clock)
        self.sessions = self._store.sessions
        self.known = self._store.known
        self.pages = Pages(
            settings,
            known=self.known,
            sessions=self._store.page_sessions,
            clock=clock,
            photos=self._store.photos,
        )
        changes = self.pages.changes
        self._bus = Bus(settings, show=changes.publish_all, show_all=changes.wake)
        for sessions in (self.sessions, self._store.page_sessions):
            announce_commits(sessions, self._bus.changed)
            announce_work(sessions, self._bus.bell.ring)
        self._intake = Intake(self.sessions, clock, lambda: self._bus.bell.ring("inbox"))
        self._crew = Crew(settings, roles=roles, store=self._store, clock=clock, bell=self._bus.bell)
        self.app = self._make_app()

    def _make_app(self) -> FastAPI:
        @asynccontextmanager
        async def living(_: FastAPI) -> AsyncIterator[None]:
            async with self.running():
                yield

        app = FastAPI(title="BN-Aura", lifespan=living, docs_url=None, redoc_url=None, openapi_url=None)
        if ProcessRole.WEB in self.roles:
            app.include_router(webhook_door(self.settings, known=self.known, intake=self._intake))
            app.include_router(picture_door(self.settings, photos=self._store.photos, clock=self.clock))
        app.add_api_route("/health", self._say_alive, include_in_schema=False)
        app.add_api_route("/ready", self._say_whether_ready, include_in_schema=False)
        return app

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Service"]:
        """This will run the service until the block is left.

        Webhooks are taken at once. A service that works by itself gets its workers ready beside that, because
        loading what understands and what sees takes seconds, and LINE waits for two.
        """
        hire_threads(asyncio.get_running_loop())
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._bus.open())
            await stack.enter_async_context(self._store.clock_watch.watching())
            if ProcessRole.WEB in self.roles:
                await self._intake.start()
                stack.push_async_callback(self._intake.stop)
            crew = self._crew.working_beside if self._works_by_itself else self._crew.on_call
            await stack.enter_async_context(crew())
            log.info("service.started", database=self._store.engine.dialect.name, roles=in_words(self.roles))
            yield self
        await asyncio.to_thread(self._store.engine.dispose)
        log.info("service.stopped")

    async def ready(self) -> None:
        """This will wait until the workers work."""
        await self._crew.ready()

    async def drain(self) -> int:
        """This will do everything that is due now, and say how many rows that were."""
        return await self._crew.drain()

    def wake(self) -> None:
        """This will let the workers look at once, as after the demo's clock was moved."""
        self._bus.bell.wake()

    async def _say_alive(self) -> JSONResponse:
        return JSONResponse({"ok": True, "roles": in_words(self.roles)})

    async def _say_whether_ready(self) -> JSONResponse:
        ready = self._crew.is_ready and (self._intake.is_writing or ProcessRole.WEB not in self.roles)
        watch = self._store.clock_watch
        understanding = self._crew.understanding
        told: dict[str, Any] = {
            "ready": ready,
            "roles": in_words(self.roles),
            "reaches_others": self._bus.reaches_others,
            "clock_seconds_ahead": None if watch.ahead is None else round(watch.ahead.total_seconds(), 1),
            "warnings": [one for one in (watch.advice, _lost_engine(understanding)) if one],
        }
        if understanding is not None:
            told["understanding"] = understanding
        return JSONResponse(told, status_code=200 if ready else 503)


def _lost_engine(understanding: Mapping[str, Any] | None) -> str:
    """This will say what to do where the engine elsewhere does not answer; nobody waits for it."""
    if understanding is None or not understanding["left_alone"]:
        return ""
    return "Rasa does not answer, the embedded engine does instead: see Rasa in docs/runbook.md"
