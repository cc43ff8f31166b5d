"""All processes together keep to a channel's rate; without Redis each keeps to its share."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from bot.channels.pace import BURST, SHARE_ALONE, OwnPace, SharedPace
from tests.servers.redis_server import RedisServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Protocol

    class Pace(Protocol):
        async def take(self, *, within: float) -> bool: ...


async def seconds_for(count: int, *paces: Pace, senders: int = 20) -> float:
    """How long so many sendings last while so many senders of each process do nothing else; a slow machine takes longer."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    taken, enough = 0, asyncio.Event()

    async def send(pace: Pace) -> None:
        nonlocal taken
        while not enough.is_set():
            await pace.take(within=60)
            taken += 1
            if taken == count:
                enough.set()
            await asyncio.sleep(0)

    sending = [asyncio.create_task(send(pace)) for pace in paces for _ in range(senders)]
    await enough.wait()
    lasted = loop.time() - start
    for task in sending:
        task.cancel()
    await asyncio.gather(*sending, return_exceptions=True)
    return lasted


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url, socket_timeout=None) as redis:
        yield redis


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis of this test's own, to be killed."""
    server = RedisServer.start()
    yield server
    server.stop()


async def test_one_process_keeps_to_its_rate_after_a_first_burst() -> None:
    pace = OwnPace(100, burst=10)

    assert [await pace.take(within=0) for _ in range(10)] == [True] * 10
    assert await seconds_for(41, OwnPace(100, burst=10)) >= (41 - 10 - 1) / 100


async def test_a_pause_fills_the_bucket_and_no_more_than_that() -> None:
    pace = OwnPace(1000, burst=5)
    await seconds_for(20, pace)
    await asyncio.sleep(0.1)  # long enough for a hundred

    assert await seconds_for(26, pace) >= (26 - 5 - 1) / 1000


async def test_processes_share_one_bucket(redis: Redis) -> None:
    paces = [SharedPace(redis, channel="line", rate=200, burst=20) for _ in range(4)]

    assert await seconds_for(141, *paces) >= (141 - 20 - 1) / 200


async def test_whoever_is_stopped_at_the_moment_of_an_answer_stops(redis: Redis) -> None:
    pace = SharedPace(redis, channel="line", rate=100_000, burst=1)

    async def take_for_ever() -> None:
        while True:
            await pace.take(within=60)

    for _ in range(300):
        sending = asyncio.create_task(take_for_ever())
        await asyncio.sleep(0.0005)
        sending.cancel()
        async with asyncio.timeout(5):
            await asyncio.gather(sending, return_exceptions=True)


async def test_whoever_would_wait_too_long_is_told_so_and_uses_up_nothing(redis: Redis) -> None:
    loop = asyncio.get_running_loop()
    for pace in (OwnPace(2, burst=1), SharedPace(redis, channel="slow", rate=2, burst=1)):
        assert await pace.take(within=1)
        start = loop.time()
        assert [await pace.take(within=0.05) for _ in range(3)] == [False] * 3
        assert await pace.take(within=1), "the three that gave up took no place"
        assert loop.time() - start >= 0.4


async def test_channels_do_not_share(redis: Redis) -> None:
    one, other = (SharedPace(redis, channel=name, rate=0.01, burst=5) for name in ("one", "other"))

    for pace in (one, other):
        assert [await pace.take(within=10) for _ in range(5)] == [True] * 5
        assert not await pace.take(within=0.05), "the next of this channel is a hundred seconds away"


async def test_many_that_wait_are_granted_at_once(redis: Redis) -> None:
    pace = SharedPace(redis, channel="line", rate=1000)
    await pace.take(within=60)  # brings the script to Redis
    before = await _asked(redis)

    await asyncio.gather(*(pace.take(within=60) for _ in range(100)))

    assert await _asked(redis) - before <= 4


async def test_what_one_process_did_not_use_it_does_not_hoard(redis: Redis) -> None:
    pace = SharedPace(redis, channel="line", rate=1000)

    await pace.take(within=60)

    (tokens,) = await redis.hmget("aura:pace:line", "tokens")
    assert math.isclose(float(tokens), BURST - 1, abs_tol=0.01)


async def test_a_clock_of_redis_that_was_set_back_stops_nobody(redis: Redis) -> None:
    pace = SharedPace(redis, channel="line", rate=100, burst=10)
    await redis.hset("aura:pace:line", mapping={"tokens": "0", "at": "99999999999"})

    async with asyncio.timeout(5):
        await pace.take(within=60)


@pytest.mark.servers
async def test_with_redis_gone_a_process_keeps_to_its_share_and_asks_again_later(
    own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.pace.ASK_AGAIN", 0.2)
    async with Redis.from_url(own_redis.url, socket_timeout=None, socket_connect_timeout=1) as redis:
        pace = SharedPace(redis, channel="line", rate=400, burst=40)
        await pace.take(within=60)
        own_redis.kill()

        assert await seconds_for(42, pace) >= (42 - SHARE_ALONE * 40 - 2) / (SHARE_ALONE * 400)

        own_redis.start_again()
        async with asyncio.timeout(10):
            while not await redis.exists("aura:pace:line"):
                await pace.take(within=60)


async def _asked(redis: Redis) -> int:
    counted = await redis.info("commandstats")
    return int(counted["cmdstat_evalsha"]["calls"])
