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

    Each answer is a PhotoReading or a Reason. What is neither a reading nor a refusal is a READER_FAILED, and the
    traceback goes to standard error: the photo is its owner's, the bug is ours.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the owner, who closes the pipe
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            photo = pipe.recv_bytes()
        except EOFError:
            return
        _allow_cpu(limits.seconds)
        try:
            answer: PhotoReading | Reason = read(photo, models)
        except Unreadable as refusal:
            answer = refusal.reason
        except MemoryError:
            answer = Reason.READER_FAILED
        pipe.send(answer)


def read_here(photo: bytes, models: Path) -> PhotoReading:
    """This function will read a photo in the worker; the libraries load with the first one."""
    from vision.photo import read_pixels_of  # noqa: PLC0415 - must load after the limits are set

    return read_pixels_of(photo, models=models)


def _allow_cpu(seconds: float) -> None:
    """This function will let the process use that many CPU seconds more before the kernel ends it."""
    used = os.times()
    allowance = int(used.user + used.system + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowance, resource.getrlimit(resource.RLIMIT_CPU)[1]))
