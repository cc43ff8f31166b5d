"""Advancing a clock by compare-and-set. Whoever advances the row does the work, in the same transaction.

Source: facts/ENGINE.md section 3: three processes, one killed, 600 of 600 runs, none twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflow.schedules.rings import Following, Missed, Turn, decide
from workflow.store.due_work import take_ringing
from workflow.store.models import Schedule

NOBODYS_AFTER = timedelta(days=1)  # a row whose time passed so long ago is rung by nobody any more

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Plan:
    """When a schedule rings.

    Attributes:
        rings: The rule in words ("daily 08:30 Asia/Bangkok"); kept on the row, so that a change of it is seen.
        first: The first time at which it rings (aware UTC).
        latest: The last time that can stand on its row unless a clock went wrong: the one after `first`, which a
            process whose clock is a little ahead may have rung for already.
    """

    rings: str
    first: datetime
    latest: datetime


@dataclass(frozen=True)
class Failing:
    """A schedule whose work failed.

    Attributes:
        key: Which.
        due_at: The time that is still to be rung for (aware UTC).
        times: How often that failed by now; 0 if there is no such schedule any more.
    """

    key: str
    due_at: datetime
    times: int


def set_up_schedules(session: Session, *, plans: Mapping[str, Plan], now: datetime) -> None:
    """This will make the rows of the schedules there are, and take away those that nobody rings for any more.

    A row that is there keeps its place, so that what was missed while nobody ran is still known. One whose rule the
    clinic has changed since begins anew. One that this process does not know may be another's, of a newer release or
    configuration: it goes only once its time was left to pass for a day.

    Args:
        session: The caller's transaction.
        plans: Every schedule of the service, by key.
        now: Aware UTC.
    """
    there = {row.key: row for row in session.scalars(sa.select(Schedule))}
    for key, row in there.items():
        if key not in plans:
            if max(row.next_run_at, row.not_before or row.next_run_at) < now - NOBODYS_AFTER:
                session.delete(row)
                log.info("schedule.taken_away", key=key)
        elif row.rings != plans[key].rings:
            row.rings, row.next_run_at = plans[key].rings, plans[key].first
            row.not_before, row.attempts = None, 0
            log.info("schedule.replanned", key=key, rings=row.rings)
    session.flush()
    for key in sorted(plans.keys() - there.keys()):
        _begin(session, key=key, plan=plans[key])


def set_right(session: Session, *, plans: Mapping[str, Plan]) -> None:
    """This will mend rows that would keep a clock silent: those that are gone, and those that lie too far ahead.

    A process whose clock ran ahead has left its times behind; until then nothing would ring. Times that such a clock
    rang for are rung for again when they come: what they cause is keyed by its day, so that nobody is told twice.

    Args:
        session: A session across clinics.
        plans: Every schedule of this process as of now, by key.
    """
    rows = session.execute(sa.select(Schedule.key, Schedule.next_run_at))
    there: dict[str, datetime] = {row.key: row.next_run_at for row in rows}
    for key in sorted(plans.keys() - there.keys()):
        log.warning("schedule.was_gone", key=key)
        _begin(session, key=key, plan=plans[key])
    for key, plan in plans.items():
        if key in there and there[key] > plan.latest:
            log.error("schedule.was_too_far_ahead", key=key, next_run_at=there[key].isoformat())
            session.execute(
                sa.update(Schedule)
                .where(Schedule.key == key, Schedule.next_run_at > plan.latest)
                .values(next_run_at=plan.first, not_before=None, attempts=0)
            )


def claim_ring(
    session: Session,
    *,
    key: str,
    following: Following,
    missed: Missed,
    now: datetime,
    work_until: datetime | None = None,
) -> Turn | None:
    """This will say whether this process is the one to ring now, and for which time, and set the clock for the next.

    Args:
        session: The transaction in which the work is written down as well.
        key: Which clock.
        following: Gives the first time strictly after an instant at which this clock rings.
        missed: What becomes of times at which nobody rang.
        now: Aware UTC.
        work_until: For work in transactions of its own: others leave it alone until then (aware UTC), and the clock
            is only set by `end_ring`, so that work that is cut off is done again.

    Returns:
        A turn for exactly one caller of each time; its slot is None when the time is passed over. None when it is not
        yet due, or somebody else has it.
    """
    mine = (Schedule.key == key, _is_not_pushed_aside(now))
    row = take_ringing(session, Schedule, at=Schedule.next_run_at, now=now, only=mine)
    if row is None:
        return None
    due_at = row.next_run_at
    turn = decide(due_at, now=now, following=following, missed=missed)
    set_to: dict[str, object] = {"not_before": work_until}
    if work_until is None:
        set_to |= {"next_run_at": turn.next_run_at, "last_run_at": now, "attempts": 0}
    taken = session.execute(
        sa.update(Schedule).where(Schedule.key == key, Schedule.next_run_at == due_at).values(**set_to)
    )
    return turn if cast("CursorResult[object]", taken).rowcount == 1 else None


def end_ring(session: Session, *, key: str, turn: Turn, now: datetime) -> None:
    """This will set a clock for its next time, once the work of a ring with `work_until` is done.

    Args:
        session: The caller's transaction.
        key: Which clock.
        turn: As it was claimed.
        now: Aware UTC.
    """
    session.execute(
        sa.update(Schedule)
        .where(Schedule.key == key, Schedule.next_run_at < turn.next_run_at)
        .values(next_run_at=turn.next_run_at, last_run_at=now, not_before=None, attempts=0)
    )


def push_aside(session: Session, *, key: str, until: datetime) -> Failing:
    """This will leave a schedule whose work failed alone for a while. Its time stays, and is rung for again.

    Args:
        session: Another transaction than the one that failed.
        key: Which clock.
        until: When it is tried again (aware UTC).

    Returns:
        What it was put aside from, and how often by now.
    """
    row = session.execute(
        sa.update(Schedule)
        .where(Schedule.key == key)
        .values(not_before=until, attempts=Schedule.attempts + 1)
        .returning(Schedule.next_run_at, Schedule.attempts),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    return Failing(key, until, 0) if row is None else Failing(key, row.next_run_at, row.attempts)


def due_schedules(session: Session, *, now: datetime) -> list[str]:
    """This will name the schedules whose time has come, the longest due first."""
    return list(
        session.scalars(
            sa.select(Schedule.key)
            .where(Schedule.next_run_at <= now, _is_not_pushed_aside(now))
            .order_by(Schedule.next_run_at, Schedule.key)
        )
    )


def _is_not_pushed_aside(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Schedule.not_before.is_(None), Schedule.not_before <= now)


def _begin(session: Session, *, key: str, plan: Plan) -> None:
    """This will make a clock's row; another process may have been faster, which is as good."""
    try:
        with session.begin_nested():
            session.add(Schedule(key=key, rings=plan.rings, next_run_at=plan.first))
    except IntegrityError:
        return
