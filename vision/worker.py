"""One worker process: takes photos from a pipe, reads them under hard limits, answers or dies alone."""

import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from vision.reading import PhotoReading
from vision.reasons import Reason, Unreadable

# What a worker says when it has started; only then does the time of a photo begin.
READY = b"ready"

Read = Callable[[bytes, Path], PhotoReading]


@dataclass(frozen=True)
class Limits:
    """What one worker may use.

    Attributes:
        seconds: CPU seconds for one photo, and the time its owner waits for it.
        memory_bytes: Address space, libraries and models included.
        photos: After this many photos the worker is replaced by a fresh one.
    """

    seconds: float = 30.0
    memory_bytes: int = 2 * 1024**3
    photos: int = 200


def work(pipe: Connection, models: Path, limits: Limits, read: Read) -> None:
    """This function will read photos from the pipe until it closes; it is the worker process's whole life.

    Each answer is a PhotoReading or a Reason. A bug is not caught: it ends the worker with its traceback on standard
    error, and the owner of the pipe tells the photo's sender READER_FAILED.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the owner, who closes the pipe
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pipe.send_bytes(READY)
        while True:
            photo = pipe.recv_bytes()
            _allow_cpu(limits.seconds)
            pipe.send(_answer(photo, models, read))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the owner has closed the pipe


def _answer(photo: bytes, models: Path, read: Read) -> PhotoReading | Reason:
    try:
        return read(photo, models)
    except Unreadable as refusal:
        return refusal.reason
    except MemoryError:
        return Reason.READER_FAILED


def read_here(photo: bytes, models: Path) -> PhotoReading:
    """This function will read a photo in the worker; the libraries load with the first one."""
    from vision.photo import read_pixels_of  # noqa: PLC0415 - must load after the limits are set

    return read_pixels_of(photo, models=models)


def _allow_cpu(seconds: float) -> None:
    """This function will let the process use that many CPU seconds more before the kernel ends it."""
    used = os.times()
    allowance = int(used.user + used.system + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowance, resource.getrlimit(resource.RLIMIT_CPU)[1]))
