"""Signed webhook events per second into SQLite and PostgreSQL, beside an empty FastAPI route, in one run.

    aura bench webhook

Each server is its own uvicorn process; the load comes from this one, so both cores are busy. Rounds of the three
servers take turns, and the median round counts, because the machine is shared. `ratio` is the slower store's rate
divided by the empty route's. `open` is PostgreSQL without the wall between clinics (a superuser who is told nothing),
and `wall_ratio` what the wall leaves of its rate.
"""

import asyncio
import base64
import hashlib
import hmac
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import sqlalchemy as sa
from fastapi import Response

from benchmarks._load import Load, post, send_all

SECRET = "benchmark"  # noqa: S105 - signs nothing but the load itself
BOT = "U" + "b" * 32
REQUESTS = 4000
ROUNDS = 5
CONNECTIONS = 32
STORES = ("sqlite", "postgres")
OPEN = "open"
_IDS = {"clinic": uuid.UUID(int=1), "channel": uuid.UUID(int=2)}


def run() -> dict[str, Any]:
    """This will measure all three servers and give their figures."""
    from tests.servers.postgres import PostgresServer  # noqa: PLC0415 - a test server, not part of the product

    postgres = PostgresServer.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = {
                "empty": "",
                "sqlite": f"sqlite:///{Path(folder) / 'bench.db'}",
                "postgres": postgres.url(postgres.create_database()),
                OPEN: postgres.administrators_url(postgres.create_database()),
            }
            return _measure(urls)
    finally:
        postgres.stop()


