"""The photo reader: worker processes, so that a hostile photo can hurt nothing but its own reading."""

import asyncio
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any, TypeVar

import structlog

from vision.jobs import Job, ReadPhoto
from vision.limits import MAX_BYTES
from vision.overlay_words import OverlayWords
from vision.reading import PhotoReading
from vision.reasons import Reason, Unreadable
from vision.worker import READY, Done, Limits, work

Answer = TypeVar("Answer")

_log = structlog.get_logger(__name__)

# How long a worker may take to end by itself after its pipe is closed.
_FAREWELL_SECONDS = 2.0
# How long a worker may take to start; a busy machine takes seconds to load Python.
_START_SECONDS = 60.0
_FAILED = Done(refused=Reason.READER_FAILED)


class PhotoReader:
    """A pool of worker processes that read photos.

    A worker that dies or takes too long costs only the photo it was reading; the next photo gets a fresh worker.
    Workers start with the first photo. `close` ends them all; photos that are still being read fail.
    """

    def __init__(
        self,
        *,
        models: Path,
        workers: int = 1,
        seconds: float = 30,
        limits: Limits | None = None,
    ) -> None:
        """This function will set the pool up; nothing is started yet.

        Args:
            models: The folder of ONNX files.
            workers: How many photos are read at once; more photos wait their turn.
            seconds: Wall and CPU seconds for one photo.
            limits: All limits, instead of the defaults with `seconds`.
        """
        self._limits = limits or Limits(seconds=seconds)
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="photo-reader")
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all = [_Worker(models, self._limits) for _ in range(workers)]
        for worker in self._all:
            self._idle.put(worker)
        self._closed = False

    async def read(self, photo: bytes, words: OverlayWords | None = None) -> PhotoReading:
        """This function will read one photo in a worker.

        Args:
            photo: The bytes as received.
            words: What the overlay's legend says; without them it has none.

        Raises:
            Unreadable: The photo is refused, or its worker failed (READER_FAILED).
            RuntimeError: The reader has been closed.
        """
        if len(photo) > MAX_BYTES:
            raise Unreadable(Reason.TOO_MANY_BYTES)
        return await self.do(ReadPhoto(photo, words))

    async def do(self, job: Job[Answer]) -> Answer:
        """This function will have a worker do a job, under the limits of a photo, and give its answer.

        Raises:
            Unreadable: The job refuses the photo, or its worker failed (READER_FAILED).
            RuntimeError: The reader has been closed.
        """
        if self._closed:
            raise RuntimeError("the photo reader is closed")
        done = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, job)
        if done.refused is not None:
            raise Unreadable(done.refused)
        answer: Answer = done.answer
        return answer

    def close(self) -> None:
        """This function will end all workers and wait until they are gone; safe to call twice."""
        self._closed = True
        for worker in self._all:
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:
            worker.stop()

    def _ask(self, job: Job[Any]) -> Done:
        # There are as many threads as workers, so an idle one is always there.
        worker = self._idle.get()
        try:
            return _FAILED if self._closed else worker.do(job)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process and the pipe to it. One thread at a time reads with it; any thread may `end` it."""

    def __init__(self, models: Path, limits: Limits) -> None:
        self._models, self._limits = models, limits
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._photos = 0
        self._lock = Lock()
        self._ended = False

    def do(self, job: Job[Any]) -> Done:
        """This function will have the process do a job, and drop the process if it did not live through it."""
        pipe = self._pipe_to_living_process()
        if pipe is None:
            return _FAILED
        self._photos += 1
        try:
            if self._has_started(pipe):
                pipe.send(job)
                if pipe.poll(self._limits.seconds):
                    done: Done = pipe.recv()
                    return done
            why = "too slow"
        except (EOFError, OSError):
            why = "died"
        exit_code = self.stop(at_once=why == "too slow")
        _log.warning("photo_worker.failed", why=why, exit_code=exit_code, photos=self._photos)
        return _FAILED

    def _has_started(self, pipe: Connection) -> bool:
        return self._photos > 1 or (pipe.poll(_START_SECONDS) and pipe.recv_bytes() == READY)

    def end(self) -> None:
        """This function will kill the process and start no other; a photo that is being read fails."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def stop(self, *, at_once: bool = False) -> int | None:
        """This function will end the process, politely and then not, and give its exit code, so it leaves no zombie."""
        with self._lock:
            process, pipe = self._process, self._pipe
            self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is None:
            return None
        process.join(0 if at_once else _FAREWELL_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
        exit_code = process.exitcode
        process.close()
        return exit_code

    def _pipe_to_living_process(self) -> Connection | None:
        """This function will give the pipe to a living process that has photos left, or None once it was ended."""
        if self._process is None or not self._process.is_alive() or self._photos >= self._limits.photos:
            self.stop()
            with self._lock:
                if not self._ended:
                    self._start()
        return self._pipe

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=work,
            args=(theirs, self._models, self._limits),
            name="photo-worker",
            daemon=True,
        )
        process.start()
        # Only the child may hold its end: then its death closes the pipe and is seen at once.
        theirs.close()
        self._process, self._pipe, self._photos = process, ours, 0
