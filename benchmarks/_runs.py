"""One worker of `aura bench dispatch`, run in a process of its own until everything is accepted."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks._endpoint import Endpoint
from benchmarks._sending import Task

PATIENCE = 30.0  # seconds without anything new, after which what is missing counts as lost
_TICKS = 100  # of /proc: USER_HZ of Linux


@dataclass(frozen=True)
class Run:
    """How it went.

    Attributes:
        due: How many were due.
        reached: How many customers got theirs.
        doubled: How many came that somebody had already.
        seconds: From the word to begin to the last push that was accepted.
        cpu_us: The worker's own CPU time for each (microseconds); 0 where the system does not tell.
    """

    due: int
    reached: int
    doubled: int
    seconds: float
    cpu_us: float

    @property
    def per_second(self) -> float:
        """Accepted in a second."""
        return self.reached / self.seconds if self.seconds else 0.0

    @property
    def lost(self) -> int:
        """Customers who got nothing."""
        return self.due - self.reached


def in_all(rounds: Sequence[Run]) -> Run:
    """This will sum up several rounds of one worker."""
    due = sum(one.due for one in rounds)
    return Run(
        due=due,
        reached=sum(one.reached for one in rounds),
        doubled=sum(one.doubled for one in rounds),
        seconds=sum(one.seconds for one in rounds),
        cpu_us=sum(one.cpu_us * one.due for one in rounds) / due,
    )


def run_worker(name: str, task: Task, line: Endpoint, *, ends_by_itself: bool) -> Run:
    """This will run a worker until everybody has got theirs, or nothing moves any more.

    Args:
        name: The module, without its underscore.
        task: What it is told.
        line: Where it pushes to; reset before.
        ends_by_itself: It ends when its work is done, and may have something to write down then.
    """
    command = [sys.executable, "-m", "benchmarks._worker", name]
    environment_free = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, cwd=Path(__file__).parents[1], **environment_free) as worker:  # type: ignore[call-overload]
        try:
            _say(worker, json.dumps(asdict(task)))
            worker.stdout.readline()
            began = _cpu_seconds(worker.pid)
            went = time.monotonic()
            _say(worker, "go")
            _wait(worker, line, due=task.due)
            spent = _cpu_seconds(worker.pid) - began
            if ends_by_itself:
                worker.wait(60)
        finally:
            worker.kill()
    told = line.stats()
    return Run(
        task.due, told["reached"], told["doubled"], told["last"] - went, max(0.0, spent) / task.due * 1e6
    )


def _say(worker: "subprocess.Popen[str]", word: str) -> None:
    assert worker.stdin is not None  # noqa: S101 - asked for above
    worker.stdin.write(word + "\n")
    worker.stdin.flush()


def _wait(worker: "subprocess.Popen[str]", line: Endpoint, *, due: int) -> None:
    reached, moved_at = -1, time.monotonic()
    while reached < due and worker.poll() is None and time.monotonic() - moved_at < PATIENCE:
        time.sleep(0.05)
        now = line.stats()["accepted"]
        if now != reached:
            reached, moved_at = now, time.monotonic()


def _cpu_seconds(process_id: int) -> float:
    """This will tell the CPU time a process has used, as Linux counts it."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
