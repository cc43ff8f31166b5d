"""Keeping what came in: one writer gathers the rows of many webhooks into one commit.

A webhook is answered after its commit, never before. Source of the pattern and its figures: facts/ENGINE.md
section 4 (group commit: 0.6 of an empty route, against 0.1 with a commit for each webhook).
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from workflow.inbound import NewEvent, keep_events
from workflow.unit_of_work import AT_THE_DOOR, Sessions, in_transaction

ROWS_IN_ONE_COMMIT = 300
WEBHOOKS_WAITING = 2_000
LINGER = 0.003  # seconds; a quarter more webhooks a second (aura bench webhook)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Batch:
    rows: Sequence[NewEvent]
    kept: asyncio.Future[None]


class Intake:
    """The one writer of inbound events.

    Where more webhooks wait than fit, the next ones wait for a place: they are answered late, but never lost.
    """

    def __init__(self, sessions: Sessions, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
        """This will make the writer; it works between `start` and `stop`.

        Args:
            sessions: The factory of sessions.
            clock: What time it is, aware UTC.
            wake: Called after each commit, so that the inbox looks at once.
        """
        self.clock = clock
        self._sessions = sessions
        self._wake = wake
        self._many_at_once = False
        self._waiting: asyncio.Queue[_Batch] | None = None
        self._writer: asyncio.Task[None] | None = None
        # Of its own: LINE waits two seconds for an answer, and what the workers do in the others' may take longer.
        self._thread: ThreadPoolExecutor | None = None

    @property
    def is_writing(self) -> bool:
        """This will say whether what comes in is written."""
        return self._writer is not None and not self._writer.done()

    async def start(self) -> None:
        """This will begin to write."""
        self._waiting = asyncio.Queue(WEBHOOKS_WAITING)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._writer = asyncio.create_task(self._write_for_ever(self._waiting), name="intake")

    async def stop(self) -> None:
        """This will write what is waiting, and end."""
        if self._waiting is None or self._writer is None:
            return
        await self._waiting.join()
        self._writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._writer
        self._waiting = self._writer = None
        if self._thread is not None:
            self._thread.shutdown(wait=False)  # nothing is in it any more
            self._thread = None

    async def keep(self, rows: Sequence[NewEvent]) -> None:
        """This will return once the rows are committed.

        Raises:
            RuntimeError: The intake was not started.
            SQLAlchemyError: They could not be written; LINE is to send them again.
        """
        if self._waiting is None or not self.is_writing:
            raise RuntimeError("the intake is not started")
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._waiting.put(_Batch(rows, kept))
        # Shielded: a caller who hangs up must not take the others' commit down.
        await asyncio.shield(kept)

    async def _write_for_ever(self, waiting: asyncio.Queue[_Batch]) -> None:
        while True:
            batches = await self._next_batches(waiting)
            try:
                await self._write(batches)
            except Exception as error:
                # The one writer goes on whatever happens, and nobody waits for a round that is over.
                log.exception("intake.round_failed")
                for batch in batches:
                    _settle(batch, error)
            finally:
                for _ in batches:
                    waiting.task_done()

    async def _next_batches(self, waiting: asyncio.Queue[_Batch]) -> list[_Batch]:
        """This will wait for one batch and take along what else is there, up to one commit's size.

        While many come at once it lingers a moment first: a commit costs nearly as much for one row as for thirty.
        """
        batches = [await waiting.get()]
        if self._many_at_once:
            await asyncio.sleep(LINGER)
        size = len(batches[0].rows)
        while size < ROWS_IN_ONE_COMMIT and not waiting.empty():
            batches.append(waiting.get_nowait())
            size += len(batches[-1].rows)
        self._many_at_once = len(batches) > 1
        return batches

    async def _write(self, batches: list[_Batch]) -> None:
        rows = [row for batch in batches for row in batch.rows]
        try:
            new = await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, rows)
        except Exception as error:  # noqa: BLE001 - each waiting webhook gets it and answers LINE with it
            if len(batches) > 1 and not isinstance(error, OperationalError | InterfaceError):
                # One row that cannot be stored must not cost its neighbours: each webhook by itself. Where the
                # database itself is in trouble that would only take longer: all of them are sent again by LINE.
                for batch in batches:
                    await self._write([batch])
                return
            for batch in batches:
                _settle(batch, error)
            return
        for batch in batches:
            _settle(batch, None)
        log.info("events.kept", webhooks=len(batches), rows=len(rows), new=new)
        self._wake()

    def _commit(self, rows: Sequence[NewEvent]) -> int:
        return in_transaction(
            self._sessions,
            lambda session: keep_events(session, rows=rows),
            clinic_id=None,
            patience=AT_THE_DOOR,
        )


def _settle(batch: _Batch, error: Exception | None) -> None:
    if batch.kept.done():  # whoever waited has hung up
        return
    if error is None:
        batch.kept.set_result(None)
    else:
        batch.kept.set_exception(error)
        batch.kept.exception()  # seen: nobody may be waiting any more, and that is no reason to complain
