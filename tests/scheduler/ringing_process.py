"""One process that rings, as a worker does: APScheduler makes it look, the rows decide. Time runs fast in it.

`python -m tests.scheduler.ringing_process URL DIES_AT`: the database, and at which ring the process dies in the middle
of the transaction (0: never). It says "ready" and is told what `time.monotonic()` said when the fast clock began.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from scheduler.clock import AlarmClock
from scheduler.ringing import Schedules
from scheduler.rules import Per, Ring, Rule
from workflow.access import staff_with
from workflow.actor import Role
from workflow.notices import NoticePurpose, tell_staff
from workflow.schedules import Missed
from workflow.settings import ClinicRules
from workflow.store.base import new_id
from workflow.store.models import Clinic
from workflow.unit_of_work import Sessions, in_transaction, make_engine, make_sessions

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

BEGINS = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
HOURS = 12
ENDS = BEGINS + timedelta(hours=HOURS)
SPEED = 7200  # two hours a second
LOOK_EVERY = timedelta(milliseconds=50)


@dataclass(frozen=True)
class Hourly:
    """At every full hour."""

    def following(self, after: datetime, *, zone: ZoneInfo) -> datetime:
        del zone
        return after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def table(count: int, job: object) -> list[Rule]:
    return [
        Rule(
            what=f"{per}{number}",
            per=per,
            when=lambda _: Hourly(),
            missed=Missed(each=True),
            job=job,  # type: ignore[arg-type]
        )
        for number in range(count)
        for per in Per
    ]


class Work:
    """Writes down each ring under a key of its own, so that a time that was rung for twice would stand there twice."""

    def __init__(self, dies_at: int) -> None:
        self.rings, self._dies_at = 0, dies_at

    def __call__(self, session: Session, ring: Ring) -> int:
        owner = staff_with(session, role=Role.OWNER)[0]
        tell_staff(
            session,
            staff_id=owner.id,
            kind="rung",
            purpose=NoticePurpose.STAFF,
            data={"branch": str(ring.branch_id), "slot": ring.slot.isoformat()},
            key=str(new_id()),
            now=ring.now,
        )
        self.rings += 1
        if self.rings == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 1


def clinics(sessions: Sessions) -> list[uuid.UUID]:
    return in_transaction(
        sessions, lambda session: list(session.scalars(sa.select(Clinic.id))), clinic_id=None
    )


def all_schedules(sessions: Sessions, *, clock: Callable[[], datetime], dies_at: int = 0) -> Schedules:
    return Schedules(
        sessions=sessions,
        clock=clock,
        rules=dict.fromkeys(clinics(sessions), ClinicRules()),
        table=table(4, Work(dies_at)),
    )


async def ring(url: str, dies_at: int) -> None:
    sessions = make_sessions(make_engine(url))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    started = float(sys.stdin.readline())

    def now() -> datetime:
        return min(ENDS, BEGINS + timedelta(seconds=(time.monotonic() - started) * SPEED))

    schedules = all_schedules(sessions, clock=now, dies_at=dies_at)
    over = asyncio.Event()

    async def look() -> None:
        is_last = now() >= ENDS
        if not await asyncio.to_thread(schedules.run_due) and is_last:
            over.set()

    clock = AlarmClock({"look": (LOOK_EVERY, look)})
    clock.start()
    await over.wait()
    clock.stop()


if __name__ == "__main__":
    asyncio.run(ring(sys.argv[1], int(sys.argv[2])))
