"""Processes hear each other over Redis; while it is away nothing fails, and it is said once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from aura import wire
from aura.wire import Wire
from tests.servers.redis_server import RedisServer

if TYPE_CHECKING:
    from collections.abc import Iterator

SOON = 10  # seconds; a failing test says so, a passing one takes milliseconds


class Ear:
    """What one process hears."""

    def __init__(self, url: str, deployment: str = "clinic") -> None:
        self.wire = Wire(url, deployment=deployment)
        self.heard: list[str] = []
        self.missed = 0
        self._something = asyncio.Event()
        self.wire.hear("due", self._hear, missed=self._miss)

    def _hear(self, words: list[str]) -> None:
        self.heard += words
        self._something.set()

    def _miss(self) -> None:
        self.missed += 1
        self._something.set()

    async def something(self) -> None:
        """Wait until a word came, or it is known that some may have been missed."""
        await asyncio.wait_for(self._something.wait(), SOON)
        self._something.clear()


async def up(*ends: Ear) -> None:
    """Wait until everybody listens; Redis tells nobody who does."""
    async with asyncio.timeout(SOON):
        while not all(end.wire.is_up for end in ends):  # noqa: ASYNC110 - ours is not told either
            await asyncio.sleep(0.005)


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis of this test's own, to be killed."""
    server = RedisServer.start()
    yield server
    server.stop()


async def test_a_word_is_heard_by_the_others_and_not_by_whoever_says_it(redis_url: str) -> None:
    here, there = Ear(redis_url), Ear(redis_url)
    async with here.wire.open(), there.wire.open():
        await up(here, there)

        here.wire.say("due", ["outbox", "scans"])
        await there.something()

    assert there.heard == ["outbox", "scans"]
    assert here.heard == []


async def test_another_deployment_on_the_same_redis_hears_nothing(redis_url: str) -> None:
    here, friend, stranger = Ear(redis_url), Ear(redis_url), Ear(redis_url, "other")
    async with here.wire.open(), friend.wire.open(), stranger.wire.open():
        await up(here, friend, stranger)

        here.wire.say("due", ["outbox"])
        await friend.something()

    assert stranger.heard == []


async def test_what_is_said_many_times_at_once_is_carried_once(redis_url: str) -> None:
    here, there = Ear(redis_url), Ear(redis_url)
    async with here.wire.open(), there.wire.open():
        await up(here, there)

        for _ in range(100):
            here.wire.say("due", ["outbox"])
        await there.something()
        here.wire.say("due", ["last"])
        while "last" not in there.heard:
            await there.something()

    assert there.heard == ["outbox", "last"]


async def test_it_may_be_said_from_any_thread_and_after_the_end(redis_url: str) -> None:
    here, there = Ear(redis_url), Ear(redis_url)
    async with here.wire.open(), there.wire.open():
        await up(here, there)

        await asyncio.to_thread(here.wire.say, "due", ["inbox"])
        await there.something()
    here.wire.say("due", ["nobody"])

    assert there.heard == ["inbox"]


@pytest.mark.servers
async def test_redis_lost_is_said_once_and_its_return_once_and_missed_words_are_made_up_for(
    own_redis: RedisServer,
) -> None:
    here, there = Ear(own_redis.url), Ear(own_redis.url)
    with capture_logs() as logs:
        async with here.wire.open(), there.wire.open():
            await up(here, there)
            own_redis.kill()
            for number in range(5):
                here.wire.say("due", [str(number)])
                await asyncio.sleep(0.05)  # several tries are made meanwhile
            own_redis.start_again()
            await there.something()
            await up(here, there)
            here.wire.say("due", ["after"])
            while "after" not in there.heard:
                await there.something()

    assert there.missed == 1
    assert sorted(line["event"] for line in logs) == 2 * ["redis.lost"] + 2 * ["redis.returned"]


async def test_a_bug_of_whoever_hears_does_not_make_the_process_deaf(redis_url: str) -> None:
    here, there = Ear(redis_url), Ear(redis_url)
    there.heard = None  # type: ignore[assignment]
    with capture_logs() as logs:
        async with here.wire.open(), there.wire.open():
            await up(here, there)
            here.wire.say("due", ["outbox"])
            await there.something()  # it listens again, and makes up for what it may have missed
            there.heard = []
            await up(there)
            here.wire.say("due", ["scans"])
            while "scans" not in there.heard:
                await there.something()

    assert [line["event"] for line in logs] == ["wire.failed", "redis.lost", "redis.returned"]


@pytest.mark.servers
async def test_a_process_starts_without_redis_and_finds_it_later(own_redis: RedisServer) -> None:
    own_redis.kill()
    here = Ear(own_redis.url)
    with capture_logs() as logs:
        async with here.wire.open():
            async with asyncio.timeout(SOON):
                while here.wire.is_up is None:  # noqa: ASYNC110 - see above
                    await asyncio.sleep(0.005)
            own_redis.start_again()
            await here.something()

    assert [line["event"] for line in logs] == ["redis.lost", "redis.returned"]


@pytest.mark.servers
async def test_a_redis_that_takes_connections_and_never_answers_counts_as_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.2)

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with AsyncExitStack() as stack:
        server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
        await stack.enter_async_context(server)
        port = server.sockets[0].getsockname()[1]
        here = Ear(f"redis://127.0.0.1:{port}/0")
        await stack.enter_async_context(here.wire.open())
        async with asyncio.timeout(SOON):
            while here.wire.is_up is None:  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.005)

    assert here.wire.is_up is False
