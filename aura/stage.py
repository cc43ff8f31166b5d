"""A whole clinic on one machine: the service, and LINE's double beside it. For the demo, the story and the tests."""

import asyncio
import contextlib
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import uvicorn
import yaml
from sqlalchemy.orm import Session
from starlette.types import ASGIApp

from aura.cast import Cast, Player, load_cast
from aura.service import Service
from aura.settings import Settings, load_settings
from simulator import DoubleChannel, LineDouble, Phone
from simulator.posting import posting_to
from workflow.access import invite_staff, make_sign_in_link
from workflow.actor import Actor
from workflow.store.models import Staff
from workflow.unit_of_work import in_transaction

CONFIG = Path(__file__).resolve().parents[1] / "config.yml"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What stands on it."""

    service: Service
    double: LineDouble
    cast: Cast

    def phone(self, player: Player) -> Phone:
        """This will hand somebody their phone."""
        if self.double.people.get(player.user_id) is None:
            self.double.people.add_person(player.user_id, player.name)
        return Phone(self.double, user_id=player.user_id, name=player.name)

    @property
    def clinic_id(self) -> UUID:
        """The one clinic that plays."""
        (clinic_id,) = self.service.known.clinics.values()
        return clinic_id

    async def join_staff(self) -> None:
        """This will let the staff join the chat by their one-time codes, as they would."""
        for player in (self.cast.sales, self.cast.beautician, self.cast.owner):
            code = await asyncio.to_thread(self.invite, player)
            await self.phone(player).write(code)
            await self.service.drain()

    def invite(self, player: Player) -> str:
        """This will make the one-time code of a member of staff."""

        def make(session: Session) -> str:
            staff = _staff_named(session, player.name)
            return invite_staff(
                session, staff=staff, by=Actor.system(staff.clinic_id), now=self.service.clock()
            )

        return in_transaction(self.service.sessions, make, clinic_id=self.clinic_id)

    def owners_link(self) -> str:
        """This will make the owner's one-time sign-in link. Only the demo hands it to whoever asks: it is their laptop."""

        def make(session: Session) -> str:
            owner = _staff_named(session, self.cast.owner.name)
            return make_sign_in_link(session, staff=owner, now=self.service.clock())

        return in_transaction(self.service.sessions, make, clinic_id=self.clinic_id)


def _staff_named(session: Session, name: str) -> Staff:
    (staff,) = session.query(Staff).filter(Staff.name == name).all()
    return staff


@asynccontextmanager
async def set_stage(
    *,
    var: Path,
    clock: Callable[[], datetime],
    works_by_itself: bool,
    specification: Path | None = None,
    database_url: str = "",
) -> AsyncIterator[Stage]:
    """This will set the stage: LINE's double on a free port of this machine, and the service talking to it.

    Args:
        var: Where the service keeps its files.
        clock: What time it is, for both.
        works_by_itself: Whether due work is done at once, or only when the service is drained.
        specification: LINE's own OpenAPI file, to hold every request against, where there is one.
        database_url: The store; a SQLite file under `var` unless given.
    """
    channel = _channel()
    double = LineDouble(clock=clock, channels=[channel], specification=specification)
    async with serving(double.app) as port:
        settings = stage_settings(var=var, channel=channel, port=port, database_url=database_url)
        service = await asyncio.to_thread(Service, settings, clock=clock, works_by_itself=works_by_itself)
        double.poster = posting_to(service.app)
        async with service.running():
            yield Stage(service=service, double=double, cast=load_cast())


def stage_settings(*, var: Path, channel: DoubleChannel, port: int, database_url: str = "") -> Settings:
    """This will give the settings of config.yml, pointed at the double, with secrets made for this run only."""
    told = load_settings(
        CONFIG,
        {
            "AURA_SECRET": _kept_secret(var),
            "AURA_LINE_AURA_SECRET": channel.secret,
            "AURA_LINE_AURA_TOKEN": channel.access_token,
            "AURA_VAR": str(var),
            "AURA_DATABASE_URL": database_url,
            # The demo may be played with Rasa beside it.
            **{name: told for name, told in os.environ.items() if name.startswith("AURA_NLU_")},
        },
    )
    # Two names of one machine, because LINE keeps contents on a host of their own and mistakes should show.
    bot = told.bot.model_copy(
        update={"api_host": f"http://127.0.0.1:{port}", "data_host": f"http://localhost:{port}"}
    )
    # The portal's page stands in the demo too; its LINE Login channel is the double's.
    first = told.channels[0].model_copy(update={"login_channel_id": channel.login_channel_id})
    return told.model_copy(update={"bot": bot, "channels": [first, *told.channels[1:]]})


def _channel() -> DoubleChannel:
    told = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["channels"][0]
    return DoubleChannel(
        key=told["key"],
        secret=secrets.token_hex(16),
        access_token=secrets.token_hex(32),
        bot_user_id=told["bot_user_id"],
    )


def _kept_secret(var: Path) -> str:
    """This will keep one signing secret beside the data, so that buttons live as long as their rows."""
    file = var / "secret"
    if not file.exists():
        var.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32), encoding="ascii")
    return file.read_text(encoding="ascii")


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[int]:
    """This will serve an app on a free loopback port and give the port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, lifespan="off", timeout_graceful_shutdown=1, access_log=False, log_level="error")
    )
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn offers nothing to wait for
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await running
        listening.close()
