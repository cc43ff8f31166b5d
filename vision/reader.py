"""The photo reader: worker processes, so that a hostile photo can hurt nothing but its own reading."""

import asyncio
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue

import structlog

from vision.limits import MAX_BYTES
from vision.reading import PhotoReading
from vision.reasons import Reason, Unreadable
from vision.worker import Limits, Read, read_here, work

_log = structlog.get_logger(__name__)

# How long a worker may take to end by itself after its pipe is closed.
_FAREWELL_SECONDS = 2.0


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
        read: Read = read_here,
    ) -> None:
        """This function will set the pool up; nothing is started yet.

        Args:
            models: The folder of ONNX files.
            workers: How many photos are read at once; more photos wait their turn.
            seconds: Wall and CPU seconds for one photo.
            limits: All limits, instead of the defaults with `seconds`.
            read: What a worker does with a photo; a module-level function, because workers are spawned.
        """
        self._limits = limits or Limits(seconds=seconds)
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="photo-reader")
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all = [_Worker(models, self._limits, read) for _ in range(workers)]
        for worker in self._all:
            self._idle.put(worker)
        self._closed = False

    async def read(self, photo: bytes) -> PhotoReading:
        """This function will read one photo in a worker.

        Raises:
            Unreadable: The photo is refused, or its worker failed (READER_FAILED).
            RuntimeError: The reader has been closed.
        """
        if self._closed:
            raise RuntimeError("the photo reader is closed")
        if len(photo) > MAX_BYTES:
            raise Unreadable(Reason.TOO_MANY_BYTES)
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, photo)
        if isinstance(answer, Reason):
            raise Unreadable(answer)
        return answer

    def close(self) -> None:
        """This function will end all workers and wait until they are gone; safe to call twice."""
        self._closed = True
        for worker in self._all:
            worker.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:
            worker.stop()

    def _ask(self, photo: bytes) -> PhotoReading | Reason:
        # There are as many threads as workers, so an idle one is always there.
        worker = self._idle.get()
        try:
            return Reason.READER_FAILED if self._closed else worker.read(photo)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process and the pipe to it; only one thread uses it at a time."""

    def __init__(self, models: Path, limits: Limits, read: Read) -> None:
        self._models, self._limits, self._read = models, limits, read
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._photos = 0

    def read(self, photo: bytes) -> PhotoReading | Reason:
        """This function will have the process read a photo, and replace the process if it did not live through it."""
        if self._process is None or not self._process.is_alive() or self._photos >= self._limits.photos:
            self.stop()
            self._start()
        self._photos += 1
        answer = self._answer(photo)
        if answer is None:
            exit_code = self._process.exitcode if self._process else None
            _log.warning("photo_worker.failed", exit_code=exit_code, photos=self._photos)
            self.stop()
            return Reason.READER_FAILED
        return answer

    def stop(self) -> None:
        """This function will end the process, politely and then not, and take its exit code so it leaves no zombie."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(_FAREWELL_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=work,
            args=(theirs, self._models, self._limits, self._read),
            name="photo-worker",
            daemon=True,
        )
        self._process.start()
        # Only the child may hold its end: then its death closes the pipe and is seen at once.
        theirs.close()
        self._pipe, self._photos = ours, 0

    def _answer(self, photo: bytes) -> PhotoReading | Reason | None:
        """This function will give the process's answer, or None where it died or took too long."""
        if self._pipe is None:
            return None
        try:
            self._pipe.send_bytes(photo)
            if not self._pipe.poll(self._limits.seconds):
                return None
            answer: PhotoReading | Reason = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return answer
