"""Short words between the processes of a deployment, over Redis. Whatever is lost here costs time and nothing else.

A word says "look", never what there is: that stands in the rows. So nothing is kept for whoever is not listening, and
the same word said many times is carried once. While Redis is away everybody looks by themselves each second.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

GATHER = 0.02  # seconds between two sayings; what is said meanwhile goes together
ANSWER_SECONDS = 2.0  # Redis is a neighbour: one that takes longer is not there
QUIET_SECONDS = 5.0  # after so long without a word Redis is asked whether it is still there
FIRST_WAIT = 0.1  # seconds until the first new try; each further one waits twice as long
LONGEST_WAIT = 5.0

Hear = Callable[[list[str]], None]
_TROUBLE = (RedisError, OSError, TimeoutError)

log = structlog.get_logger(__name__)


def redis_at(url: str) -> Redis:
    """This will give a Redis that fails fast to connect; nothing is connected yet.

    Whoever asks it something waits within `asyncio.timeout`. The client's own limit is `asyncio.wait_for`, which before
    Python 3.12 loses a cancellation that comes at the moment of the answer: then a task that was stopped goes on.
    """
    return Redis.from_url(
        url,
        socket_timeout=None,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )


class Wire:
    """One process's end of the wire."""

    def __init__(self, url: str, *, deployment: str) -> None:
        """This will prepare it; nothing is said or heard before `open`.

        Args:
            url: Of Redis.
            deployment: What keeps apart the deployments that share one Redis.
        """
        self._url = url
        self._prefix = f"aura:{deployment}:"
        self._me = secrets.token_hex(8)
        self._ears: dict[str, Hear] = {}
        self._missed: list[Callable[[], None]] = []
        self._pending: dict[str, set[str]] = {}
        self._something = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.is_up: bool | None = None  # None before the first try

    def hear(self, topic: str, hear: Hear, *, missed: Callable[[], None]) -> None:
        """This will have words of others about a topic heard; call it before `open`.

        Args:
            topic: What about.
            hear: Gets the words, in the loop.
            missed: Called when words may have been missed: after Redis was away.
        """
        self._ears[self._prefix + topic] = hear
        self._missed.append(missed)

    def say(self, topic: str, words: Collection[str]) -> None:
        """This will say words to the other processes, soon; from any thread, and never failing."""
        loop = self._loop  # once: another thread may put it down, or close it, at any moment
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # closed: this end says nothing any more
                loop.call_soon_threadsafe(self._note, self._prefix + topic, words)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """This will carry words until the block is left."""
        self._loop = asyncio.get_running_loop()
        async with redis_at(self._url) as redis:
            tasks = [asyncio.create_task(self._keep_saying(redis), name="wire.saying")]
            if self._ears:
                tasks.append(asyncio.create_task(self._keep_hearing(redis), name="wire.hearing"))
            try:
                yield
            finally:
                self._loop = None
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _note(self, topic: str, words: Collection[str]) -> None:
        self._pending.setdefault(topic, set()).update(words)
        self._something.set()

    async def _keep_saying(self, redis: Redis) -> None:
        while True:
            await self._something.wait()
            self._something.clear()
            pending, self._pending = self._pending, {}
            with contextlib.suppress(*_TROUBLE):  # the listener says so, and others look by themselves
                async with asyncio.timeout(ANSWER_SECONDS), redis.pipeline(transaction=False) as pipe:
                    for topic, words in pending.items():
                        pipe.publish(topic, ",".join([self._me, *sorted(words)]))
                    await pipe.execute()
            await asyncio.sleep(GATHER)

    async def _keep_hearing(self, redis: Redis) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                async with redis.pubsub() as hearing:
                    async with asyncio.timeout(ANSWER_SECONDS):
                        await hearing.subscribe(*self._ears)
                    async for told in _messages(hearing):
                        if told["type"] == "subscribe":
                            wait = FIRST_WAIT
                            self._found()
                        elif told["type"] == "message":
                            self._hear(told)
            except _TROUBLE as error:
                self._lost(error)
            except Exception as error:
                # A bug of whoever heard must not make this process deaf for good.
                log.exception("wire.failed")
                self._lost(error)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def _hear(self, told: Mapping[str, Any]) -> None:
        speaker, *words = told["data"].decode(errors="replace").split(",")
        if speaker != self._me:
            self._ears[told["channel"].decode()](words)

    def _found(self) -> None:
        if self.is_up:
            return
        if self.is_up is False:
            log.info("redis.returned")
            for missed in self._missed:
                missed()
        self.is_up = True

    def _lost(self, error: BaseException) -> None:
        if self.is_up is not False:
            log.warning("redis.lost", error=type(error).__name__)
        self.is_up = False


async def _messages(hearing: PubSub) -> AsyncIterator[Mapping[str, Any]]:
    """This will give what comes, and ask Redis for a sign of life when nothing does.

    Raises:
        TimeoutError: There was no sign of life.
    """
    asked = False
    while True:
        told = await hearing.get_message(timeout=ANSWER_SECONDS if asked else QUIET_SECONDS)
        if told is not None:
            asked = False
            yield told
        elif asked:
            raise TimeoutError
        else:
            async with asyncio.timeout(ANSWER_SECONDS):
                await hearing.ping()
            asked = True
