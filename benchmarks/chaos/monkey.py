"""Who is killed when, and what goes wrong at LINE: by dice with a known seed, each kind in turn so that none is left out."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from benchmarks.chaos.fleet import Fleet, Member
from benchmarks.chaos.servers import Postgres, Redis
from benchmarks.chaos.world import World
from simulator import LineDouble
from simulator.faults import SENDING, Fault

#: How LINE lets a sending down: before it took it, and after.
_WEATHER = (
    Fault.TIMEOUT,
    Fault.TIMEOUT_AFTER,
    Fault.ERROR_BEFORE,
    Fault.ERROR_AFTER,
    Fault.RATE,
)
_PHOTO_TROUBLE = (Fault.TIMEOUT, Fault.ERROR_BEFORE)
_KILLED_EARLY = 0.1
_FAULTS_AT_MOST = 4  # waiting to happen: LINE is in trouble now and then, not gone
_AWAY = (0.0, 0.8)  # seconds that a server stays away


@dataclass
class Monkey:
    """Breaks one thing after the other.

    Attributes:
        every: Seconds between two breaks, on average.
        restarted: How often each server was crashed and started again.
        faults: How often LINE was made to fail, by kind.
        redis_is_lost: Whether Redis is gone for good.
    """

    fleet: Fleet
    double: LineDouble
    dice: random.Random
    every: float
    postgres: Postgres | None = None
    redis: Redis | None = None
    restarted: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    redis_is_lost: bool = False
    _mending: set[asyncio.Task[None]] = field(default_factory=set)

    async def rage(self) -> None:
        """This will break things until cancelled."""
        deck: list[Callable[[], Awaitable[None]]] = []
        while True:
            await asyncio.sleep(self.dice.uniform(0.5, 1.5) * self.every)
            if not deck:
                deck = self._all_breaks()
                self.dice.shuffle(deck)
            await deck.pop()()

    async def trouble_line(self) -> None:
        """This will let LINE fail now and then until cancelled: mostly single sendings, sometimes many in a row."""
        while True:
            await asyncio.sleep(self.dice.uniform(0.4, 2.0))
            fault = self.dice.choice(_WEATHER)
            times = self.dice.choice((1, 1, 1, 2, 5))
            self._script(SENDING, fault, times)
            if self.dice.random() < 0.1:
                self._script("content", self.dice.choice(_PHOTO_TROUBLE), 1)

    async def lose_redis(self) -> None:
        """This will take Redis away for good."""
        if self.redis is not None and not self.redis_is_lost:
            self.redis_is_lost = True
            await asyncio.to_thread(self.redis.stop)

    async def heal(self) -> None:
        """This will end all faults and wait until every process is up again."""
        self.double.faults.clear()
        await asyncio.gather(*self._mending)
        for member in self.fleet:
            await self.fleet.is_up(member)

    async def turn_clocks(self, world: World, look: Callable[[], Awaitable[None]]) -> int:
        """This will let each machine's clock be wrong, both ways, one after the other and all at once.

        Args:
            world: The clock of the run.
            look: Called each time a clock was turned, so that people do something meanwhile.

        Returns:
            How often a clock jumped.
        """
        jumps = 0
        for hours in (2.0, -2.0, 0.25, -0.25):
            for members in (*([member] for member in self.fleet), list(self.fleet)):
                for member in members:
                    world.set_wrong(member.slot, timedelta(hours=hours))
                await look()
                for member in members:
                    world.set_wrong(member.slot, timedelta(0))
                jumps += 2 * len(members)
        await look()
        return jumps

    def _all_breaks(self) -> list[Callable[[], Awaitable[None]]]:
        breaks: list[Callable[[], Awaitable[None]]] = [
            lambda member=member: self._kill(member)  # type: ignore[misc]
            for member in self.fleet
        ]
        if self.postgres is not None:
            breaks.append(self._crash_postgres)
        if self.redis is not None and not self.redis_is_lost:
            breaks.append(self._crash_redis)
        return breaks

    async def _kill(self, member: Member) -> None:
        """This will kill a process that has worked for a while; rarely, one that is only starting."""
        if not member.has_worked and self.dice.random() >= _KILLED_EARLY:
            return
        self.fleet.kill(member)
        self._mend(self.fleet.is_up(member))

    async def _crash_postgres(self) -> None:
        if self.postgres is not None:
            await self._crash("postgres", self.postgres)

    async def _crash_redis(self) -> None:
        if self.redis is not None and not self.redis_is_lost:
            await self._crash("redis", self.redis)

    async def _crash(self, name: str, server: Postgres | Redis) -> None:
        """This will crash a server; what was taken away comes back, even if the rage ends meanwhile."""
        self.restarted[name] += 1
        await asyncio.shield(self._mend(self._crash_and_start(server)))

    async def _crash_and_start(self, server: Postgres | Redis) -> None:
        await asyncio.to_thread(server.crash)
        await asyncio.sleep(self.dice.uniform(*_AWAY))
        await asyncio.to_thread(server.start)

    def _mend(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """This will keep something that must be whole again before a run goes on."""
        task = asyncio.create_task(work)
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)
        return task

    def _script(self, endpoint: str, fault: Fault, times: int) -> None:
        waiting = len(self.double.faults.waiting.get(endpoint, ()))
        if waiting < _FAULTS_AT_MOST:
            self.double.faults.script(endpoint, fault, times)
            self.faults[fault.value] += times
