"""Keeping an open page up to date: the whole picture first, then again whenever it has changed."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from admin_web.changes import Changes

KEEP_ALIVE_SECONDS = 20.0
# Changes come in bursts (one turn writes an event, tasks and notices); an open page looks once for all of them.
SETTLE_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Live:
    """What keeps pages up to date.

    Attributes:
        changes: Says when something changed.
        keep_alive: Seconds between two signs of life; then it is looked again as well, for what only time changes.
    """

    changes: Changes
    keep_alive: float = KEEP_ALIVE_SECONDS

    async def updates(self, clinic_id: uuid.UUID, latest: Callable[[], str | None]) -> AsyncIterator[str]:
        """This will send what `latest` renders whenever it differs; it ends once that is None: nobody may look."""
        sent: str | None = None
        with self.changes.watch(clinic_id) as watch:
            while True:
                newest = await run_in_threadpool(latest)
                if newest is None:
                    return
                yield ": still here\n\n" if newest == sent else as_event(newest)
                sent = newest
                if self.changes.closed:
                    return
                if await watch.change(within=self.keep_alive):
                    await asyncio.sleep(SETTLE_SECONDS)

    def stream(self, clinic_id: uuid.UUID, latest: Callable[[], str | None]) -> StreamingResponse:
        """This will answer with such updates. The browser connects again by itself."""
        return StreamingResponse(
            self.updates(clinic_id, latest),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


def as_event(html: str) -> str:
    """This will write a fragment as one unnamed server-sent event, which htmx swaps in."""
    return "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
