"""One worker process: takes jobs from a pipe, does them under hard limits, answers or dies alone."""

import resource
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vision.jobs import Job
from vision.memory import keep_memory
from vision.reasons import Reason, Unreadable

# What a worker says: that it can take jobs, and that it has taken one. A job that was not taken did no harm.
READY, TAKEN = b"ready", b"taken"
# The kernel counts CPU by ticks, whole ones for whoever runs when one falls: a second has to be allowed for.
_TICKS_ASTRAY = 1.0


@dataclass(frozen=True)
class Limits:
    """What one worker may use.

    Attributes:
        seconds: CPU seconds for one job.
        wall_seconds: How long its owner waits for it; more, because a busy machine shares its CPU.
        memory_bytes: Address space, libraries and models included. 430 MB of it are taken by these; the hungriest photo
            that is let in (a WebP of 25 million pixels) takes it to 1140 MB.
        photos: After this many jobs the worker is replaced by a fresh one.
        files: Open files, pipes and libraries being loaded included.
        file_bytes: The longest file it may write; a job writes none, a library may keep a cache.
    """

    seconds: float = 30.0
    wall_seconds: float = 60.0
    memory_bytes: int = 1536 * 1024**2
    photos: int = 200
    files: int = 64
    file_bytes: int = 64 * 1024**2


@dataclass(frozen=True)
class Done:
    """What came of a job: its answer, or the reason why the photo is refused.

    Attributes:
        is_ruinous: It is what ruined the reading, as far as can be told: not that no worker could be had.
    """

    answer: Any = None
    refused: Reason | None = None
    is_ruinous: bool = False


def work(pipe: Connection, models: Path, limits: Limits, warm_up: Job[Any] | None) -> None:
    """This function will do jobs from the pipe until it closes; it is the worker process's whole life.

    What comes of each is sent back as `Done`. A bug is not caught: it ends the worker with its traceback on standard
    error, and the owner of the pipe tells the photo's sender READER_FAILED.

    Args:
        pipe: This process's end.
        models: The folder of ONNX files.
        limits: What it may use.
        warm_up: Done before the first job; what it answers is not sent.
    """
    _limit_to(limits)
    keep_memory()
    _allow(limits)
    if warm_up is not None:
        warm_up.do(models)
    _stop_the_clocks()
    try:
        pipe.send_bytes(READY)
        while True:
            job = pipe.recv()
            pipe.send_bytes(TAKEN)
            _allow(limits)
            done = _done(job, models)
            _stop_the_clocks()
            del job  # a photo is not kept for the time until the next one
            pipe.send(done)
            del done
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the owner has closed the pipe


def _done(job: Job[Any], models: Path) -> Done:
    try:
        return Done(answer=job.do(models))
    except Unreadable as refusal:
        return Done(refused=refusal.reason)
    except MemoryError:
        return Done(refused=Reason.READER_FAILED, is_ruinous=True)


def _limit_to(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _allow(limits: Limits) -> None:
    """This function will let the process go on for so long, by its CPU and by the wall, before the kernel ends it.

    The CPU is counted from here on. By the ticks that the kernel counts, a process on a crowded machine has used more
    in all than `os.times` tells, and the more it did the further off: a limit on the whole ended workers too soon.
    The owner ends it sooner by the wall; the alarm is for a process that has outlived its owner.
    """
    signal.setitimer(signal.ITIMER_PROF, limits.seconds + _TICKS_ASTRAY)
    signal.alarm(int(limits.wall_seconds) + 1)


def _stop_the_clocks() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.alarm(0)
