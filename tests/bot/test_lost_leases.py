"""A worker that lost its notice to another sends nothing any more, and changes nothing of what the other wrote."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.channels.memory import MemoryChannel
from bot.channels.pace import OwnPace
from bot.channels.ports import Outcome
from bot.outbox import Outbox, places
from bot.settings import BotSettings
from tests.bot.test_outbox import a_token, rows, told
from workflow.notices import NoticeState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.channels.ports import Channel, OutgoingMessage
    from tests.bot.world import World

pytestmark = pytest.mark.servers
STALL = timedelta(seconds=11)  # the lease is ten


@pytest.fixture(autouse=True)
def _looks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the stalled worker itself would look again before the other one does."""
    monkeypatch.setattr("bot.outbox.LOOK_AGAIN", 60.0)


def outbox_over(world: World, channel: Channel) -> Outbox:
    return Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: channel},
        wording=world.outbox._preparing.wording,
    )


class Stalls(MemoryChannel):
    """Does something in the middle of its first sending, and then goes on as asked."""

    def __init__(
        self, meanwhile: Callable[[], Awaitable[object]], send: Callable[..., Awaitable[Outcome]]
    ) -> None:
        super().__init__()
        self.meanwhile = meanwhile
        self.then = send

    async def send(self, message: OutgoingMessage) -> Outcome:
        await self.meanwhile()
        return await self.then(message)


async def test_whoever_wakes_after_its_lease_sends_nothing(world: World) -> None:
    told(world, reply=a_token(world))
    [ready] = (await asyncio.to_thread(world.outbox._prepare, 2, 5)).ready
    world.clock.advance(STALL)
    await world.outbox.send_due()

    assert await world.outbox._sender.send(ready) is None

    assert len(world.heard(world.mali)) == 1
    assert len(world.double.requests_to("reply")) == 1


async def test_a_reply_that_was_taken_over_while_it_left_is_not_pushed_too(world: World) -> None:
    told(world, reply=a_token(world))

    async def another_sends() -> None:
        world.clock.advance(STALL)
        await world.outbox.send_due()

    await outbox_over(world, Stalls(another_sends, world.channel.send)).send_lane(2)

    assert len(world.heard(world.mali)) == 1
    assert world.double.requests_to("push") == []
    assert rows(world)[0].state is NoticeState.ACCEPTED


@pytest.mark.parametrize(
    "answer",
    [
        Outcome(status=429, message="rate"),
        Outcome(status=400, message="no such person"),
        Outcome(status=None, message="TimeoutError"),
    ],
)
async def test_a_late_answer_changes_nothing_of_the_sending_of_another(world: World, answer: Outcome) -> None:
    told(world)

    async def another_takes_over() -> None:
        world.clock.advance(STALL)
        await asyncio.to_thread(world.outbox._prepare, 2, 5)

    async def send(_: OutgoingMessage) -> Outcome:
        return answer

    await outbox_over(world, Stalls(another_takes_over, send)).send_lane(2)

    [row] = rows(world)
    assert (row.state, row.attempts, row.may_have_gone) == (NoticeState.WAITING, 2, True)
    assert row.lease_until == world.clock() + timedelta(seconds=10)


async def test_what_arrived_is_written_down_even_by_whoever_lost_it(world: World) -> None:
    told(world)

    async def another_takes_over() -> None:
        world.clock.advance(STALL)
        await asyncio.to_thread(world.outbox._prepare, 2, 5)

    await outbox_over(world, Stalls(another_takes_over, world.channel.send)).send_lane(2)
    assert rows(world)[0].state is NoticeState.ACCEPTED


class SlowPace(MemoryChannel):
    """Lets nothing go before so much of the lease is over."""

    def __init__(self, world: World, wait: timedelta) -> None:
        super().__init__()
        self.world, self.wait = world, wait

    async def take_turn(self, *, within: float) -> bool:
        self.world.clock.advance(self.wait)
        return within > 0


@pytest.mark.parametrize(("wait", "sent"), [(4.9, 1), (5.1, 0)])
async def test_what_would_be_answered_after_its_lease_is_left_to_others(
    world: World, wait: float, sent: int
) -> None:
    told(world)
    channel = SlowPace(world, timedelta(seconds=wait))
    await outbox_over(world, channel).send_lane(2)
    assert len(channel.sent) == sent
    if not sent:
        assert rows(world)[0].state is NoticeState.WAITING
        world.clock.advance(STALL)
        await world.outbox.send_due()
    assert rows(world)[0].state is NoticeState.ACCEPTED


async def test_nobody_waits_for_the_pace_longer_than_the_lease(world: World) -> None:
    told(world)

    class NoPace(MemoryChannel):
        async def take_turn(self, *, within: float) -> bool:
            self.within = within
            return False

    channel = NoPace()
    await outbox_over(world, channel).send_lane(2)
    assert channel.within == 5.0, "the lease without the longest time a sending may take"
    assert rows(world)[0].state is NoticeState.WAITING


async def test_whoever_stops_waiting_for_the_pace_leaves_the_place_to_another() -> None:
    pace = OwnPace(10, burst=1)
    await pace.take(within=1)
    before = pace._next
    waiting = asyncio.create_task(pace.take(within=1))
    await asyncio.sleep(0)
    assert pace._next > before
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert pace._next == pytest.approx(before)


@pytest.mark.parametrize(("sends_per_second", "out"), [(1_800, 400), (100, 31), (1, 1)])
def test_a_lane_takes_no_more_than_the_pace_lets_out_within_the_lease(
    sends_per_second: int, out: int
) -> None:
    assert places(BotSettings(sends_per_second=sends_per_second)) == out
