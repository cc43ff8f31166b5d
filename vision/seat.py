"""One place in the pool of workers: whoever sits there does the next job, and somebody always sits there.

A worker that has done its share is followed by one that warmed up meanwhile. One that dies is followed by a fresh one;
the job it had not taken yet goes to that one, so that only a job that may have killed its worker is heard of.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any

import structlog

from vision.jobs import Job
from vision.reasons import Reason
from vision.worker import Done
from vision.worker_process import Died, WorkerProcess

log = structlog.get_logger(__name__)

FAILED = Done(refused=Reason.READER_FAILED)
RUINED = Done(refused=Reason.READER_FAILED, is_ruinous=True)
# A follower is hired so many jobs ahead: it warms up in the time of five readings, on a core of its own.
_AHEAD = 5
# A job whose worker died before taking it is given to a fresh one, and if that dies too, to nobody.
_TRIES = 2


class Seat:
    """One thread at a time has jobs done here; any thread may `end` it."""

    def __init__(self, hire: Callable[[], WorkerProcess], *, share: int) -> None:
        """This function will set up an empty seat.

        Args:
            hire: Starts a worker.
            share: How many jobs one worker does.
        """
        self._hire, self._share = hire, share
        self._sitting: WorkerProcess | None = None
        self._following: WorkerProcess | None = None
        self._leaving: list[WorkerProcess] = []
        self._lock = Lock()
        self._is_busy = self._is_ended = False

    @property
    def is_ready(self) -> bool:
        """Whether a job would begin at once, now or when the present one is done.

        Whoever died without a job is followed here, so that whoever asks again hears of a ready one.
        """
        with self._lock:
            if self._sitting is not None and self._sitting.has_died_ready and not self._is_busy:
                self._fill()
            return self._sitting is not None and self._sitting.is_ready

    @property
    def process_id(self) -> int | None:
        """Which process sits here, if any."""
        sitting = self._sitting
        return None if sitting is None else sitting.pid

    def warm_up(self) -> bool:
        """This function will see that a worker is ready; False when it could not be made so."""
        worker = self._take_seat()
        return worker is not None and worker.wait_until_ready()

    def do(self, job: Job[Any]) -> Done:
        """This function will have a job done; RUINED when a worker died of it, FAILED when none could be had."""
        with self._lock:
            self._is_busy = True
        try:
            return self._do(job)
        finally:
            with self._lock:
                self._is_busy = False

    def end(self) -> None:
        """This function will kill every worker of this seat and hire no other; a job that is being done fails."""
        with self._lock:
            self._is_ended = True
            for worker in self._everybody():
                worker.kill()

    def clear(self) -> None:
        """This function will wait until the workers of an ended seat are gone."""
        for worker in self._everybody():
            worker.stop()

    def _do(self, job: Job[Any]) -> Done:
        for _ in range(_TRIES):
            worker = self._take_seat()
            if worker is None:
                return FAILED
            try:
                done = worker.do(job)
            except Died as death:
                self._bury(worker, death)
                if death.was_taken:
                    return RUINED
            else:
                self._look_ahead(worker)
                return done
        return FAILED

    def _everybody(self) -> list[WorkerProcess]:
        return [worker for worker in (self._sitting, self._following, *self._leaving) if worker is not None]

    def _take_seat(self) -> WorkerProcess | None:
        """This function will give the worker for the next job: who sits, who follows, or a new one; None once ended."""
        with self._lock:
            return self._fill()

    def _fill(self) -> WorkerProcess | None:
        """This function will do so while the lock is held."""
        if self._is_ended:
            return None
        if self._sitting is not None and not self._sitting.is_alive:
            log.warning("photo_worker.gone", jobs=self._sitting.jobs, exit_code=self._sitting.stop())
            self._sitting = None
        if self._sitting is not None and self._sitting.jobs >= self._share:
            self._sitting.dismiss()
            self._leaving.append(self._sitting)
            self._sitting = None
        if self._sitting is None:
            self._sitting, self._following = self._following or self._hire(), None
        return self._sitting

    def _look_ahead(self, worker: WorkerProcess) -> None:
        """This function will hire who follows in good time, and see off who has left."""
        with self._lock:
            for gone in [one for one in self._leaving if not one.is_alive]:
                gone.stop()
                self._leaving.remove(gone)
            if not self._is_ended and self._following is None and worker.jobs >= self._share - _AHEAD:
                self._following = self._hire()

    def _bury(self, worker: WorkerProcess, death: Died) -> None:
        """This function will put a fresh worker in the place of a dead one, at once, so that it warms up meanwhile."""
        exit_code = worker.stop()
        log.warning("photo_worker.failed", why=death.why, exit_code=exit_code, jobs=worker.jobs)
        with self._lock:
            if self._sitting is worker:
                self._sitting, self._following = self._following, None
            # One that never became ready is not replaced before there is a job: what it lacks may be missing for long.
            if self._sitting is None and not self._is_ended and worker.jobs:
                self._sitting = self._hire()
