"""One run: a clinic's first day, its treatments and its follow-ups, with something breaking all the time.

The world's clock starts in the morning and jumps over the nights; before each jump everything is healed and drained,
because half a night without LINE is another story than a crash.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from benchmarks.chaos.complaints import complaints, nobody_broke, repeats
from benchmarks.chaos.crowd import AT_WRONG_CLOCKS
from benchmarks.chaos.evidence import (
    Gathered,
    booked_times,
    gather,
    replies_in_doubt,
    stages,
    still_waiting,
    treated_people,
)
from benchmarks.chaos.figures import Figures
from benchmarks.chaos.proof import find_faults
from benchmarks.chaos.scenery import Plan, Scenery, at, set_up
from benchmarks.chaos.testimony import Evidence
from benchmarks.chaos.world import ZONE
from bot.sending import UNKEYED_AT_ONCE

Say = Callable[[str, float], None]

_EVENING, _CONTACT = time(19, 30), time(10, 1)
_TREATMENT_DAYS = 2
_CONTACTS = (1, 7, 30, 90)
_EARLY = 30  # the contact that clocks gone wrong ring too early
_LOOK_EVERY = 0.25
_DRAIN_WITHIN = 90.0  # seconds
_PATIENCE = 6.0  # seconds without progress, then time passes: a lease must run out, a longer wait be over
_TIME_PASSES = timedelta(minutes=3)
#: The share of the time that each act is given.
_FIRST_DAY, _TREATMENTS, _EACH_CONTACT = 0.5, 0.22, 0.07


@dataclass(kw_only=True)
class Drama:
    """The acts of a run, and what came of them.

    Attributes:
        plan: How it goes.
        stage: What stands on it.
        say: Told what is going on, and which share of it is done.
        clock_jumps: How often a clock was turned.
        undrained: What was left to do when the time to drain was over.
        gathered: The evidence so far.
        mornings: The days whose morning card was due while we were there.
    """

    plan: Plan
    stage: Scenery
    say: Say
    clock_jumps: int = 0
    undrained: Mapping[str, int] = field(default_factory=dict)
    gathered: Gathered = field(default_factory=Gathered)
    mornings: list[date] = field(default_factory=list)
    _is_open: bool = False
    _words: str = ""
    _broken_for: float = 0.0

    async def play(self) -> None:
        """This will play all acts."""
        await self._first_day()
        await self._treatments()
        await self.stage.monkey.lose_redis()
        await self._follow_ups()
        await self._turn_clocks()
        self.undrained = await self._drain()

    async def _first_day(self) -> None:
        self._tell("the first day: selfies, bookings, questions")
        async with self._open():
            self.stage.crowd.arrive(lambda: self._is_open)
            await self._break_things(_FIRST_DAY)
            # However short a run is, no kind of break is left out.
            await self.stage.monkey.break_the_rest()
        await self._drain()

    async def _treatments(self) -> None:
        times = await asyncio.to_thread(booked_times, self.stage.judge)
        days = sorted({moment.astimezone(ZONE).date() for moment in times})[:_TREATMENT_DAYS]
        for day in days:
            self._tell(f"the treatments of {day}")
            self.stage.world.move_to(at(day, _EVENING))
            async with self._open():
                for employee in self.stage.employees:
                    employee.begin_hours()
                self.stage.crowd.come_back(lambda: self._is_open)
                await self._break_things(_TREATMENTS / len(days))
            await self._drain()

    async def _follow_ups(self) -> None:
        treated_on = self.stage.world.now().astimezone(ZONE).date()
        for contact in _CONTACTS:
            day = treated_on + timedelta(days=contact)
            if contact == _EARLY:
                await self._ring_too_early(at(day, _CONTACT))
            self._tell(f"day {contact} after the treatments")
            self.stage.world.move_to(at(day, _CONTACT))
            async with self._open():
                if contact == _CONTACTS[0]:
                    self.stage.crowd.worry(await asyncio.to_thread(treated_people, self.stage.judge))
                self.stage.crowd.come_back(lambda: self._is_open)
                await self._break_things(_EACH_CONTACT)
            self.mornings.append(day)
            await self._drain()

    async def _ring_too_early(self, moment: datetime) -> None:
        """This will let all our clocks jump to a day that is far off, and back; its contacts must not come twice."""
        self._tell("all clocks jump weeks ahead, and back")
        for member in self.stage.fleet:
            self.stage.world.set_wrong(member.slot, moment - self.stage.world.now())
        await self._people_write()
        for member in self.stage.fleet:
            self.stage.world.set_wrong(member.slot, timedelta(0))
        self.clock_jumps += 2 * len(list(self.stage.fleet))
        await self._people_write()
        await (
            self._drain()
        )  # what was put off by the wrong clocks must be back before the days pass that it is for

    async def _turn_clocks(self) -> None:
        self._tell("the clock of each kind of machine is wrong, both ways")
        self.clock_jumps += await self.stage.monkey.turn_clocks(self.stage.world, self._people_write)

    async def _people_write(self) -> None:
        """This will let some people ask something, and what they cause happen."""
        for somebody in self.stage.crowd.somebodies[:3]:
            somebody.write(self.stage.cast.words.points, what=AT_WRONG_CLOCKS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await self._nothing_waits()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        """This will open the clinic: staff look at their phones, and customers may write."""
        self._is_open = True
        working = [
            asyncio.create_task(employee.work(lambda: self._is_open)) for employee in self.stage.employees
        ]
        try:
            yield
            self._is_open = False
            await self.stage.crowd.leave()
            await self._staff_are_done()
        finally:
            self._is_open = False
            await _ended(working)

    async def _staff_are_done(self) -> None:
        """This will let the staff press what stands on their screens, with nothing breaking any more."""
        await self.stage.monkey.heal()
        for _ in range(3):
            await self._drain()
            seen = self._read()
            await asyncio.sleep(2 * _LOOK_EVERY + 0.5)
            if seen == self._read() and not any(employee.to_book for employee in self.stage.employees):
                return

    def _read(self) -> int:
        return sum(len(employee.hands.phone.messages()) for employee in self.stage.employees)

    async def _break_things(self, share: float) -> None:
        breaking = [
            asyncio.create_task(self.stage.monkey.rage()),
            asyncio.create_task(self.stage.monkey.trouble_line()),
        ]
        loop = asyncio.get_running_loop()
        until = loop.time() + share * self.plan.seconds
        try:
            while (left := until - loop.time()) > 0 and not any(task.done() for task in breaking):
                await asyncio.wait(breaking, timeout=min(left, 0.5))
                self._tell(self._words, broken=share * self.plan.seconds - max(0.0, until - loop.time()))
        finally:
            await _ended(breaking)
            self._broken_for += share * self.plan.seconds

    def _tell(self, words: str, *, broken: float = 0.0) -> None:
        self._words = words
        self.say(words, min(1.0, (self._broken_for + broken) / self.plan.seconds))

    async def _drain(self) -> dict[str, int]:
        """This will heal everything and wait until nothing is left to do; what is left when the time is over."""
        await self.stage.monkey.heal()
        try:
            async with asyncio.timeout(_DRAIN_WITHIN):
                await self._nothing_waits()
        except TimeoutError:
            return await self._left()
        finally:
            stage = self.stage
            await asyncio.to_thread(self.gathered.look, stage.judge, stage.world, stage.rules)
        return {}

    async def _nothing_waits(self) -> None:
        loop = asyncio.get_running_loop()
        best, since = -1, loop.time()
        while left := await self._left():
            count = sum(left.values())
            if best < 0 or count < best:
                best, since = count, loop.time()
            elif loop.time() - since > _PATIENCE and not await self._replies_are_in_doubt():
                self.stage.world.move(_TIME_PASSES)
                best, since = -1, loop.time()
            await asyncio.sleep(_LOOK_EVERY)

    async def _replies_are_in_doubt(self) -> bool:
        """This will say whether time must not be passed: minutes without an attempt are another story than a crash."""
        return bool(await asyncio.to_thread(replies_in_doubt, self.stage.judge))

    async def _left(self) -> dict[str, int]:
        stage = self.stage
        left = await asyncio.to_thread(still_waiting, stage.judge, stage.world.now(), stage.rules)
        return left | ({"webhooks": self.stage.mail.on_its_way} if self.stage.mail.on_its_way else {})


@asynccontextmanager
async def performed(plan: Plan, *, say: Say) -> AsyncIterator[Drama]:
    """This will set everything up, play, and take everything down when the block is left, whatever happens.

    Args:
        plan: How the run goes.
        say: Told what is going on, and which share of it is done.

    Raises:
        ChaosError: A server or a process of ours does not come up.
    """
    async with AsyncExitStack() as stack:
        stage = await set_up(plan, stack, lambda words: say(words, 0.0))
        drama = Drama(plan=plan, stage=stage, say=say)
        await drama.play()
        say("proving", 1.0)
        yield drama


def judged(drama: Drama) -> Figures:
    """This will hold a run that was played against every proof."""
    plan, stage = drama.plan, drama.stage
    evidence = gather(
        stage.judge,
        drama.gathered,
        postings=stage.mail.postings,
        double=stage.double,
        world=stage.world,
        rules=stage.rules,
        mornings=drama.mornings,
    )
    logs = [member.child.log for member in stage.fleet]
    found = complaints(logs)
    did = {
        "people": plan.people,
        "webhooks": len(evidence.posts),
        "notices": len(evidence.told),
        "sendings": len(evidence.sendings),
        "cases": len(evidence.courses),
        "photos": len(evidence.photos),
    }
    worked = did if plan.selfies else {name: did[name] for name in ("webhooks", "notices", "sendings")}
    return Figures(
        store=plan.store,
        seed=plan.seed,
        seconds=plan.seconds,
        did=did,
        had_to={**stage.monkey.breaks, "turn clocks": drama.clock_jumps, **worked},
        stopped=stage.monkey.stopped,
        silences=stage.monkey.silences,
        repeated=repeats(logs),
        killed=stage.fleet.killed,
        restarted=stage.monkey.restarted,
        fell=stage.fleet.fell,
        faults=stage.monkey.faults,
        answers=stage.mail.answers,
        clock_jumps=drama.clock_jumps,
        redis_is_lost=stage.monkey.redis_is_lost,
        stages=stages(stage.judge),
        undrained=drama.undrained,
        complaints=found,
        bugs=nobody_broke(found, database_is_crashed=bool(stage.monkey.restarted["postgres"])),
        found=find_faults(evidence),
        may_double=may_double(drama, evidence) if plan.keyless else 0,
    )


def may_double(drama: Drama, evidence: Evidence) -> int:
    """This will say how many messages may come twice where the channel knows no retry keys.

    So many as a process has out at once, each time one died, was stopped for longer than its leases, or could not
    write down what became of them; and each push that was taken and answered as if it had not been.
    """
    stage = drama.stage
    senders = [member for member in stage.fleet if member.role in {"all", "worker"}]
    deaths = sum(stage.fleet.killed[role] for role in ("all", "worker"))
    deaths += stage.monkey.restarted["postgres"] * len(senders) + sum(stage.monkey.stopped.values())
    answered_wrongly = sum(sending.accepted and not sending.said_so for sending in evidence.sendings)
    return UNKEYED_AT_ONCE * deaths + answered_wrongly


async def perform(plan: Plan, *, say: Say) -> Figures:
    """This will play a run and hold it against every proof.

    Args:
        plan: How it goes.
        say: Told what is going on, and which share of it is done.

    Raises:
        ChaosError: A server or a process of ours does not come up.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with performed(plan, say=say) as drama:
        found = await asyncio.to_thread(judged, drama)
        return replace(found, took=loop.time() - began)


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """This will end tasks, and raise what one of them died of: a bug of this harness."""
    for task in tasks:
        task.cancel()
    for died in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(died, Exception):
            raise died
