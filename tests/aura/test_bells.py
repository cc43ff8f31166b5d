"""Workers look when they are rung, ring those they made work for, and end their round before they go."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from aura import bells
from aura.bells import Bell, Worker, at_work
from aura.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

NEVER = 3600.0
SOON = 10.0


class Work:
    """Due work that a test can see being done."""

    def __init__(self, *rounds: int | Exception) -> None:
        self._rounds = list(rounds)
        self.done = 0
        self._round = asyncio.Event()

    async def __call__(self) -> int:
        self.done += 1
        self._round.set()
        what = self._rounds.pop(0) if self._rounds else 0
        if isinstance(what, Exception):
            raise what
        return what

    async def rounds(self, wanted: int) -> None:
        async with asyncio.timeout(SOON):
            while self.done < wanted:
                self._round.clear()
                await self._round.wait()


async def settled() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


def a_worker(bell: Bell, name: str, work: Callable[[], object], *causes: str) -> Worker:
    return Worker(name, work, bell=bell, look_every=NEVER, causes=causes)  # type: ignore[arg-type]


async def test_a_ring_wakes_those_of_its_name_and_nobody_else() -> None:
    bell, inbox, outbox = Bell(), Work(), Work()
    async with at_work([a_worker(bell, "inbox", inbox), a_worker(bell, "outbox", outbox)], bell=bell):
        await inbox.rounds(1)
        await outbox.rounds(1)

        bell.ring("outbox")
        await outbox.rounds(2)
        await settled()

        assert inbox.done == 1


async def test_it_may_be_rung_from_any_thread() -> None:
    bell, inbox = Bell(), Work()
    async with at_work([a_worker(bell, "inbox", inbox)], bell=bell):
        await inbox.rounds(1)

        await asyncio.to_thread(bell.ring, "inbox")

        await inbox.rounds(2)


async def test_whoever_did_something_rings_those_it_made_work_for_here_and_elsewhere() -> None:
    told: list[Collection[str]] = []
    bell, inbox, outbox = Bell(tell_others=told.append), Work(3), Work()
    workers = [a_worker(bell, "outbox", outbox), a_worker(bell, "inbox", inbox, "outbox", "scans")]
    async with at_work(workers, bell=bell):
        await inbox.rounds(2)
        await outbox.rounds(2)

    assert told == [("outbox", "scans")]


async def test_whoever_found_nothing_rings_nobody() -> None:
    told: list[Collection[str]] = []
    bell, inbox = Bell(tell_others=told.append), Work(0)
    async with at_work([a_worker(bell, "inbox", inbox, "outbox")], bell=bell):
        await inbox.rounds(1)
        await settled()

    assert told == []


async def test_a_round_that_fails_is_logged_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bells, "AFTER_TROUBLE", 0)
    bell, inbox = Bell(), Work(ZeroDivisionError(), 1)
    with capture_logs() as logs:
        async with at_work([a_worker(bell, "inbox", inbox)], bell=bell):
            await inbox.rounds(3)

    assert [line["event"] for line in logs] == ["worker.round_failed"]


async def test_a_round_under_way_comes_to_its_end_before_the_process_does() -> None:
    bell, began, may_end, ended = Bell(), asyncio.Event(), asyncio.Event(), []

    async def long() -> int:
        began.set()
        await may_end.wait()
        ended.append("it")
        return 1

    async def stop() -> None:
        async with at_work([a_worker(bell, "scans", long)], bell=bell):
            await began.wait()

    stopping = asyncio.create_task(stop())
    await began.wait()
    await settled()
    assert not stopping.done()
    may_end.set()
    await asyncio.wait_for(stopping, SOON)

    assert ended == ["it"]


async def test_a_round_that_does_not_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bells, "LAST_ROUND_SECONDS", 0.01)
    bell, began = Bell(), asyncio.Event()

    async def endless() -> int:
        began.set()
        await asyncio.Event().wait()
        return 1

    with capture_logs() as logs:
        async with at_work([a_worker(bell, "scans", endless)], bell=bell):
            await began.wait()

    assert [(line["event"], line["worker"]) for line in logs] == [("worker.cut_off", "scans")]


class ClosingLoop:
    """A loop that closes between the look at it and the call."""

    def is_closed(self) -> bool:
        return False

    def call_soon_threadsafe(self, *_: object) -> None:
        raise RuntimeError("Event loop is closed")


def test_a_ring_while_the_loop_closes_fails_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    bell, wire = Bell(), Wire("redis://localhost:1", deployment="clinic")
    for end in (bell, wire):
        monkeypatch.setattr(end, "_loop", ClosingLoop())

    bell.ring("outbox")
    wire.say("due", ["outbox"])


@pytest.mark.parametrize("kind", [Bell, Wire])
def test_a_ring_while_the_loop_is_put_down_fails_nobody(
    kind: type[Bell | Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    end = Bell() if kind is Bell else Wire("redis://localhost:1", deployment="clinic")
    looks: list[object] = [ClosingLoop()]  # it is there at the first look only
    monkeypatch.setattr(
        kind,
        "_loop",
        property(lambda _: looks.pop() if looks else None, lambda _, __: None),
        raising=False,
    )

    if isinstance(end, Bell):
        end.ring("outbox")
    else:
        end.say("due", ["outbox"])
