"""What a restored backup would do a second time, put aside before a worker starts.

What was done after the backup was taken still waits in it. Channels forget retry keys within a day and the keys that
hold a message to once were lost with the rows, so that nothing but this keeps yesterday from being sent again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.store.models import (
    Clinic,
    FollowUp,
    FollowUpState,
    InboundEvent,
    InboundState,
    Notice,
    NoticeState,
    Scan,
    ScanState,
    Schedule,
    Simulation,
    SimulationState,
    Task,
)
from workflow.store.scope import held_to

RESTORED = "restored"  # the reason that stands on each row
# For people to close what they had done already, before others hear that it was not done.
TASKS_REST = timedelta(days=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class PutAside:
    """What was put aside of one clinic, or how many clocks begin anew where no clinic is named.

    Attributes:
        clinic: Its key; None for the clocks, which are the service's own.
        counts: How many rows of what.
    """

    clinic: str | None
    counts: dict[str, int]


def put_aside_what_was_done(session: Session, *, taken_at: datetime, now: datetime) -> list[PutAside]:
    """This will put aside whatever waited when the backup was taken and has been due since.

    1. A notice is `unknown`, a follow-up and an event are `failed`, a scan is `unreadable`, a simulation is
       `failed`: each with the reason `restored`, and settled, so that its words are forgotten in their time.
    2. A task stays with its holder; nobody else hears of it for a day.
    3. A clock whose time has come begins anew, at the next start of a worker.

    What was written after the backup was taken is left alone: it came when the service ran again.

    Args:
        session: A session across clinics.
        taken_at: When the backup was taken (aware UTC).
        now: Aware UTC.
    """
    done: list[PutAside] = []
    for clinic in session.scalars(sa.select(Clinic).order_by(Clinic.key)).all():
        with held_to(session, clinic.id):
            statements = _of_one_clinic(taken_at=taken_at, now=now)
            counts = {name: _change(session, statement) for name, statement in statements}
        done.append(PutAside(clinic=clinic.key, counts=counts))
        log.warning("clinic.restored", clinic_id=str(clinic.id), **counts)
    clocks = _change(session, sa.delete(Schedule).where(Schedule.next_run_at <= now))
    log.warning("clocks.restored", clocks=clocks)
    return [*done, PutAside(clinic=None, counts={"clocks": clocks})]


def _of_one_clinic(*, taken_at: datetime, now: datetime) -> Iterator[tuple[str, sa.Update]]:
    """This will name what is put aside of a clinic, and give the statement that does it."""
    ended = {"settled_at": now, "lease_until": None}
    yield (
        "notices",
        sa.update(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.made_at <= taken_at, Notice.due_at <= now)
        .values(state=NoticeState.UNKNOWN, reason=RESTORED, **ended),
    )
    yield (
        "follow_ups",
        sa.update(FollowUp)
        .where(FollowUp.state == FollowUpState.PLANNED, FollowUp.due_at <= now)
        .values(state=FollowUpState.FAILED, failure=RESTORED, **ended),
    )
    yield (
        "events",
        sa.update(InboundEvent)
        .where(InboundEvent.state == InboundState.WAITING, InboundEvent.received_at <= taken_at)
        .values(state=InboundState.FAILED, failure=RESTORED, **ended),
    )
    yield (
        "scans",
        sa.update(Scan)
        .where(Scan.state == ScanState.WAITING, Scan.sent_at <= taken_at)
        .values(state=ScanState.UNREADABLE, unreadable_reason=RESTORED, **ended),
    )
    yield (
        "simulations",
        sa.update(Simulation)
        .where(Simulation.state == SimulationState.WAITING, Simulation.asked_at <= taken_at)
        .values(state=SimulationState.FAILED, failure=RESTORED, **ended),
    )
    yield (
        "tasks",
        sa.update(Task).where(Task.look_at <= now, Task.made_at <= taken_at).values(look_at=now + TASKS_REST),
    )


def _change(session: Session, statement: sa.Update | sa.Delete) -> int:
    """This will run a statement and say how many rows it was about."""
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("sa.CursorResult[Any]", done).rowcount
