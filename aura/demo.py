"""`aura demo`: the clinic on one laptop, with three phones, the owner's page and a clock that can be moved."""

import asyncio
import contextlib
import shutil
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from aura.alone import only_process
from aura.clock import MovableClock
from aura.rehearsal import rehearse
from aura.server import SHUTDOWN_SECONDS, PatientServer, listen
from aura.stage import Stage, set_stage
from simulator.demo import demo_router
from simulator.demo_chats import DemoPerson
from vision.samples import sample_progress_photo, sample_selfie
from workflow.access import WebSession
from workflow.unit_of_work import Sessions, in_transaction

HOST = "127.0.0.1"
DATABASE = "aura.db"
AN_HOUR = timedelta(hours=1)


def run_demo(*, port: int, var: Path, fresh: bool, say: Callable[[str], None]) -> None:
    """This will serve the demo until it is interrupted.

    Args:
        port: Of this machine.
        var: Where it keeps its files.
        fresh: Begin with the seeded customers only, whatever was done before.
        say: Tells the person at the terminal what is going on.

    Raises:
        PortTakenError: Something else listens there.
        NotAloneError: Another demo uses this folder.
    """
    # The port first: a demo that cannot be reached must not touch the files of the one that can.
    database = f"sqlite:///{(var / DATABASE).resolve()}"
    with listen(HOST, port) as listening, only_process(database) as lock:
        if fresh or not (var / DATABASE).exists():
            _clear(var, but=lock)
        asyncio.run(_serve(listening, var=var, say=say))


def _clear(folder: Path, *, but: Path | None) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.resolve() != but:
            path.unlink()


async def _serve(listening: socket.socket, *, var: Path, say: Callable[[str], None]) -> None:
    clock = MovableClock()
    say("Opening the clinic…")
    async with set_stage(var=var, clock=clock, works_by_itself=True) as stage:
        _add_demo_pages(stage, clock)
        say(f"Ready: http://{HOST}:{listening.getsockname()[1]}/  (three phones; Ctrl+C ends it)")
        config = uvicorn.Config(
            stage.service.app,
            lifespan="off",
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        rehearsal = asyncio.create_task(rehearse(stage, say=say))
        try:
            await PatientServer(config, stage.service).serve(sockets=[listening])
        finally:
            rehearsal.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await rehearsal


async def pass_time(
    by: timedelta, *, advance: Callable[[timedelta], object], settle: Callable[[], Awaitable[int]]
) -> None:
    """This will let time pass an hour at a time: a jump over a day would be a day on which nobody worked.

    Args:
        by: How far the clock moves.
        advance: Moves it.
        settle: Does everything that is due then.
    """
    while by > timedelta(0):
        step = min(by, AN_HOUR)
        advance(step)
        await settle()
        by -= step


def keep_signed_in(sessions: Sessions, *, by: timedelta) -> None:
    """This will let whoever is signed in stay so while the clock is moved: for them no time passes.

    Args:
        sessions: The factory of sessions.
        by: How far the clock is about to move.
    """

    def move(session: Session) -> None:
        for one in session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))):
            one.seen_at += by
            one.expires_at += by

    in_transaction(sessions, move, clinic_id=None)


def _add_demo_pages(stage: Stage, clock: MovableClock) -> None:
    app: FastAPI = stage.service.app
    cast = stage.cast

    async def advance(by: timedelta) -> None:
        await asyncio.to_thread(keep_signed_in, stage.service.sessions, by=by)
        await pass_time(by, advance=clock.advance, settle=stage.service.drain)
        stage.service.wake()

    app.include_router(
        demo_router(
            stage.double,
            clock,
            [
                DemoPerson(cast.customer.user_id, "customer"),
                DemoPerson(cast.sales.user_id, "sales"),
                DemoPerson(cast.beautician.user_id, "beautician"),
            ],
            owner_url="/demo-owner",
            advance=advance,
            media_prefix=stage.service.settings.bot.public_url,
            clinic_name=stage.service.settings.clinics[0].name_th,
            samples=[sample_selfie(), sample_progress_photo()],
        )
    )

    stage.service.pages.add_to(
        app,
        keys=stage.double.id_tokens.certificates,
        liff_sdk_url="/liff/static/liff-fake.js?tokens=/demo/liff-token",
        secure=False,
    )

    async def front_door() -> RedirectResponse:
        return RedirectResponse("/demo")

    async def as_owner() -> RedirectResponse:
        token = await asyncio.to_thread(stage.owners_link)
        return RedirectResponse(f"/admin/enter/{token}", status_code=303)

    app.add_api_route("/", front_door, include_in_schema=False)
    app.add_api_route("/demo-owner", as_owner, include_in_schema=False)
