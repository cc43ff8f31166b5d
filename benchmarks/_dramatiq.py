"""dramatiq in `aura bench dispatch`: messages in Redis, threads that take them, and one event loop for async actors.

Its natural best here: its AsyncIO middleware, so that the async channel is used as it is, and 64 threads: each holds
one sending, and more of them cost more than they bring. One process, as all others.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import dramatiq
import orjson
import uvloop
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware.asyncio import AsyncIO
from redis import Redis

from benchmarks._sending import OneByOne, Task, one_by_one, payload
from benchmarks._stock import Due

NAME = "follow_up"
THREADS = 64


def enqueue(task: Task, due: Sequence[Due]) -> None:
    """This will write one message for each that is due, after forgetting all others."""
    with Redis.from_url(task.redis) as redis:
        redis.flushall()
    broker = RedisBroker(url=task.redis)
    broker.declare_queue("default")
    for one in due:
        broker.enqueue(
            dramatiq.Message(
                queue_name="default",
                actor_name=NAME,
                args=(),
                kwargs={"job": orjson.loads(payload(one))},
                options={},
            )
        )
    broker.close()


async def work(task: Task) -> None:
    """This will work off its queue until it is stopped. Its threads do; the loop that runs this only waits."""
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    broker = RedisBroker(url=task.redis)
    broker.add_middleware(AsyncIO())
    opening = one_by_one(task)
    opened: list[asyncio.Future[OneByOne]] = []

    async def follow_up(job: dict[str, Any]) -> None:
        # Opened in the middleware's loop, by the first that comes; the others wait for it.
        if not opened:
            opened.append(asyncio.ensure_future(opening.__aenter__()))
        await (await opened[0]).send(job)

    dramatiq.actor(follow_up, actor_name=NAME, broker=broker)
    worker = dramatiq.Worker(broker, worker_threads=THREADS)
    worker.start()
    await asyncio.Event().wait()
