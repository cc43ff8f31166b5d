"""Workers that do what is due: rung when something happened, and looking by themselves now and then."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from scheduler.clock import AlarmClock

log = structlog.get_logger(__name__)

# What the worker is rung by that reads photos; by what those are that send stands in `outbox_of`.
SCANS = "scans"
# What the worker is rung by that makes simulated pictures.
SIMULATIONS = "simulations"
# What the worker is rung by that has answers phrased.
PHRASINGS = "phrasings"

RING_EVERY = timedelta(seconds=5)
AFTER_TROUBLE = 1.0  # seconds to wait after a round that failed as a whole
LAST_ROUND_SECONDS = (
    10.0  # how long a round under way may take once it is told to stop; longer than one sending
)


def outbox_of(lane: int) -> str:
    """This will give what the worker is rung by that sends the notices of a lane."""
    return f"outbox.{lane}"


class Bell:
    """Rings workers by the name of their work. A ring says "look"; what there is to do stands in the rows."""

    def __init__(self, tell_others: Callable[[Collection[str]], None] = lambda _: None) -> None:
        """This will make a bell nobody hears yet.

        Args:
            tell_others: Has the bells of other processes rung; called from any thread.
        """
        self._ears: dict[str, list[asyncio.Event]] = {}
        self._tell_others = tell_others
        self._loop: asyncio.AbstractEventLoop | None = None

    def hear(self, name: str) -> asyncio.Event:
        """This will give a worker its ear: an event that is set by each ring for its name."""
        ear = asyncio.Event()
        self._ears.setdefault(name, []).append(ear)
        self._loop = asyncio.get_running_loop()
        return ear

    def ring(self, *names: str) -> None:
        """This will wake the workers of these names, here and elsewhere; from any thread, and never failing."""
        if not names:
            return
        self._tell_others(names)
        loop = self._loop  # once: another thread may put it down, or close it, at any moment
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # closed: there is nobody left to wake here
                loop.call_soon_threadsafe(self.wake, *names)

    def wake(self, *names: str) -> None:
        """This will wake workers of this process only, from its own loop: those of these names, or all."""
        for name in names or tuple(self._ears):
            for ear in self._ears.get(name, ()):
                ear.set()


class Worker:
    """Does one kind of due work, again and again, until it is stopped."""

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[int]],
        *,
        bell: Bell,
        look_every: float,
        causes: Sequence[str] = (),
    ) -> None:
        """This will set a worker up.

        Args:
            name: What it is rung by, and called in the log.
            work: Does what is due and says how many rows it touched.
            bell: Wakes it, and others by it.
            causes: Whom it rings when it did something, because that may be work for them.
            look_every: Seconds after which it looks even if nobody rang.
        """
        self.name = name
        self.work = work
        self._bell = bell
        self._look_every = look_every
        self._causes = causes
        self._stopping = False

    async def run(self) -> None:
        """This will work until stopped. A round that fails is logged and tried again; the rows are still there."""
        ear = self._bell.hear(self.name)
        while not self._stopping:
            ear.clear()
            try:
                done = await self.work()
            except Exception:
                log.exception("worker.round_failed", worker=self.name)
                await asyncio.sleep(AFTER_TROUBLE)
                continue
            if done:
                self._bell.ring(*self._causes)
            elif not self._stopping:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ear.wait(), self._look_every)

    def stop(self) -> None:
        """This will let the round under way be the last one."""
        self._stopping = True


async def drain(workers: Sequence[Worker], *, rounds: int = 200) -> int:
    """This will do everything that is due now, whatever it causes included, and say how many rows that were.

    Raises:
        RuntimeError: There is always something left to do; two kinds of work feed each other.
    """
    total = 0
    for _ in range(rounds):
        done = 0
        for worker in workers:
            done += await worker.work()
        if done == 0:
            return total
        total += done
    raise RuntimeError("the work that is due never comes to an end")


@asynccontextmanager
async def at_work(workers: Sequence[Worker], *, bell: Bell) -> AsyncIterator[None]:
    """This will let the workers work and the alarm clock ring until the block is left.

    The rounds under way then come to their end. What takes too long is cut off: its rows' leases run out, and others
    do it.
    """
    tasks = [asyncio.create_task(worker.run(), name=worker.name) for worker in workers]

    async def ring() -> None:
        bell.wake()

    alarm = AlarmClock({"look": (RING_EVERY, ring)})
    alarm.start()
    try:
        yield
    finally:
        alarm.stop()
        for worker in workers:
            worker.stop()
        bell.wake()
        await _end(tasks)


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=LAST_ROUND_SECONDS)
    for task in late:
        log.warning("worker.cut_off", worker=task.get_name())
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
