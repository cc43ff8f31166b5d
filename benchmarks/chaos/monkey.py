"""Who is killed when, and what goes wrong at LINE: by dice with a known seed, each kind in turn so that none is left out."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

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
_HANGS = (Fault.TIMEOUT, Fault.TIMEOUT_AFTER)
_PHOTO_TROUBLE = (Fault.TIMEOUT, Fault.ERROR_BEFORE)
_KILLED_EARLY = 0.1
_FAULTS_AT_MOST = 4  # waiting to happen: LINE is in trouble now and then, not gone
_AWAY = (0.0, 0.8)  # seconds that a server stays away
_SILENT = (3.0, 6.0)  # seconds that Redis takes connections and says nothing
_LONGER_THAN_A_LEASE = (1.0, 3.0)  # seconds more than that a worker is stopped
_SENDERS = frozenset({"worker", "all"})
_TRIES = 3  # to break what the dice left out
_MOMENT = 0.005  # seconds between two looks whether something is being sent
_SENDS_WITHIN, _FAILS_WITHIN = 3.0, 15.0  # seconds

Break: TypeAlias = tuple[str, Callable[[], Awaitable[None]]]


@dataclass
class Monkey:
    """Breaks one thing after the other.

    Attributes:
        every: Seconds between two breaks, on average.
        lease: How long the longest of our leases lasts (seconds): a worker is stopped for longer.
        restarted: How often each server was crashed and started again.
        stopped: How often a process of each role was stopped for longer than its leases, and went on.
        silences: How often Redis was there and said nothing.
        faults: How often LINE was made to fail, by kind.
        redis_is_lost: Whether Redis is gone for good.
    """

    fleet: Fleet
    double: LineDouble
    dice: random.Random
    every: float
    lease: float
    postgres: Postgres | None = None
    redis: Redis | None = None
    restarted: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    silences: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    redis_is_lost: bool = False
    _mending: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def breaks(self) -> dict[str, int]:
        """Each kind of break that this run is there for, and how often it came: none may be left out."""
        roles = sorted({member.role for member in self.fleet})
        counts = {f"kill {role}": self.fleet.killed[role] for role in roles}
        counts |= {f"stop {role}": self.stopped[role] for role in roles if role in _SENDERS}
        if self.postgres is not None:
            counts["crash postgres"] = self.restarted["postgres"]
        if self.redis is not None:
            counts["crash redis"] = self.restarted["redis"]
            counts["silence redis"] = self.silences
            counts["lose redis"] = int(self.redis_is_lost)
        met = Counter(request.fault for request in self.double.requests)
        return counts | {f"line {fault.value}": met[fault.value] for fault in _WEATHER}

    async def rage(self) -> None:
        """This will break things until cancelled."""
        deck: list[Break] = []
        while True:
            await asyncio.sleep(self.dice.uniform(0.5, 1.5) * self.every)
            if not deck:
                deck = self._all_breaks()
                self.dice.shuffle(deck)
            await deck.pop()[1]()

    async def break_the_rest(self) -> None:
        """This will break whatever the dice left out so far, each kind once."""
        for _ in range(_TRIES):
            await self._all_are_up()
            # Who is killed is away for long: that comes last.
            for kind, happen in sorted(self._all_breaks(), key=lambda one: one[0].startswith("kill")):
                if not self.breaks[kind]:
                    await happen()
        for fault in _WEATHER:
            if not self.breaks[f"line {fault.value}"]:
                self.double.faults.script(SENDING, fault)
                self.faults[fault.value] += 1
        await self._until(lambda: not self.double.faults.waiting.get(SENDING), within=_FAILS_WITHIN)

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
        await self._all_are_up()

    async def turn_clocks(self, world: World, look: Callable[[], Awaitable[None]]) -> int:
        """This will let the clock of one machine of each role be wrong, both ways, and of all of them at once.

        Args:
            world: The clock of the run.
            look: Called each time a clock was turned, so that people do something meanwhile.

        Returns:
            How often a clock jumped.
        """
        jumps = 0
        everybody = list(self.fleet)
        # Machines of one role run the same program; where there is one machine, it is all of them.
        alone = [[member] for member in {member.role: member for member in everybody}.values()]
        for hours in (2.0, -2.0, 0.25, -0.25):
            for members in (*alone, everybody) if len(everybody) > 1 else alone:
                for member in members:
                    world.set_wrong(member.slot, timedelta(hours=hours))
                await look()
                for member in members:
                    world.set_wrong(member.slot, timedelta(0))
                jumps += 2 * len(members)
        await look()
        return jumps

    def _all_breaks(self) -> list[Break]:
        breaks: list[Break] = []
        for member in self.fleet:
            breaks.append((f"kill {member.role}", lambda member=member: self._kill(member)))  # type: ignore[misc]
            if member.role in _SENDERS:
                breaks.append((f"stop {member.role}", lambda member=member: self._stop(member)))  # type: ignore[misc]
        if self.postgres is not None:
            breaks.append(("crash postgres", self._crash_postgres))
        if self.redis is not None and not self.redis_is_lost:
            breaks.append(("crash redis", self._crash_redis))
            breaks.append(("silence redis", self._silence_redis))
        return breaks

    async def _kill(self, member: Member) -> None:
        """This will kill a process that has worked for a while; rarely, one that is only starting."""
        never_yet = not self.fleet.killed[member.role] and member.is_ready
        if not (member.has_worked or never_yet) and self.dice.random() >= _KILLED_EARLY:
            return
        self.fleet.kill(member)
        self._mend(self.fleet.is_up(member))

    async def _stop(self, member: Member) -> None:
        """This will stop a process while it sends, for longer than its leases last; then it goes on with what it had.

        Another has taken its work over meanwhile, and it knows nothing of that.
        """
        if not member.is_ready:
            return
        if self.dice.random() < 0.5:  # in the middle of an answer of LINE's, or just before or after one
            self._script(SENDING, self.dice.choice(_HANGS), 1)
        seen = len(self.double.requests)
        await self._until(lambda: len(self.double.requests) > seen, within=_SENDS_WITHIN)
        await asyncio.shield(self._mend(self._stop_and_go_on(member)))

    async def _stop_and_go_on(self, member: Member) -> None:
        if member.child.pause():
            await asyncio.sleep(self.lease + self.dice.uniform(*_LONGER_THAN_A_LEASE))
            self.stopped[member.role] += member.child.go_on()

    async def _crash_postgres(self) -> None:
        if self.postgres is not None:
            await self._crash("postgres", self.postgres)

    async def _crash_redis(self) -> None:
        if self.redis is not None and not self.redis_is_lost:
            await self._crash("redis", self.redis)

    async def _silence_redis(self) -> None:
        if self.redis is not None and not self.redis_is_lost:
            self.silences += 1
            await asyncio.shield(self._mend(self._silence_for_a_while(self.redis)))

    async def _silence_for_a_while(self, redis: Redis) -> None:
        redis.fall_silent()
        await asyncio.sleep(self.dice.uniform(*_SILENT))
        redis.speak_again()

    async def _crash(self, name: str, server: Postgres | Redis) -> None:
        """This will crash a server; what was taken away comes back, even if the rage ends meanwhile."""
        self.restarted[name] += 1
        await asyncio.shield(self._mend(self._crash_and_start(server)))

    async def _crash_and_start(self, server: Postgres | Redis) -> None:
        await asyncio.to_thread(server.crash)
        await asyncio.sleep(self.dice.uniform(*_AWAY))
        await asyncio.to_thread(server.start)

    async def _all_are_up(self) -> None:
        await asyncio.gather(*self._mending)
        for member in self.fleet:
            await self.fleet.is_up(member)

    @staticmethod
    async def _until(holds: Callable[[], bool], *, within: float) -> None:
        """This will wait for something, and go on without it when the time is over."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not holds() and loop.time() < deadline:  # noqa: ASYNC110 - LINE's double rings nobody
            await asyncio.sleep(_MOMENT)

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
