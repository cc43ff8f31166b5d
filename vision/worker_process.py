"""A worker process as its owner sees it: started, given jobs, ended."""

import os
import subprocess
import sys
import tempfile
from functools import cache
from multiprocessing.connection import Pipe
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from typing import Any

from vision.anchors import ENVIRONMENT as ANCHORS
from vision.jobs import Job
from vision.worker import READY, TAKEN, Done, Limits

# How long a worker may take to end by itself after its pipe is closed.
_FAREWELL_SECONDS = 2.0
# How long a worker may take to start and warm up; a busy machine takes seconds to load Python and the models.
START_SECONDS = 60.0
# Where matplotlib keeps what it knows of fonts.
_CHARTS = "MPLCONFIGDIR"
# What a worker may know of its surroundings: no key, no token, no address of a database, whatever becomes of it.
_KNOWN = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    _CHARTS,
    "PATH",
    "TMPDIR",
    "TZ",
    ANCHORS,
)
# Reading numbers on one thread: a pool of them per process costs memory and wins nothing at the size of a face.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Died(Exception):  # noqa: N818 - named for what happened
    """The process is gone, and with it what it was doing.

    Attributes:
        why: "died", "too slow" or "never ready".
        was_taken: Whether it had taken the job, which then may be what it died of.
    """

    def __init__(self, why: str, *, was_taken: bool) -> None:
        super().__init__(why)
        self.why, self.was_taken = why, was_taken


class WorkerProcess:
    """One process and the pipe to it. One thread at a time gives it jobs; any thread may `kill` or `stop` it."""

    def __init__(self, models: Path, limits: Limits, probe: Job[Any] | None) -> None:
        """This function will start the process; it becomes ready by itself."""
        self._limits = limits
        self.jobs = 0
        self._answered, self._late = Event(), Event()
        self._is_ready = False
        self._stopping = Lock()
        self._pipe, theirs = Pipe()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "vision.worker_entry", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            env=_surroundings(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C is for the owner, who closes the pipe
        )
        self.pid = self._process.pid
        # Only the child may hold its end: then its death closes the pipe and is seen at once.
        theirs.close()
        Thread(
            target=self._start_working, args=(models, limits, probe), name="photo-worker-start", daemon=True
        ).start()

    @property
    def is_ready(self) -> bool:
        """Whether it has warmed up and lives."""
        return self._is_ready and self.is_alive

    @property
    def has_died_ready(self) -> bool:
        """Whether it had warmed up and is gone: another would warm up as well."""
        return self._is_ready and not self.is_alive

    @property
    def is_alive(self) -> bool:
        """Whether there is a process; one that still warms up counts."""
        return self._process.poll() is None

    def wait_until_ready(self) -> bool:
        """This function will wait for the warm-up; False when the process died of it or took too long."""
        self._answered.wait()
        return self._is_ready

    def do(self, job: Job[Any]) -> Done:
        """This function will have the process do a job.

        Raises:
            Died: It did not live through it, or had died before, or never became ready.
        """
        if not self.wait_until_ready():
            raise Died("never ready", was_taken=False)
        self.jobs += 1
        was_taken = False
        watchdog = Timer(self._limits.wall_seconds, self._kill_late)
        watchdog.start()
        try:
            self._pipe.send(job)
            was_taken = self._pipe.recv_bytes() == TAKEN
            done: Done = self._pipe.recv()
        except (EOFError, OSError) as trouble:
            raise Died("too slow" if self._late.is_set() else "died", was_taken=was_taken) from trouble
        finally:
            watchdog.cancel()
        return done

    def kill(self) -> None:
        """This function will kill the process now; whoever waits for its answer hears that it died."""
        self._process.kill()

    def dismiss(self) -> None:
        """This function will let the process end by itself, without waiting for it."""
        self._pipe.close()

    def stop(self) -> int:
        """This function will end the process, politely and then not, and give its exit code; it leaves no zombie."""
        self._answered.wait()  # nobody may read from a pipe that is closed
        with self._stopping:
            self._pipe.close()
            try:
                return self._process.wait(_FAREWELL_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                return self._process.wait()

    def _kill_late(self) -> None:
        self._late.set()
        self.kill()

    def _start_working(self, *told: object) -> None:
        """This function will tell the process what it is to work with, and hear whether it can."""
        try:
            self._pipe.send(told)
            self._is_ready = self._pipe.poll(START_SECONDS) and self._pipe.recv_bytes() == READY
        except (EOFError, OSError):
            self._is_ready = False
        finally:
            if not self._is_ready:
                self.kill()
            self._answered.set()


def _surroundings() -> dict[str, str]:
    """This function will give a worker's environment: what it needs, and where its owner finds modules."""
    known = {name: os.environ[name] for name in _KNOWN if name in os.environ}
    places = dict.fromkeys(place or str(Path.cwd()) for place in sys.path)
    draws_in = (
        {} if _CHARTS in known or os.access(Path("~").expanduser(), os.W_OK) else {_CHARTS: _spare().name}
    )
    return {**known, **draws_in, **dict.fromkeys(_ONE_THREAD, "1"), "PYTHONPATH": os.pathsep.join(places)}


@cache
def _spare() -> tempfile.TemporaryDirectory[str]:
    """This function will make the folder in which matplotlib keeps what it knows of fonts, where there is no home for it.

    One for all workers of this process, and gone with it: each would make its own, look at every font of the machine
    again, and leave it behind when it is killed.
    """
    return tempfile.TemporaryDirectory(prefix="aura-charts-")
