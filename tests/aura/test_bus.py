"""What one process commits, the others' pages and workers hear of, over Redis; without it only its own do."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from aura.bus import Bus
from aura.settings import Settings, load_settings
from workflow.store.base import new_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Collection

CONFIG = Path(__file__).parents[2] / "config.yml"
SOON = 10


def settings(redis_url: str = "", *, clinic: str = "0123456789abcdef") -> Settings:
    return load_settings(
        CONFIG,
        {
            "AURA_SECRET": f"a-secret-of-the-clinic-{clinic}",
            "AURA_LINE_AURA_SECRET": "secret",
            "AURA_LINE_AURA_TOKEN": "token",
            "AURA_REDIS_URL": redis_url,
        },
    )


class Process:
    """One process's bus, and what its open pages were told."""

    def __init__(self, told: Settings) -> None:
        self.shown: list[uuid.UUID] = []
        self.all_shown = 0
        self.bus = Bus(told, show=self._show, show_all=self._show_all)

    def _show(self, ids: Collection[uuid.UUID]) -> None:
        self.shown += ids

    def _show_all(self) -> None:
        self.all_shown += 1


async def until(found: Callable[[], object]) -> None:
    async with asyncio.timeout(SOON):
        while not found():  # noqa: ASYNC110 - the other end tells nobody
            await asyncio.sleep(0.005)


@pytest.fixture
async def stack() -> object:
    async with AsyncExitStack() as stack:
        yield stack


async def test_what_changed_here_is_shown_here_and_there_once(redis_url: str, stack: AsyncExitStack) -> None:
    here, there = Process(settings(redis_url)), Process(settings(redis_url))
    for process in (here, there):
        await stack.enter_async_context(process.bus.open())
    await until(lambda: here.bus.reaches_others and there.bus.reaches_others)
    clinic_id, customer_id = new_id(), new_id()

    here.bus.changed([clinic_id, customer_id])
    await until(lambda: there.shown)

    assert set(there.shown) == {clinic_id, customer_id}
    assert sorted(here.shown) == sorted(there.shown)


async def test_a_ring_here_wakes_workers_there(redis_url: str, stack: AsyncExitStack) -> None:
    here, there = Process(settings(redis_url)), Process(settings(redis_url))
    for process in (here, there):
        await stack.enter_async_context(process.bus.open())
    await until(lambda: here.bus.reaches_others and there.bus.reaches_others)
    outbox, scans = there.bus.bell.hear("outbox"), there.bus.bell.hear("scans")

    here.bus.bell.ring("outbox")
    await asyncio.wait_for(outbox.wait(), SOON)

    assert not scans.is_set()


async def test_deployments_with_other_secrets_do_not_hear_each_other(
    redis_url: str, stack: AsyncExitStack
) -> None:
    here, friend = Process(settings(redis_url)), Process(settings(redis_url))
    stranger = Process(settings(redis_url, clinic="another"))
    for process in (here, friend, stranger):
        await stack.enter_async_context(process.bus.open())
    await until(lambda: all(process.bus.reaches_others for process in (here, friend, stranger)))

    here.bus.changed([new_id()])
    await until(lambda: friend.shown)

    assert stranger.shown == []


async def test_what_is_no_id_is_not_heard(redis_url: str, stack: AsyncExitStack) -> None:
    there = Process(settings(redis_url))
    await stack.enter_async_context(there.bus.open())
    await until(lambda: there.bus.reaches_others)
    clinic_id = new_id()

    async with Redis.from_url(redis_url) as redis:
        (topic,) = [name for name in await redis.pubsub_channels() if name.endswith(b"changed")]
        await redis.publish(topic, f"somebody,nonsense,{clinic_id},\xff")
    await until(lambda: there.shown)

    assert there.shown == [clinic_id]


async def test_without_redis_it_reaches_this_process_only_and_asks_for_nothing_else() -> None:
    alone = Process(settings())
    async with alone.bus.open():
        ear = alone.bus.bell.hear("outbox")
        clinic_id = new_id()

        alone.bus.changed([clinic_id])
        alone.bus.bell.ring("outbox")
        await asyncio.wait_for(ear.wait(), SOON)

    assert alone.shown == [clinic_id]
    assert alone.bus.reaches_others is None
