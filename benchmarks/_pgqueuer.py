"""pgqueuer in `aura bench dispatch`: batches by SKIP LOCKED, many jobs at once in one event loop.

Its natural best here: the asyncpg driver, which it is fastest with, batches of up to 100 (it allows half of what may be
out) and as many jobs at once as all the others have sendings. It writes what is done in batches of its own, and keeps a
log row of each job.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import asyncpg
import orjson
from pgqueuer import AsyncpgPoolDriver, Job, PgQueuer, Queries

from benchmarks._sending import Task, one_by_one, payload
from benchmarks._stock import Due

ENTRY = "follow_up"
BATCH = 100


def enqueue(task: Task, due: Sequence[Due]) -> None:
    """This will make its tables, and write one job for each that is due."""
    asyncio.run(_enqueue(task, due))


async def _enqueue(task: Task, due: Sequence[Due]) -> None:
    async with asyncpg.create_pool(task.dsn, min_size=1, max_size=1) as pool:
        queries = Queries(AsyncpgPoolDriver(pool))
        if not await queries.schema_is_installed():
            await queries.install()
        await queries.clear_queue()
        for start in range(0, len(due), 1000):
            some = due[start : start + 1000]
            await queries.enqueue([ENTRY] * len(some), [payload(one) for one in some], [0] * len(some))
        await pool.execute("VACUUM ANALYZE pgqueuer")


async def work(task: Task) -> None:
    """This will work off its queue until it is stopped."""
    async with (
        one_by_one(task) as sending,
        asyncpg.create_pool(task.dsn, min_size=4, max_size=4) as pool,
    ):
        queue = PgQueuer(AsyncpgPoolDriver(pool))

        @queue.entrypoint(ENTRY)
        async def follow_up(job: Job) -> None:
            await sending.send(orjson.loads(job.payload or b"{}"))

        await queue.run(
            dequeue_timeout=timedelta(seconds=1),
            batch_size=min(BATCH, task.at_once // 2),
            max_concurrent_tasks=task.at_once,
        )
