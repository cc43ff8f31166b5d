"""Sending by the batch: as few questions for many as for one, order kept, and little out where no key is known."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot.channels.memory import MemoryChannel
from bot.gate import Decision, May
from bot.outbox import Outbox
from bot.sending import UNKEYED_AT_ONCE
from tests.bot.test_outbox import rows, told
from tests.bot.world import World
from tests.factories.people import an_identity
from workflow.notices import NoticeState

if TYPE_CHECKING:
    from bot.channels.ports import Outcome, OutgoingMessage
    from workflow.store.models import ChannelIdentity

pytestmark = pytest.mark.servers
MANY = 12


class Watched(MemoryChannel):
    """Knows how many sendings were under way at once, and when the first few had left."""

    out = 0
    most = 0

    async def send(self, message: OutgoingMessage) -> Outcome:
        self.out += 1
        self.most = max(self.most, self.out)
        await asyncio.sleep(0)
        self.out -= 1
        return await super().send(message)


def outbox_over(world: World, channel: MemoryChannel) -> Outbox:
    return Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: channel},
        wording=world.outbox._preparing.wording,
    )


def strangers(world: World, number: int) -> list[ChannelIdentity]:
    return world.read(lambda session: [an_identity(session, world.cast.channel) for _ in range(number)])


def told_each(world: World, people: list[ChannelIdentity]) -> None:
    for number, to in enumerate(people):
        told(world, key=f"k{number}", to=to)


async def test_many_people_are_written_to_at_once(world: World) -> None:
    told_each(world, strangers(world, MANY))
    channel = Watched()
    await outbox_over(world, channel).send_due()
    assert channel.most == MANY
    assert {row.state for row in rows(world)} == {NoticeState.ACCEPTED}


async def test_a_channel_that_knows_no_keys_has_little_out_at_once(world: World) -> None:
    told_each(world, strangers(world, MANY))
    channel = Watched(knows_retry_keys=False)
    await outbox_over(world, channel).send_due()
    assert channel.most == UNKEYED_AT_ONCE
    assert len(channel.sent) == MANY
    assert {row.state for row in rows(world)} == {NoticeState.ACCEPTED}


async def test_without_keys_no_more_than_the_window_comes_twice_when_the_process_dies(world: World) -> None:
    told_each(world, strangers(world, MANY))
    channel = Watched(knows_retry_keys=False)
    dying = outbox_over(world, channel)

    left = asyncio.Event()

    async def never(_: Any) -> None:
        if len(channel.sent) == UNKEYED_AT_ONCE:
            left.set()
        await asyncio.Event().wait()

    dying._sender._settle = never
    work = asyncio.create_task(dying.send_lane(2))
    await left.wait()
    while not work.done():
        work.cancel()
        await asyncio.sleep(0)
    assert len(channel.sent) == UNKEYED_AT_ONCE, "no other leaves before one of these is written down"
    world.clock.advance(world.outbox._preparing.lease)
    await outbox_over(world, channel).send_due()
    assert len(channel.sent) == MANY + UNKEYED_AT_ONCE
    assert {row.state for row in rows(world)} == {NoticeState.ACCEPTED}


async def test_of_one_person_only_one_is_out_however_many_wait(world: World) -> None:
    [somebody] = strangers(world, 1)
    for number in range(5):
        told(world, key=f"k{number}", to=somebody)
    channel = Watched()
    outbox = outbox_over(world, channel)
    while await outbox.send_due():
        pass
    assert channel.most == 1
    assert [str(message.retry_key) for message in channel.sent] == [str(row.id) for row in rows(world)]


def test_the_database_is_asked_as_often_for_many_as_for_one(world: World) -> None:
    asked = {number: statements(world, number) for number in (1, MANY)}
    assert asked[MANY] == asked[1]


def statements(world: World, number: int) -> int:
    """How many statements make so many notices ready."""
    for count, to in enumerate(strangers(world, number)):
        told(world, key=f"{number}:{count}", to=to)
    engine = world.read(lambda session: session.get_bind())
    heard: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        heard.append(statement)

    sa.event.listen(engine, "before_cursor_execute", hear)
    batch = world.outbox._prepare(2, 50)
    sa.event.remove(engine, "before_cursor_execute", hear)
    assert len(batch.ready) == number
    return len(heard)


async def test_what_is_on_its_way_is_written_down_before_a_stop(world: World) -> None:
    told_each(world, strangers(world, 3))
    left, answer = asyncio.Event(), asyncio.Event()

    class Slow(MemoryChannel):
        async def send(self, message: OutgoingMessage) -> Outcome:
            left.set()
            await answer.wait()
            return await super().send(message)

    work = asyncio.create_task(outbox_over(world, Slow()).send_lane(2))
    await left.wait()
    work.cancel()
    answer.set()
    await asyncio.gather(work, return_exceptions=True)
    assert {row.state for row in rows(world)} == {NoticeState.ACCEPTED}


async def test_the_wait_at_the_gate_is_no_attempt(world: World) -> None:
    """So that a night's rest does not make the wait longer after LINE's first failure in the morning."""
    told(world)
    ask = world.outbox._preparing.gate

    def not_now(**asked: Any) -> Decision:
        if world.clock() < opens_at:
            return Decision(May.LATER, "quiet_hours", opens_at)
        return ask(**asked)

    opens_at = world.clock() + timedelta(minutes=1)
    outbox = Outbox(
        sessions=world.sessions,
        clock=world.clock,
        channels={world.cast.channel.id: world.channel},
        wording=world.outbox._preparing.wording,
        gate=not_now,
    )
    await outbox.send_due()
    [row] = rows(world)
    assert (row.attempts, row.lease_until, row.due_at, row.reason) == (0, None, opens_at, "quiet_hours")

    world.clock.advance(timedelta(minutes=1))
    await outbox.send_due()
    [row] = rows(world)
    assert (row.attempts, row.state) == (1, NoticeState.ACCEPTED)
