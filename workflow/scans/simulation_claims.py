"""Taking simulations to be made: due work, as the photos to be read are."""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store import due_work
from workflow.store.due_work import At, Lane, RetryRule, decide_retry
from workflow.store.models import Simulation, SimulationState
from workflow.store.reading import read_last

RETRY = RetryRule(attempts=3, first_wait=timedelta(seconds=5), factor=4)


def _waits_for(row: type[Simulation], other: type[Simulation], at: At) -> sa.ColumnElement[bool]:
    """This will have pictures of one customer made in the order they were asked for, one after the other."""
    others = read_last(other.due_at)
    return sa.and_(
        others <= at(),
        sa.or_(others < row.due_at, sa.and_(others == row.due_at, other.id < row.id)),
    )


SIMULATIONS = Lane(
    model=Simulation,
    waiting=SimulationState.WAITING,
    person=("customer_id",),
    waits_for=_waits_for,
    retry=RETRY,
    given_up=SimulationState.FAILED,
    reason="failure",
)


def claim_due_simulations(
    session: Session, *, now: datetime, lease: timedelta, limit: int
) -> list[Simulation]:
    """This will lease simulations that wait to be made, the longest due first.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        lease: How long nobody else may take them.
        limit: How many at most.
    """
    return due_work.claim(session, SIMULATIONS, now=now, lease=lease, limit=limit)


def claim_worn_out_simulations(session: Session, *, now: datetime, lease: timedelta) -> list[Simulation]:
    """This will lease simulations whose last try ended without a word, so that whoever waits hears of it."""
    return due_work.claim_worn_out(session, SIMULATIONS, now=now, lease=lease)


def simulation_retry(attempts: int) -> timedelta | None:
    """This will say how long a simulation waits after so many attempts; None when it is given up."""
    return decide_retry(RETRY, attempts=attempts)


def postpone_simulation(
    session: Session,
    *,
    simulation_id: uuid.UUID,
    until: datetime,
    attempt: int,
    is_failure: bool = True,
) -> bool:
    """This will give a claimed simulation back, to be tried again later; False when it is not held any more."""
    return due_work.release(
        session,
        SIMULATIONS,
        row_id=simulation_id,
        until=until,
        attempt=attempt,
        is_failure=is_failure,
    )
