"""The floor of `aura bench dispatch`: bodies that are worded already, pushed by the same HTTP client, nothing else."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import orjson

from benchmarks._sending import PUSH, TOKEN, Task, clock, wording
from benchmarks._stock import KIND, Due, due_now


def enqueue(task: Task, due: Sequence[Due]) -> None:
    """This will do nothing: there is no queue."""


def prepared(task: Task) -> Callable[[], Awaitable[None]]:
    """This will word one body for each that is due, and give what pushes them."""
    words = wording()
    bodies = iter(
        [
            (
                str(one.notice_id),
                orjson.dumps(
                    {
                        "to": f"U{count:032d}",
                        "messages": words(KIND, one.data, language="th" if count % 5 else "en", now=clock()),
                    }
                ),
            )
            for count, one in enumerate(due_now(task.database)[: task.due])
        ]
    )

    async def work() -> None:
        address = task.address + PUSH
        connections, cookies = aiohttp.TCPConnector(limit=task.at_once), aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(trust_env=False, connector=connections, cookie_jar=cookies) as http:

            async def push() -> None:
                for key, body in bodies:
                    headers = {
                        "Authorization": f"Bearer {TOKEN}",
                        "Content-Type": "application/json",
                        "X-Line-Retry-Key": key,
                    }
                    async with http.post(address, data=body, headers=headers) as answer:
                        await answer.read()

            await asyncio.gather(*(push() for _ in range(task.at_once)))

    return work
