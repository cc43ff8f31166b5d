"""Advancing a clock by compare-and-set. Whoever advances the row does the work, in the same transaction.

Source: facts/ENGINE.md section 3: three processes, one killed, 600 of 600 runs, none twice.
"""

from collections.abc import Callable
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflow.store.models import Schedule


def claim_ring(
    session: Session, *, key: str, following: Callable[[datetime], datetime], now: datetime
) -> bool:
    """This will say whether this process is the one to do the work now, and set the clock for the next time.

    Times that were missed while nobody ran are done once, not once each: the next time is counted from now.

    Args:
        session: A session across clinics.
        key: Which clock.
        following: Gives the first time strictly after an instant at which this clock rings.
        now: Aware UTC.

    Returns:
        True for exactly one caller of each time; False when it is not yet due or somebody else took it.
    """
    row = session.execute(sa.select(Schedule.next_run_at).where(Schedule.key == key)).one_or_none()
    if row is None:
        _set_up(session, key=key, first=following(now))
        return False
    due_at: datetime = row.next_run_at
    if due_at > now:
        return False
    taken = session.execute(
        sa.update(Schedule)
        .where(Schedule.key == key, Schedule.next_run_at == due_at)
        .values(next_run_at=following(now), last_run_at=now)
    )
    return cast("CursorResult[object]", taken).rowcount == 1


def _set_up(session: Session, *, key: str, first: datetime) -> None:
    """This will make the clock's row; another process may have been faster, which is as good."""
    try:
        with session.begin_nested():
            session.add(Schedule(key=key, next_run_at=first))
    except IntegrityError:
        return
