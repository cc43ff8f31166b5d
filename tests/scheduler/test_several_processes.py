"""Three processes ring, two are killed: every time is rung for, and none twice. SQLite: one, killed and begun again."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import two_clinics
from tests.factories.clinics import a_branch
from tests.scheduler.ringing_process import BEGINS, HOURS, all_schedules, clinics
from workflow.store.models import Notice, Schedule
from workflow.unit_of_work import Sessions, in_transaction, make_engine, make_sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    Begin = Callable[[str], tuple[Sessions, "Processes"]]

pytestmark = pytest.mark.servers
# Of each of four rules: two clinics, and three branches.
SCHEDULES = 4 * (2 + 3)
ROOT = Path(__file__).parents[2]


def stage(sessions: Sessions) -> Sessions:
    ours, _ = two_clinics(sessions)
    in_transaction(
        sessions, lambda session: a_branch(session, ours.clinic, key="ari"), clinic_id=ours.clinic_id
    )
    all_schedules(sessions, clock=lambda: BEGINS).run_due()
    return sessions


def rung(sessions: Sessions) -> Counter[str]:
    """How often each slot stands there, of all schedules together."""

    def look(session: Session) -> list[str]:
        return [str(data["slot"]) for data in session.scalars(sa.select(Notice.data))]

    found: Counter[str] = Counter()
    for clinic_id in clinics(sessions):
        found.update(in_transaction(sessions, look, clinic_id=clinic_id))
    return found


def set_up_rows(sessions: Sessions) -> int:
    return in_transaction(
        sessions,
        lambda session: session.scalar(sa.select(sa.func.count()).select_from(Schedule)) or 0,
        clinic_id=None,
    )


class Processes:
    """Processes that ring on one database, by one fast clock."""

    def __init__(self, url: str) -> None:
        self._url, self._started = url, 0.0
        self.all: list[subprocess.Popen[str]] = []

    def start(self, *deaths: int) -> list[subprocess.Popen[str]]:
        """Start a process for each, let them get ready, and let their common clock begin if it has not yet."""
        command = [sys.executable, "-m", "tests.scheduler.ringing_process", self._url]
        begun = [
            subprocess.Popen(
                [*command, str(dies_at)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for dies_at in deaths
        ]
        self.all += begun
        for process in begun:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        self._started = self._started or time.monotonic()
        for process in begun:
            assert process.stdin is not None
            process.stdin.write(f"{self._started}\n")
            process.stdin.flush()
        return begun

    def stop(self) -> None:
        for process in self.all:
            process.kill()
            process.communicate()


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Set up a database with its clinics and schedules, and processes that may be begun on it."""
    with ExitStack() as stack:

        def on(url: str) -> tuple[Sessions, Processes]:
            engine = make_engine(url)
            stack.callback(engine.dispose)
            processes = Processes(url)
            stack.callback(processes.stop)
            return stage(make_sessions(engine)), processes

        yield on


def every_slot_once() -> dict[str, int]:
    first = BEGINS.replace(minute=0)
    return {first.replace(hour=first.hour + hour).isoformat(): SCHEDULES for hour in range(1, HOURS + 1)}


def test_of_three_processes_two_are_killed_and_nothing_is_missed_or_doubled(
    migrated_postgres_url: str, begin: Begin
) -> None:
    sessions, processes = begin(migrated_postgres_url)
    dies_in_the_middle, is_killed, stays = processes.start(5, 0, 0)
    waits = threading.Event()
    while sum(rung(sessions).values()) < 3 * SCHEDULES and stays.poll() is None:
        waits.wait(0.02)
    is_killed.send_signal(signal.SIGKILL)

    assert stays.wait(60) == 0
    assert dies_in_the_middle.wait(1) == -signal.SIGKILL
    assert is_killed.wait(1) == -signal.SIGKILL
    assert rung(sessions) == every_slot_once()
    assert set_up_rows(sessions) == SCHEDULES


def test_the_embedded_process_is_killed_and_begun_again(migrated_sqlite_url: str, begin: Begin) -> None:
    sessions, processes = begin(migrated_sqlite_url)
    assert [processes.start(dies_at)[0].wait(60) for dies_at in (7, 30, 0)] == [*[-signal.SIGKILL] * 2, 0]

    assert rung(sessions) == every_slot_once()