def _measure(urls: dict[str, str]) -> dict[str, Any]:
    for name in (*STORES, OPEN):
        _prepare(urls[name])
    loads: dict[str, list[Load]] = {name: [] for name in urls}
    for number in range(ROUNDS):
        for name, url in urls.items():
            with _server(url, has_wall=name != OPEN) as port:
                asyncio.run(send_all(port, _webhooks(200), connections=CONNECTIONS))  # warm
                loads[name].append(asyncio.run(send_all(port, _webhooks(REQUESTS), connections=CONNECTIONS)))
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr)
    figures: dict[str, Any] = {"requests_each_round": REQUESTS, "connections": CONNECTIONS, "rounds": ROUNDS}
    for name, rounds in loads.items():
        middle = sorted(rounds, key=lambda load: load.per_second)[len(rounds) // 2]
        figures[f"{name}_per_second"] = round(statistics.median(load.per_second for load in rounds))
        figures[f"{name}_p50_ms"] = middle.percentile(0.50)
        figures[f"{name}_p99_ms"] = middle.percentile(0.99)
        figures[f"{name}_refused"] = sum(load.refused for load in rounds)
    figures["wall_ratio"] = round(figures["postgres_per_second"] / figures[f"{OPEN}_per_second"], 2)
    for name in STORES:
        figures[f"{name}_ratio"] = round(figures[f"{name}_per_second"] / figures["empty_per_second"], 2)
        figures[f"{name}_kept"] = _kept(urls[name])
        figures[f"{name}_lost"] = ROUNDS * (REQUESTS + 200) - figures[f"{name}_kept"]
    return {
        "name": "webhook",
        "ratio": min(figures[f"{name}_ratio"] for name in STORES),
        "baseline": "an empty FastAPI route under the same uvicorn and load; higher is better",
        "figures": figures,
    }


def _webhooks(number: int) -> list[bytes]:
    """This will write signed webhooks of one text event each, from 500 people."""
    made = []
    for count in range(number):
        event = {
            "type": "message",
            "message": {
                "type": "text",
                "id": str(count),
                "quoteToken": "q",
                "text": "ขอเลื่อนนัดเป็นวันเสาร์ได้ไหมคะ",
            },
            "webhookEventId": secrets.token_hex(13),
            "deliveryContext": {"isRedelivery": False},
            "timestamp": int(time.time() * 1000),
            "source": {"type": "user", "userId": f"U{count % 500:032d}"},
            "replyToken": secrets.token_hex(16),
            "mode": "active",
        }
        body = orjson.dumps({"destination": BOT, "events": [event]})
        signature = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
        made.append(
            post(
                "/line/bench/webhook",
                body,
                {"content-type": "application/json", "x-line-signature": signature},
            )
        )
    return made


@contextmanager
def _server(url: str, *, has_wall: bool) -> Iterator[int]:
    """This will run one server in a process of its own and give its port."""
    told = {"AURA_BENCH_DATABASE": url, "AURA_BENCH_WALL": "yes" if has_wall else "no"}
    environment = {**os.environ, **told, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-m", "uvicorn", "benchmarks.webhook:make_app", "--factory"]
    port = _free_port()
    server = subprocess.Popen(
        [*command, "--port", str(port), "--no-access-log", "--log-level", "error"],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    import socket  # noqa: PLC0415 - one use

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/ready", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError("the server under test did not start")


def _prepare(url: str) -> None:
    """This will make the tables and the one clinic and channel the load is for."""
    from workflow.store.engine import make_engine, migrate  # noqa: PLC0415 - the load's process needs none of it
    from workflow.store.models import Channel, Clinic  # noqa: PLC0415
    from workflow.store.scope import make_sessions, scope_to  # noqa: PLC0415

    engine = make_engine(url)
    migrate(engine)
    with make_sessions(engine)() as session, session.begin():
        scope_to(session, None)
        session.add(Clinic(id=_IDS["clinic"], key="bench", name_th="bench", name_en="bench"))
        session.flush()
        scope_to(session, _IDS["clinic"])
        session.add(
            Channel(id=_IDS["channel"], clinic_id=_IDS["clinic"], key="bench", kind="line", bot_user_id=BOT)
        )
    engine.dispose()


def _kept(url: str) -> int:
    from workflow.store.engine import make_engine  # noqa: PLC0415 - the load's process needs none of it
    from workflow.store.models import InboundEvent  # noqa: PLC0415
    from workflow.store.scope import make_sessions, scope_to  # noqa: PLC0415

    engine = make_engine(url)
    with make_sessions(engine)() as session:
        scope_to(session, None)
        return session.scalar(sa.select(sa.func.count()).select_from(InboundEvent)) or 0


def make_app() -> Any:  # noqa: ANN401 - uvicorn takes any ASGI app
    """This will build the server under test: the product's own route over a store, or an empty one."""
    from datetime import UTC, datetime  # noqa: PLC0415

    import structlog  # noqa: PLC0415
    from fastapi import FastAPI  # noqa: PLC0415

    from aura.memory import spare_what_stays  # noqa: PLC0415
    from bot.envelope import KnownChannel  # noqa: PLC0415
    from bot.intake import Intake  # noqa: PLC0415
    from bot.webhook import make_router  # noqa: PLC0415
    from workflow.unit_of_work import make_engine, make_sessions  # noqa: PLC0415

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    url = os.environ["AURA_BENCH_DATABASE"]
    if not url:
        app = FastAPI()
        app.add_api_route("/line/bench/webhook", _answer, methods=["POST"])
    else:
        has_wall = os.environ["AURA_BENCH_WALL"] == "yes"
        engine = make_engine(url) if has_wall else sa.create_engine(url, pool_size=8, pool_pre_ping=True)
        intake = Intake(make_sessions(engine), lambda: datetime.now(UTC), lambda: None)

        @asynccontextmanager
        async def living(_: FastAPI) -> Any:  # noqa: ANN401 - an async iterator, as FastAPI asks for
            await intake.start()
            yield
            await intake.stop()

        app = FastAPI(lifespan=living)
        known = KnownChannel(
            id=_IDS["channel"], clinic_id=_IDS["clinic"], bot_user_id=BOT, secrets=(SECRET.encode(),)
        )
        app.include_router(make_router(channels={"bench": known}, intake=intake))
    app.add_api_route("/ready", _answer, methods=["GET"])
    spare_what_stays()  # as the service does when it starts; the empty route gets the same
    return app


async def _answer() -> Response:
    return Response(b"{}")


if __name__ == "__main__":
    print(orjson.dumps(run(), option=orjson.OPT_INDENT_2).decode())
