"""Notices on their way: sent beside each other, and settled by the group as they are answered.

Few are out while answers come quickly: with many open connections each sending costs half as much again
(docs/decisions/0013). As long as nobody answers, twice as many go out.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

from bot.preparing import Ready
from bot.settling import Tried

# While others are on their way, an answer waits this long for theirs, so that they share a commit (seconds).
GATHER = 0.01
MOST_TOGETHER = 256
AT_FIRST = 32
QUIET = 0.01  # seconds without an answer, after which more go


class OnTheWay:
    """What one lane has out. Leave its block, and everything is answered and written down."""

    def __init__(
        self,
        send: Callable[[Ready], Awaitable[Tried | None]],
        settle: Callable[[Sequence[Tried]], Awaitable[None]],
        *,
        at_once: int,
    ) -> None:
        """This will prepare it.

        Args:
            send: Sends one, and says what became of it; None when that is written down already.
            settle: Writes down what became of some.
            at_once: How many may be out.
        """
        self._send = send
        self._settle = settle
        self._at_once = at_once
        self._ready: deque[Ready] = deque()
        self._abreast = min(AT_FIRST, at_once)
        self._carriers: set[asyncio.Task[None]] = set()
        self._carried = 0
        self._unsettled = 0
        self._answered: list[Tried] = []
        self._has_answers = asyncio.Event()
        self._has_room = asyncio.Event()
        self._is_empty = asyncio.Event()

    @property
    def free(self) -> int:
        """How many more may start now."""
        return self._at_once - self._unsettled

    def start(self, ready: Sequence[Ready]) -> None:
        """This will send these, in their order."""
        self._unsettled += len(ready)
        self._look()
        self._ready.extend(ready)
        self._fill()

    async def room(self) -> None:
        """This will wait until half of the places are free, so that a claim is worth its while."""
        await self._has_room.wait()

    async def all_ended(self, *, within: float) -> bool:
        """This will wait until nothing is out any more, but no longer than so many seconds, and say whether it is so."""
        try:
            await asyncio.wait_for(self._is_empty.wait(), within)
        except TimeoutError:
            return False
        return True

    def _fill(self) -> None:
        """This will have as many sendings beside each other as there may be just now."""
        for _ in range(min(self._abreast - len(self._carriers), len(self._ready))):
            carrier = asyncio.create_task(self._carry())
            self._carriers.add(carrier)
            carrier.add_done_callback(self._carriers.discard)

    async def _carry(self) -> None:
        while self._ready:
            tried = await self._send(self._ready.popleft())
            self._carried += 1
            if tried is None:
                self._end(1)
            else:
                self._answered.append(tried)
                self._has_answers.set()

    async def _widen(self) -> None:
        """This will let twice as many go beside each other whenever others wait and nobody has answered for a moment."""
        while True:
            before = self._carried
            await asyncio.sleep(QUIET)
            if self._ready and self._carried == before:
                self._abreast = min(2 * self._abreast, self._at_once)
            self._fill()

    async def _settle_answers(self) -> None:
        while True:
            await self._has_answers.wait()
            if self._unsettled > len(self._answered) < MOST_TOGETHER:
                await asyncio.sleep(GATHER)
            group = self._answered[:MOST_TOGETHER]
            del self._answered[:MOST_TOGETHER]
            if not self._answered:
                self._has_answers.clear()
            await self._settle(group)
            self._end(len(group))

    def _end(self, number: int) -> None:
        self._unsettled -= number
        self._look()

    def _look(self) -> None:
        for event, holds in (
            (self._has_room, self._unsettled <= self._at_once // 2),
            (self._is_empty, self._unsettled == 0),
        ):
            if holds:
                event.set()
            else:
                event.clear()

    async def __aenter__(self) -> Self:
        self._look()
        self._tending = [asyncio.create_task(self._settle_answers()), asyncio.create_task(self._widen())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            await self._is_empty.wait()
        finally:
            for task in (*self._carriers, *self._tending):
                task.cancel()
