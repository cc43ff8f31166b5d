"""Killed in the middle of everything, the service loses nothing and doubles nothing.

People write while the process is killed without warning and started again, several times. LINE repeats a webhook
that got no 200, as it does where redelivery is switched on. In the end each person was answered as often as they
wrote: by one message of LINE's log for each event, none missing, none twice.

One process that does everything, on PostgreSQL, and nothing else goes wrong: what is found here is the process's own
doing. On SQLite, and with everything else breaking as well, tests/journeys/test_chaos.py proves it.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest
import yaml

from aura.clock import real_now
from aura.hearing import open_understander
from aura.stage import serving
from simulator import DoubleChannel, LineDouble
from simulator.posting import posting_over_network
from tests.servers.processes import free_port

ROOT = Path(__file__).parents[2]
PEOPLE = 10
ROUNDS = 3
CHANNEL = DoubleChannel(
    key="aura",
    secret="0123456789abcdef",
    access_token="token-of-the-kill-test",
    bot_user_id="U0000000000000000000000000000a0ra",
    monthly_limit=None,
)


class Killable:
    """The service in a process of its own."""

    def __init__(self, config: Path, environment: dict[str, str], port: int) -> None:
        self.config = config
        self.environment = environment
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None
        self.log = config.with_suffix(".log")

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "aura", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, f"it died by itself:\n{self.log.read_text()[-2000:]}"
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    async def is_up(self) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(1200):
                assert self.process is not None
                assert self.process.poll() is None, f"it ended:\n{self.log.read_text()[-2000:]}"
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get(f"http://127.0.0.1:{self.port}/health")).is_success:
                        return
                await asyncio.sleep(0.05)
        raise AssertionError(f"it did not come up:\n{self.log.read_text()[-2000:]}")


@contextmanager
def killable(folder: Path, database_url: str, double_port: int) -> Iterator[Killable]:
    """The service, told to talk to the double, and surely gone at the end."""
    told = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    told["bot"] |= {
        "api_host": f"http://127.0.0.1:{double_port}",
        "data_host": f"http://localhost:{double_port}",
        "send_seconds": 1.0,
        "notice_lease_seconds": 3,
        "event_lease_seconds": 3,
    }
    config = folder / "config.yml"
    config.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "AURA_CONFIG": str(config),
        "AURA_DATABASE_URL": database_url,
        "AURA_VAR": str(folder / "var"),
        "AURA_SECRET": "a-secret-of-the-kill-test-0123456",
        "AURA_LINE_AURA_SECRET": CHANNEL.secret,
        "AURA_LINE_AURA_TOKEN": CHANNEL.access_token,
    }
    service = Killable(config, environment, free_port())
    try:
        yield service
    finally:
        if service.process is not None and service.process.poll() is None:
            service.process.kill()
            service.process.wait()


@asynccontextmanager
async def doubled() -> AsyncIterator[tuple[LineDouble, int]]:
    double = LineDouble(clock=real_now, channels=[CHANNEL])
    async with serving(double.app) as port:
        yield double, port


async def deliver_until_taken(double: LineDouble, user_id: str, text: str) -> None:
    """Write once; LINE repeats the webhook until it is answered 200."""
    event = double.events.text(user_id, text)
    deliver = double.deliver
    for _ in range(400):
        try:
            if await deliver(event) == 200:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)
        deliver = double.redeliver
    raise AssertionError("the webhook was never taken")


def answers(double: LineDouble, user_id: str) -> int:
    """How many sendings LINE accepted for this person."""
    accepted = [
        request
        for request in double.requests_to("push") + double.requests_to("reply")
        if request.status == 200
    ]
    return sum(user_id in (request.json.get("to"), owner_of(double, request.json)) for request in accepted)


def owner_of(double: LineDouble, body: dict[str, object]) -> str | None:
    """Whose event a reply token belonged to."""
    token = body.get("replyToken")
    for person in double.people:
        for entry in double.chats[person.user_id]:
            if entry["event"] and entry["event"].get("replyToken") == token and token:
                return person.user_id
    return None


@pytest.mark.servers
@pytest.mark.timeout(500)
async def test_it_loses_nothing_and_doubles_nothing_when_it_is_killed(
    postgres_url: str, tmp_path: Path
) -> None:
    open_understander()  # trained once here, so that each start loads it
    async with doubled() as (double, double_port):
        people = [double.people.add_person(display_name=f"P{number}").user_id for number in range(PEOPLE)]
        with killable(tmp_path, postgres_url, double_port) as service:
            double.poster = posting_over_network(f"http://127.0.0.1:{service.port}")
            service.start()
            await service.is_up()
            for number in range(ROUNDS):
                writing = [
                    asyncio.create_task(deliver_until_taken(double, one, "แต้มของฉัน")) for one in people
                ]
                # A little later each time, so that the kill falls into intake, turns, sending and settling.
                await asyncio.sleep(0.05 + 0.25 * number)
                service.kill()
                service.start()
                await asyncio.gather(*writing)
            await _wait_for_answers(double, people, service)

        counted = {one: answers(double, one) for one in people}
        shown = {one: len(double.chats.messages(one)) for one in people}
        assert counted == dict.fromkeys(people, ROUNDS)
        assert len(set(shown.values())) == 1
        assert double.violations == []


async def _wait_for_answers(double: LineDouble, people: list[str], service: Killable) -> None:
    """Wait until everybody is answered, and then a little longer for answers that should not come."""
    for _ in range(600):
        if all(answers(double, one) >= ROUNDS for one in people):
            break
        await asyncio.sleep(0.2)
    else:
        raise AssertionError(f"somebody was not answered:\n{service.log.read_text()[-3000:]}")
    await asyncio.sleep(3)
