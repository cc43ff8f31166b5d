"""What every worker of `aura bench dispatch` shares: the clock, the wording, the gate and the channel of the product."""

import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import asyncpg
import orjson

from benchmarks._stock import CLINIC, KIND, NOON, Due
from bot.buttons import Buttons
from bot.channels.line import FixedToken, LineChannel
from bot.channels.ports import OutgoingMessage
from bot.gate import GO, Recipient, decide
from bot.links import Links
from bot.wording import Wording
from workflow.notices import NoticePurpose
from workflow.settings import ClinicRules

PUSH = "/v2/bot/message/push"
TOKEN = "t" * 172  # as long as LINE's
CLINIC_SETTING = "aura.clinic"  # of workflow/store/wall.py: whose rows PostgreSQL shows

_BEGAN = time.perf_counter()
_LOAD = """
    SELECT i.external_id, i.blocked_at, i.human_until, c.language, b.zone
    FROM channel_identity i JOIN customer c ON c.id = i.customer_id JOIN branch b ON b.id = c.branch_id
    WHERE i.id = $1
"""


@dataclass(frozen=True)
class Task:
    """What a worker is told before it begins.

    Attributes:
        database: Where the clinic is, as SQLAlchemy names it.
        address: Where to push to.
        due: How many are due.
        redis: Where Redis is, for who needs it.
        at_once: How many sendings may be out at once.
    """

    database: str
    address: str
    due: int
    redis: str = ""
    at_once: int = 400

    @property
    def dsn(self) -> str:
        """The same PostgreSQL database, as its drivers name it."""
        return self.database.replace("+psycopg", "")


def clock() -> datetime:
    """This will tell a time that passes as always, but began at noon: what is due may be sent politely."""
    return NOON + timedelta(seconds=time.perf_counter() - _BEGAN)


def wording() -> Wording:
    """This will give the product's own wording."""
    return Wording(links=Links("https://aura.example", b"l" * 32), buttons=Buttons(b"b" * 32))


@asynccontextmanager
async def channel(address: str, *, at_once: int) -> AsyncIterator[LineChannel]:
    """This will open the product's own LINE channel towards the endpoint."""
    connections, cookies = aiohttp.TCPConnector(limit=at_once), aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(trust_env=False, connector=connections, cookie_jar=cookies) as http:
        line = LineChannel(
            tokens=FixedToken(TOKEN), http=http, api_host=address, data_host=address, send_seconds=30
        )
        yield line
        await line.close()


def payload(one: Due) -> bytes:
    """This will write what is due as a job carries it: the same facts that stand in a notice."""
    return orjson.dumps({"notice_id": one.notice_id, "recipient_id": one.recipient_id, "data": one.data})


class OneByOne:
    """The product's sending as a job of a queue library does it: load the customer, gate, word, push."""

    def __init__(self, pool: asyncpg.Pool, line: LineChannel) -> None:
        """This will keep what all jobs share."""
        self._pool = pool
        self._line = line
        self._wording = wording()

    async def send(self, job: Mapping[str, Any]) -> None:
        """This will do one job.

        Raises:
            RuntimeError: It was not accepted, or might not go.
        """
        now = clock()
        row = await self._pool.fetchrow(_LOAD, uuid.UUID(job["recipient_id"]))
        to = Recipient(
            is_customer=True,
            is_blocked=row["blocked_at"] is not None,
            human_until=row["human_until"],
            zone=ZoneInfo(row["zone"]),
        )
        may = decide(kind=KIND, purpose=NoticePurpose.CARE, made_at=NOON, to=to, now=now, rules=ClinicRules())
        if may != GO:
            raise RuntimeError(f"may not go: {may.reason}")
        messages = orjson.dumps(self._wording(KIND, job["data"], language=row["language"], now=now)).decode()
        outcome = await self._line.send(
            OutgoingMessage(to=row["external_id"], messages=messages, retry_key=uuid.UUID(job["notice_id"]))
        )
        if outcome.status not in {HTTPStatus.OK, HTTPStatus.CONFLICT}:
            raise RuntimeError(f"not accepted: {outcome.status}")


@asynccontextmanager
async def one_by_one(task: Task) -> AsyncIterator[OneByOne]:
    """This will open what jobs need: a pool of asyncpg, which is the fastest way to one row, and the channel."""
    settings = {CLINIC_SETTING: str(CLINIC)}
    async with (
        asyncpg.create_pool(task.dsn, min_size=8, max_size=8, server_settings=settings) as pool,
        channel(task.address, at_once=task.at_once) as line,
    ):
        yield OneByOne(pool, line)
