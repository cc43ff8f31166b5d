"""Our own processes: started as a chain of clinics would, killed without warning, and started again."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks.chaos.children import ChaosError, Child, free_port
from benchmarks.chaos.world import CLOCK_VARIABLE, World

ROOT = Path(__file__).resolve().parents[2]
#: What a chain runs on its machines, and what a small clinic runs on its one.
DISTRIBUTED = ("web", "web", "worker", "worker", "vision")
EMBEDDED = ("all",)
_UP_WITHIN = 90.0  # seconds; imports and models on a machine that is busy with everything else
_LOOK_EVERY = 0.1
_TAKES_WEBHOOKS = frozenset({"web", "all"})


@dataclass
class Member:
    """One process of ours.

    Attributes:
        role: As in `aura serve --role`.
        port: Where it listens.
        slot: Its clock (`World.set_wrong`).
        child: The process.
        is_ready: Whether its workers work.
        started_at: When it was started last (seconds of `time.monotonic`).
        ready_at: When it was ready after that.
    """

    role: str
    port: int
    slot: int
    child: Child
    is_ready: bool = False
    started_at: float = 0.0
    ready_at: float = 0.0

    @property
    def has_worked(self) -> bool:
        """Whether it has worked for as long as it took to get up: on a slow machine it must do something at all."""
        return self.is_ready and time.monotonic() - self.ready_at >= self.ready_at - self.started_at

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"


class Fleet:
    """All of them. Whoever falls by itself is started again, as a process manager would.

    Attributes:
        killed: How often a process of each role was killed.
        fell: How often one ended by itself; that is no fault while its database is away.
    """

    def __init__(
        self, roles: Sequence[str], *, world: World, folder: Path, environment: Mapping[str, str]
    ) -> None:
        self.killed: Counter[str] = Counter()
        self.fell: Counter[str] = Counter()
        self._environment = dict(environment)
        self._world = world
        self._members = [self._member(number, role, folder) for number, role in enumerate(roles, start=1)]
        self._over = False

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members)

    def taking_webhooks(self) -> list[str]:
        """This will give the addresses that a load balancer would try."""
        return [member.address for member in self._members if member.role in _TAKES_WEBHOOKS]

    def members(self, role: str) -> list[Member]:
        """This will give the processes of a role."""
        return [member for member in self._members if member.role == role]

    async def start(self) -> None:
        """This will start all of them at once; whoever is first makes the tables.

        Raises:
            ChaosError: One does not come up.
        """
        for member in self._members:
            self._start(member)
        for member in self._members:
            await self.is_up(member, at_the_first_try=True)
            member.started_at = (
                member.ready_at
            )  # nothing was to be done yet: the first break may come at once

    def kill(self, member: Member) -> None:
        """This will end a process as when its machine loses power, and start it again."""
        if member.child.is_running:
            member.child.kill()
            self.killed[member.role] += 1
        self._start(member)

    async def is_up(self, member: Member, *, at_the_first_try: bool = False) -> None:
        """This will wait until a process is ready to do its work. One that is known to be is not asked again.

        Raises:
            ChaosError: It does not get ready in time, or ends although nothing was broken yet.
        """
        if member.is_ready and member.child.is_running:
            return
        loop = asyncio.get_running_loop()
        deadline = loop.time() + _UP_WITHIN
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http:
            while not await _says_ready(http, member):
                if loop.time() > deadline or (at_the_first_try and not member.child.is_running):
                    raise ChaosError(f"{member.role} did not get ready:\n{member.child.last_words()}")
                await asyncio.sleep(_LOOK_EVERY)
        member.is_ready, member.ready_at = True, time.monotonic()

    async def watch(self) -> None:
        """This will start again whoever fell, until cancelled."""
        while True:
            await asyncio.sleep(0.5)
            for member in self._members:
                if not member.child.is_running and not self._over:
                    self.fell[member.role] += 1
                    self._start(member)

    def stop(self) -> None:
        """This will end all of them."""
        self._over = True
        for member in self._members:
            member.child.kill()

    def _start(self, member: Member) -> None:
        member.is_ready, member.started_at = False, time.monotonic()
        told = f"{self._world.file}:{member.slot}"
        member.child.start(self._environment | {CLOCK_VARIABLE: told})

    @staticmethod
    def _member(number: int, role: str, folder: Path) -> Member:
        port = free_port()
        command = [sys.executable, "-m", "benchmarks.chaos.served", "serve", "--port", str(port)]
        if role != "all":
            command += ["--role", role]
        child = Child(command, log=folder / f"{role}-{number}.log", cwd=folder)
        return Member(role=role, port=port, slot=number, child=child)


async def _says_ready(http: aiohttp.ClientSession, member: Member) -> bool:
    try:
        async with http.get(f"{member.address}/ready") as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False
