"""What one machine carries: customers' messages in a second, each understood and answered, in both modes.

    aura bench capacity

People write what they write all day at a steady rate that grows step by step, until their answers come late. The
whole product is at work: webhook, understanding, rules, wording, sending. LINE and the people stand on the same
machine and take their share of it, so the product alone carries somewhat more. `ratio` is what PostgreSQL with a web
and a worker process carries, divided by what the embedded mode (SQLite, one process) carries.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml
from aiohttp import web

from benchmarks._talking_line import TalkingLine

ROOT = Path(__file__).resolve().parents[1]
SECRET = "benchmark-of-capacity"  # noqa: S105 - signs nothing but the load itself
STEPS = (10, 20, 30, 45, 60, 80, 100, 130, 160, 200)  # messages in a second
SECONDS = float(os.environ.get("AURA_BENCH_SECONDS", "10"))  # of each step
PEOPLE = 400
PATIENCE = 10.0  # seconds for the last answers
LATE_MS = 2000.0  # the slowest hundredth must be answered within this; longer feels unanswered in a chat
MODES: Mapping[str, tuple[str, ...]] = {"embedded": ("all",), "distributed": ("web", "worker")}


def run() -> dict[str, Any]:
    """This will measure both modes and give what each carries, and who of its processes was busiest then."""
    from tests.servers.postgres import PostgresServer  # noqa: PLC0415 - a test server, not part of the product
    from tests.servers.redis_server import RedisServer  # noqa: PLC0415

    figures: dict[str, Any] = {"seconds_each_step": SECONDS, "people": PEOPLE, "late_ms": LATE_MS}
    postgres, redis = PostgresServer.start(), RedisServer.start()
    try:
        for mode, roles in MODES.items():
            with tempfile.TemporaryDirectory() as folder:
                stores = {"AURA_DATABASE_URL": ""}
                if mode == "distributed":
                    database = postgres.url(postgres.create_database())
                    stores = {"AURA_DATABASE_URL": database, "AURA_REDIS_URL": redis.url}
                figures |= asyncio.run(_measure(mode, roles, Path(folder), stores))
    finally:
        redis.stop()
        postgres.stop()
    carried = {mode: figures[f"{mode}_carried_per_second"] for mode in MODES}
    return {
        "name": "capacity",
        "ratio": round(carried["distributed"] / carried["embedded"], 2) if carried["embedded"] else None,
        "baseline": "messages answered in a second by the embedded mode on the same machine; higher is better",
        "figures": figures,
    }


async def _measure(
    mode: str, roles: tuple[str, ...], folder: Path, stores: Mapping[str, str]
) -> dict[str, Any]:
    """This will raise the rate until answers come late, and give the figures of the last rate that was carried."""
    figures: dict[str, Any] = {f"{mode}_carried_per_second": 0}
    line = TalkingLine(secret=SECRET, bot_user_id=_told()["channels"][0]["bot_user_id"], people=PEOPLE)
    runner = web.AppRunner(line.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = runner.addresses[0][1]
        async with _processes(roles, folder, stores, line_port=port) as running:
            webhook = f"http://127.0.0.1:{running[roles[0]].port}/line/aura/webhook"
            # Everybody is greeted once: who is new costs more than who is known.
            await line.write(webhook, per_second=15, seconds=PEOPLE / 15, patience=60)
            for rate in STEPS:
                before = {role: process.cpu_seconds() for role, process in running.items()}
                talk = await line.write(webhook, per_second=rate, seconds=SECONDS, patience=PATIENCE)
                p99 = talk.percentile(0.99)
                print(f"{mode} {rate}/s: p99 {p99} ms, {talk.waiting} unanswered", file=sys.stderr)
                if p99 > LATE_MS or talk.waiting or talk.refused:
                    figures |= {f"{mode}_late_per_second": rate, f"{mode}_late_p99_ms": p99}
                    break
                figures |= {
                    f"{mode}_carried_per_second": rate,
                    f"{mode}_p50_ms": talk.percentile(0.5),
                    f"{mode}_p99_ms": p99,
                }
                for role, process in running.items():
                    used = process.cpu_seconds() - before[role]
                    figures[f"{mode}_{role}_cpu_ms_each"] = round(1000 * used / len(talk.sent), 1)
                    figures[f"{mode}_{role}_memory_mb"] = process.memory_mb()
    finally:
        await runner.cleanup()
    return figures


class _Process:
    """One process of the service."""

    def __init__(self, role: str, folder: Path, environment: Mapping[str, str], port: int) -> None:
        self.port = port
        self.log = folder / f"{role}.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "aura", "serve", "--role", role, "--port", str(port)],
                cwd=ROOT,
                env=dict(environment),
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self) -> None:
        """This will wait until it works; loading what understands takes seconds."""
        until = time.monotonic() + 120
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/ready", trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"a process of the service did not start:\n{self.log.read_text()[-2000:]}")

    def cpu_seconds(self) -> float:
        """This will give the processor time it has used (proc(5): fields 14 and 15 of stat, in clock ticks)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> int:
        """This will give the memory it holds."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1024**2)

    def stop(self) -> None:
        """This will end it."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@asynccontextmanager
async def _processes(
    roles: tuple[str, ...], folder: Path, stores: Mapping[str, str], *, line_port: int
) -> AsyncIterator[dict[str, _Process]]:
    """This will run one process of each role until the block is left."""
    from tests.servers.processes import free_port  # noqa: PLC0415

    told = _told()
    told["bot"] |= {
        "api_host": f"http://127.0.0.1:{line_port}",
        "data_host": f"http://127.0.0.1:{line_port}",
    }
    config = folder / "config.yml"
    config.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    environment = {
        **stores,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "AURA_CONFIG": str(config),
        "AURA_VAR": str(folder / "var"),
        "AURA_SECRET": "a-secret-of-the-capacity-benchmark",
        "AURA_LINE_AURA_SECRET": SECRET,
        "AURA_LINE_AURA_TOKEN": "token-of-the-capacity-benchmark",
    }
    running: dict[str, _Process] = {}
    try:
        for role in roles:
            running[role] = _Process(role, folder, environment, free_port())
            # LINE's side of this process goes on answering meanwhile.
            await asyncio.to_thread(running[role].wait_until_ready)
        yield running
    finally:
        for process in running.values():
            process.stop()


def _told() -> dict[str, Any]:
    """This will read the clinic that is served: the one of config.yml."""
    told: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return told
