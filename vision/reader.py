"""The photo reader: worker processes, so that a hostile photo can hurt nothing but its own reading."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import structlog

from vision.jobs import Job, Probe, ReadPhoto
from vision.limits import MAX_BYTES
from vision.overlay_words import OverlayWords
from vision.reading import PhotoReading
from vision.reasons import Reason, Ruinous, Unreadable
from vision.seat import FAILED, Seat
from vision.worker import Done, Limits
from vision.worker_process import WorkerProcess

Answer = TypeVar("Answer")

log = structlog.get_logger(__name__)

# How many jobs may wait for a worker. Ten megabytes each at most; more belongs into the database until there is room.
WAITING = 8
_LIMITS, _PROBE = Limits(), Probe()


class ReaderFull(Exception):  # noqa: N818 - named for what happened
    """As many jobs are waiting as may: nothing is wrong with the photo, and it is to come again later."""


class PhotoReader:
    """A pool of worker processes that read photos.

    A worker that dies or takes too long costs only the photo it was reading; the next photo gets a fresh worker, and so
    does one that the dead worker had not taken yet. Workers start with `warm_up` or the first photo. `close` ends them
    all; photos that are still being read fail.
    """

    def __init__(
        self,
        *,
        models: Path,
        workers: int = 1,
        waiting: int = WAITING,
        limits: Limits = _LIMITS,
        probe: Job[Any] | None = _PROBE,
    ) -> None:
        """This function will set the pool up; nothing is started yet.

        Args:
            models: The folder of ONNX files.
            workers: How many photos are read at once.
            waiting: How many more may wait their turn; beyond that they are refused with `ReaderFull`.
            limits: What a worker may use for one photo.
            probe: What each worker does before its first photo, so that no photo waits for models to load.
        """
        self._most = workers + waiting
        self._taken = 0

        def hire() -> WorkerProcess:
            return WorkerProcess(models, limits, probe)

        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="photo-reader")
        self._all = [Seat(hire, share=limits.photos) for _ in range(workers)]
        self._idle: SimpleQueue[Seat] = SimpleQueue()
        for seat in self._all:
            self._idle.put(seat)
        self._closed = False

    @property
    def room(self) -> int:
        """How many jobs would be taken now, to be done or to wait."""
        return 0 if self._closed else max(self._most - self._taken, 0)

    @property
    def is_ready(self) -> bool:
        """Whether a worker has loaded its models and read its probe, and lives; a busy one is ready.

        To ask is enough to have one that died while it had nothing to do followed by another.
        """
        ready = [seat.is_ready for seat in self._all]
        return not self._closed and any(ready)

    @property
    def process_ids(self) -> list[int]:
        """The worker processes that do the next jobs; for whoever measures them."""
        return [number for seat in self._all if (number := seat.process_id) is not None]

    async def warm_up(self) -> bool:
        """This function will start every worker and wait until each has read its probe; False when one could not."""
        seats = [self._idle.get() for _ in range(self._idle.qsize())]
        loop = asyncio.get_running_loop()
        try:
            warm = await asyncio.gather(
                *(loop.run_in_executor(self._threads, seat.warm_up) for seat in seats)
            )
        finally:
            for seat in seats:
                self._idle.put(seat)
        if not all(warm):
            log.critical("photo_reader.not_ready", workers=len(warm), ready=sum(warm))
        return all(warm)

    async def read(self, photo: bytes, words: OverlayWords | None = None) -> PhotoReading:
        """This function will read one photo in a worker.

        Args:
            photo: The bytes as received.
            words: What the overlay's legend says; without them it has none.

        Raises:
            Unreadable: The photo is refused, or its worker failed (READER_FAILED); `Ruinous` where the photo may be why.
            ReaderFull: Too many wait already.
            RuntimeError: The reader has been closed.
        """
        if len(photo) > MAX_BYTES:
            raise Unreadable(Reason.TOO_MANY_BYTES)
        return await self.do(ReadPhoto(photo, words))

    async def do(self, job: Job[Answer]) -> Answer:
        """This function will have a worker do a job, under the limits of a photo, and give its answer.

        Raises:
            Unreadable: The job refuses the photo, or its worker failed (READER_FAILED); `Ruinous` where it may be why.
            ReaderFull: Too many wait already.
            RuntimeError: The reader has been closed.
        """
        if self._closed:
            raise RuntimeError("the photo reader is closed")
        if not self.room:
            raise ReaderFull
        self._taken += 1
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, job)
        finally:
            self._taken -= 1
        if done.is_ruinous:
            raise Ruinous
        if done.refused is not None:
            raise Unreadable(done.refused)
        answer: Answer = done.answer
        return answer

    def close(self) -> None:
        """This function will end all workers and wait until they are gone; safe to call twice."""
        self._closed = True
        for seat in self._all:
            seat.end()
        self._threads.shutdown(wait=True)
        for seat in self._all:
            seat.clear()

    def _ask(self, job: Job[Any]) -> Done:
        # There are as many threads as seats, so an idle one is always there.
        seat = self._idle.get()
        try:
            return FAILED if self._closed else seat.do(job)
        finally:
            self._idle.put(seat)
