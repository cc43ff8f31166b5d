"""procrastinate in `aura bench dispatch`: one job fetched and one finished at a time, many at once in one event loop.

Its natural best here: its psycopg connector with a pool, as many jobs at once as all the others have sendings, and
finished jobs deleted.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
import procrastinate

from benchmarks._sending import Task, one_by_one, payload
from benchmarks._stock import Due

NAME = "follow_up"


def _app(task: Task) -> procrastinate.App:
    connector = procrastinate.PsycopgConnector(conninfo=task.dsn, min_size=8, max_size=8)
    return procrastinate.App(connector=connector)


def enqueue(task: Task, due: Sequence[Due]) -> None:
    """This will make its tables, and write one job for each that is due."""
    asyncio.run(_enqueue(task, due))


async def _enqueue(task: Task, due: Sequence[Due]) -> None:
    app = _app(task)
    follow_up = app.configure_task(NAME, allow_unknown=True)  # what it does, only its worker knows
    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        await app.connector.execute_query_async("DELETE FROM procrastinate_jobs")
        for start in range(0, len(due), 1000):
            jobs: list[Any] = [orjson.loads(payload(one)) for one in due[start : start + 1000]]
            await follow_up.batch_defer_async(*jobs)


async def work(task: Task) -> None:
    """This will work off its queue until it is stopped."""
    app = _app(task)
    async with one_by_one(task) as sending, app.open_async():

        @app.task(name=NAME)
        async def follow_up(**job: object) -> None:
            await sending.send(job)

        await app.run_worker_async(
            concurrency=task.at_once, delete_jobs="successful", install_signal_handlers=False
        )
