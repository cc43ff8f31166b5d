"""Some turns are under way at once: a slow one holds up nobody else, and none goes on unwatched."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

import bot.inbox
from bot.inbox import Inbox
from bot.under_way import UnderWay
from workflow.store.models import InboundEvent, InboundState

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlu import Understander
    from tests.bot.world import World

SLOW, BROKEN = "slow", "broken"


@dataclass
class Moody:
    """Understands slow words only once it is let go, and breaks over broken ones."""

    understander: Understander
    let_go: threading.Event = field(default_factory=threading.Event)
    reading: list[str] = field(default_factory=list)

    def understand(self, text: str, **told: Any) -> Any:
        self.reading.append(text)
        if text.startswith(SLOW):
            self.let_go.wait(20)
        if text.startswith(BROKEN):
            raise ZeroDivisionError
        return self.understander.understand(text, **told)


@pytest.fixture
def moody(world: World) -> Moody:
    return Moody(world.kit.understander)


async def _come(world: World, *words: str) -> None:
    """Somebody new writes each of these."""
    events = [world.double.events.text(f"U{number:032x}", said) for number, said in enumerate(words)]
    assert await world.double.deliver(*events) == 200


def _states(world: World) -> list[tuple[InboundState, int]]:
    rows = world.read(
        lambda session: session.scalars(sa.select(InboundEvent).order_by(InboundEvent.happened_at)).all()
    )
    return [(row.state, row.attempts) for row in rows]


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what is waited for happens in another thread
            await asyncio.sleep(0.01)


async def test_no_more_events_are_taken_than_begin_at_once(world: World, moody: Moody) -> None:
    inbox = Inbox(sessions=world.sessions, kit=replace(world.kit, understander=moody))
    places = world.kit.settings.concurrent_turns
    await _come(world, *([SLOW] * (places + 2)))
    handling = asyncio.create_task(inbox.handle_due())
    await _until(lambda: len(moody.reading) == places)
    assert sorted(attempts for _, attempts in _states(world)) == [0, 0] + [1] * places
    moody.let_go.set()
    assert await handling == places + 2
    assert {state for state, _ in _states(world)} == {InboundState.HANDLED}


async def test_a_slow_turn_holds_up_nobody_else(world: World, moody: Moody) -> None:
    inbox = Inbox(sessions=world.sessions, kit=replace(world.kit, understander=moody))
    others = 3 * world.kit.settings.concurrent_turns
    await _come(world, SLOW, *(["สวัสดีค่ะ"] * others))
    handling = asyncio.create_task(inbox.handle_due())
    await _until(lambda: [state for state, _ in _states(world)].count(InboundState.HANDLED) == others)
    assert not handling.done()
    waiting = [attempts for state, attempts in _states(world) if state is InboundState.WAITING]
    assert waiting == [1], "only the slow one, and it is under way"
    moody.let_go.set()
    assert await handling == others + 1


async def test_who_writes_while_a_turn_is_slow_is_answered(world: World, moody: Moody) -> None:
    inbox = Inbox(sessions=world.sessions, kit=replace(world.kit, understander=moody))
    await _come(world, SLOW)
    handling = asyncio.create_task(inbox.handle_due())
    await _until(lambda: len(moody.reading) == 1)
    await world.double.deliver(world.double.events.text(world.mali, "สวัสดีค่ะ"))
    await _until(lambda: InboundState.HANDLED in {state for state, _ in _states(world)})
    assert not handling.done()
    moody.let_go.set()
    await handling


async def test_where_a_failure_cannot_be_written_down_the_others_are_still_waited_for(
    world: World, moody: Moody, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_database(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("UPDATE", {}, Exception("disk I/O error"))

    monkeypatch.setattr(bot.inbox, "postpone_event", no_database)
    inbox = Inbox(sessions=world.sessions, kit=replace(world.kit, understander=moody))
    later = 2 * world.kit.settings.concurrent_turns
    await _come(world, BROKEN, SLOW, *(["สวัสดีค่ะ"] * later))
    handling = asyncio.create_task(inbox.handle_due())
    await _until(lambda: BROKEN in moody.reading and SLOW in moody.reading)
    await asyncio.sleep(0.5)
    assert not handling.done(), "the slow one is under way"
    moody.let_go.set()
    with pytest.raises(sa.exc.OperationalError):
        await handling
    told = _states(world)
    assert (InboundState.HANDLED, 1) in told
    assert [attempts for state, attempts in told if state is InboundState.WAITING and attempts] == [1], (
        "the broken one alone is left for another to find; nothing else was taken and dropped"
    )


async def test_all_have_ended_when_the_block_is_left() -> None:
    ended: list[str] = []

    async def turn(name: str, steps: int, error: Exception | None = None) -> None:
        for _ in range(steps):
            await asyncio.sleep(0)
        ended.append(name)
        if error is not None:
            raise error

    async def work() -> None:
        async with UnderWay(at_once=4) as turns:
            turns.begin([turn("first", 1, ZeroDivisionError()), turn("second", 5), turn("third", 50)])
            assert turns.free == 1
            assert await turns.all_ended()
            assert turns.has_failed

    with pytest.raises(ZeroDivisionError):
        await work()
    assert ended == ["first", "second", "third"]


async def test_one_that_is_stopped_stops_its_turns() -> None:
    hanging = asyncio.Event()
    stopped: list[bool] = []

    async def turn() -> None:
        try:
            await hanging.wait()
        finally:
            stopped.append(True)

    async def work() -> None:
        async with UnderWay(at_once=2) as turns:
            turns.begin([turn(), turn()])
            await turns.all_ended()

    working = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    await asyncio.sleep(0)
    assert stopped == [True, True]
