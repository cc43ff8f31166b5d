"""One worker process: takes jobs from a pipe, does them under hard limits, answers or dies alone."""

import os
import resource
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vision.jobs import Job
from vision.reasons import Reason, Unreadable

# What a worker says when it has started; only then does the time of a job begin.
READY = b"ready"


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


@dataclass(frozen=True)
class Done:
    """What came of a job: its answer, or the reason why the photo is refused."""

    answer: Any = None
    refused: Reason | None = None


def work(pipe: Connection, models: Path, limits: Limits) -> None:
    """This function will do jobs from the pipe until it closes; it is the worker process's whole life.

    What comes of each is sent back as `Done`. A bug is not caught: it ends the worker with its traceback on standard
    error, and the owner of the pipe tells the photo's sender READER_FAILED.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the owner, who closes the pipe
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pipe.send_bytes(READY)
        while True:
            job = pipe.recv()
            _allow_cpu(limits.seconds)
            pipe.send(_done(job, models))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the owner has closed the pipe


def _done(job: Job[Any], models: Path) -> Done:
    try:
        return Done(answer=job.do(models))
    except Unreadable as refusal:
        return Done(refused=refusal.reason)
    except MemoryError:
        return Done(refused=Reason.READER_FAILED)


def _allow_cpu(seconds: float) -> None:
    """This function will let the process use that many CPU seconds more before the kernel ends it."""
    used = os.times()
    allowance = int(used.user + used.system + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowance, resource.getrlimit(resource.RLIMIT_CPU)[1]))
