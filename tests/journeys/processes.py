"""A deployment of several real processes on one PostgreSQL, as a chain runs it, with LINE's double beside it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import sqlalchemy as sa
import yaml

from aura.clock import real_now
from aura.stage import serving
from simulator import DoubleChannel, LineDouble, Phone
from simulator.phone import NotOnScreenError
from simulator.posting import posting_over_network
from workflow.access import invite_staff, open_web_session
from workflow.actor import Actor
from workflow.store.models import CaseEvent, Clinic, Customer, Staff
from workflow.unit_of_work import in_transaction, make_engine, make_sessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from sqlalchemy.orm import Session

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds; the machine may be busy with other tests
LOOK_EVERY = 0.02
CHANNEL = DoubleChannel(
    key="aura",
    secret="0123456789abcdef",
    access_token="token-of-the-processes-test",
    bot_user_id="U0000000000000000000000000000a0ra",
    monthly_limit=None,
)
#: The command with every look of its own an hour apart: what happens then, happens because somebody was told.
_DEAF = """
import sys
from datetime import timedelta
import aura.bells, aura.work, admin_web.changes
aura.work.LOOK_EVERY = 3600.0
aura.bells.RING_EVERY = timedelta(hours=1)
admin_web.changes.Changes.__init__.__kwdefaults__["every"] = 3600.0
sys.argv[0] = "aura"
from aura.cli import main
main()
"""


class Process:
    """One `aura serve` with its role."""

    def __init__(self, role: str, *, environment: dict[str, str], folder: Path, looks: bool) -> None:
        self.role = role
        self._log = folder / f"{role}-{id(self)}.log"
        program = ["-m", "aura"] if looks else ["-c", _DEAF]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *program, "serve", "--role", role, "--port", "0"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    async def port(self) -> int:
        """Wait until it says where it listens."""
        return int(await until(self._listening, self))

    async def ready(self) -> None:
        """Wait until it does what it is there for."""
        port = await self.port()
        async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as client:

            async def says_so() -> bool:
                try:
                    answer = await client.get("/ready")
                except httpx.TransportError:
                    return False
                return answer.is_success and answer.json()["reaches_others"] is not False

            await until_async(says_so, self)

    def _listening(self) -> str | None:
        found = re.search(r'"port": (\d+)', self.log)
        return found and found[1]

    def end(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Deployment:
    """The processes, the store they share, and the people around them."""

    def __init__(self, folder: Path, *, database_url: str, redis_url: str, double: LineDouble) -> None:
        self.double = double
        self.processes: list[Process] = []
        self._folder = folder
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "AURA_CONFIG": str(folder / "config.yml"),
            "AURA_DATABASE_URL": database_url,
            "AURA_REDIS_URL": redis_url,
            "AURA_VAR": str(folder / "var"),
            "AURA_SECRET": "a-secret-of-the-processes-test-01",
            "AURA_LINE_AURA_SECRET": CHANNEL.secret,
            "AURA_LINE_AURA_TOKEN": CHANNEL.access_token,
        }
        self.engine = make_engine(database_url)
        self._sessions = make_sessions(self.engine)

    async def start(self, *roles: str, looks: bool = True) -> list[Process]:
        """Start one process for each role, and wait until all of them work; LINE posts to the first web process."""
        started = [
            Process(role, environment=self._environment, folder=self._folder, looks=looks) for role in roles
        ]
        self.processes += started
        for process in started:
            await process.ready()
        web = next(process for process in self.processes if "web" in process.role or process.role == "all")
        self.double.poster = posting_over_network(f"http://127.0.0.1:{await web.port()}")
        return started

    def within(self, work: Callable[[Session], T]) -> T:
        """Do something in the clinic's own rows, as one of its processes would."""
        (clinic_id,) = in_transaction(
            self._sessions, lambda session: session.scalars(sa.select(Clinic.id)).all(), clinic_id=None
        )
        return in_transaction(self._sessions, work, clinic_id=clinic_id)

    def phone(self, user_id: str, name: str) -> Phone:
        if self.double.people.get(user_id) is None:
            self.double.people.add_person(user_id, name)
        return Phone(self.double, user_id=user_id, name=name)

    async def join_staff(self, phone: Phone) -> None:
        """Let a member of staff join by a code."""

        def invite(session: Session) -> str:
            (staff,) = session.scalars(sa.select(Staff).where(Staff.name == phone.name))
            return invite_staff(session, staff=staff, by=Actor.system(staff.clinic_id), now=real_now())

        await phone.write(self.within(invite))
        await hears(phone, 0)

    def cookie_of(self, name: str, *, is_staff: bool) -> str:
        """A cookie of somebody's browser."""
        table: Any = Staff if is_staff else Customer

        def sign_in(session: Session) -> str:
            (somebody,) = session.scalars(sa.select(table).where(table.name == name))
            who: dict[str, Any] = {"staff" if is_staff else "customer": somebody}
            return open_web_session(session, now=real_now(), **who)[1]

        cookie = "__Host-aura_staff" if is_staff else "__Host-aura_customer"
        return f"{cookie}={self.within(sign_in)}"

    def newest_event(self) -> datetime:
        """When the newest change of a case was made."""
        return self.within(
            lambda session: session.scalars(sa.select(CaseEvent.at).order_by(CaseEvent.id.desc())).first()
        ) or datetime.max.replace(tzinfo=real_now().tzinfo)


