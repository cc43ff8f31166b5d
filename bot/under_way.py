"""Turns under way: each begins at once, and those that end make room for others."""

import asyncio
from collections.abc import Coroutine, Iterable
from types import TracebackType
from typing import Any, Self

# While some are still under way, new ones are looked for this often (seconds).
LOOK_AGAIN = 0.25


class UnderWay:
    """The turns of one worker. Leave its block, and all of them have ended; only then is said that one failed."""

    def __init__(self, *, at_once: int) -> None:
        """This will prepare it.

        Args:
            at_once: How many may be under way.
        """
        self._at_once = at_once
        self._running: set[asyncio.Task[None]] = set()
        self._failed: list[asyncio.Task[None]] = []

    @property
    def free(self) -> int:
        """How many more may begin now."""
        return self._at_once - len(self._running)

    @property
    def has_failed(self) -> bool:
        """Whether one of them failed, so that no more should begin."""
        return bool(self._failed)

    def begin(self, turns: Iterable[Coroutine[Any, Any, None]]) -> None:
        """This will begin these at once."""
        self._running |= {asyncio.create_task(turn) for turn in turns}

    async def room(self) -> None:
        """This will wait until half of the places are free, so that a claim is worth its while, but not for long."""
        await self._until(self._at_once // 2)

    async def all_ended(self) -> bool:
        """This will wait until nothing is under way any more, but not for long, and say whether it is so."""
        await self._until(0)
        return not self._running

    async def _until(self, running: int) -> None:
        """This will wait until no more than so many are running."""
        clock = asyncio.get_running_loop().time
        until = clock() + LOOK_AGAIN
        while len(self._running) > running and (left := until - clock()) > 0:
            await self._next_end(within=left)

    async def _next_end(self, *, within: float | None = None) -> None:
        ended, self._running = await asyncio.wait(
            self._running, timeout=within, return_when=asyncio.FIRST_COMPLETED
        )
        self._failed += [task for task in ended if task.exception() is not None]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            while self._running and not isinstance(error, asyncio.CancelledError):
                await self._next_end()
        finally:
            for task in self._running:  # this was stopped meanwhile
                task.cancel()
        if error is None and self._failed:
            self._failed[0].result()