@asynccontextmanager
async def deployment(folder: Path, *, database_url: str, redis_url: str) -> AsyncIterator[Deployment]:
    """A deployment with nothing running yet; whatever is started ends with it."""
    double = LineDouble(clock=real_now, channels=[CHANNEL])
    async with serving(double.app) as port:
        _write_config(folder, port)
        deployed = Deployment(folder, database_url=database_url, redis_url=redis_url, double=double)
        try:
            yield deployed
        finally:
            for process in deployed.processes:
                process.kill()
            deployed.engine.dispose()


def _write_config(folder: Path, double_port: int) -> None:
    told = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    told["bot"] |= {
        "api_host": f"http://127.0.0.1:{double_port}",
        "data_host": f"http://localhost:{double_port}",
    }
    told["channels"][0]["login_channel_id"] = CHANNEL.login_channel_id
    (folder / "config.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")


class OpenPage:
    """A live page in somebody's browser: what it was sent, and when."""

    def __init__(self) -> None:
        self.shown: list[tuple[datetime, str]] = []

    def first_with(self, words: str) -> datetime | None:
        """When these words were first shown."""
        return next((at for at, text in self.shown if words in text), None)


@asynccontextmanager
async def open_page(port: int, path: str, cookie: str) -> AsyncIterator[OpenPage]:
    """Keep a live page open."""
    page = OpenPage()

    async def read() -> None:
        async with (
            httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client,
            client.stream("GET", f"http://127.0.0.1:{port}{path}", headers={"cookie": cookie}) as answer,
        ):
            assert answer.status_code == 200, answer.status_code
            event: list[str] = []
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    event.append(line.removeprefix("data: "))
                elif event:
                    page.shown.append((real_now(), "\n".join(event)))
                    event = []

    reading = asyncio.create_task(read())
    try:
        await until(lambda: page.shown or (reading.done() and reading.result()))
        yield page
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def until(found: Callable[[], T | None], *running: Process) -> T:
    """Wait until something is there."""

    async def look() -> T | None:
        return found()

    return await until_async(look, *running)


async def until_async(found: Callable[[], Any], *running: Process) -> Any:
    """Wait until something is there, and fail at once when a process it depends on has ended."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while True:
        if there := await found():
            return there
        for process in running:
            assert process.process.poll() is None, f"{process.role} ended:\n{process.log[-3000:]}"
        logs = "\n".join(f"{process.role}:\n{process.log[-3000:]}" for process in running)
        assert loop.time() < deadline, f"it never came\n{logs}"
        await asyncio.sleep(LOOK_EVERY)


async def press(phone: Phone, action: str, holding: str = "") -> None:
    """Press a button as soon as it is on the screen."""

    def is_there() -> bool:
        try:
            return bool(phone.button_for(action, holding))
        except NotOnScreenError:
            return False

    await until(is_there)
    await phone.press_for(action, holding)


async def hears(phone: Phone, before: int) -> None:
    """Wait until something new is on the screen."""
    await until(lambda: len(phone.messages()) > before)


async def photographed(phones: Sequence[Phone], selfie: bytes) -> None:
    """Let customers come as far as a selfie that is on its way."""
    for phone in phones:
        await phone.write("สวัสดีค่ะ")
        for purpose in ("progress_photos", "scan_analysis"):
            await press(phone, "consent", f"p={purpose}&a=yes")
        await phone.send_photo(selfie)
