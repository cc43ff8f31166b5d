"""Taking photos to be read, and simulated pictures to be made: due work, done outside any transaction, under a lease.

Works across clinics. Whoever dies lets the lease run out, and another takes over; whoever needs long renews it. Of one
customer the photos are read in the order they came, and the pictures made in the order they were asked for.
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflow.store import due_work
from workflow.store.due_work import Lane, RetryRule, decide_retry, in_order
from workflow.store.models import Scan, ScanState, Simulation, SimulationState

_RETRY_SCAN = RetryRule(attempts=5, first_wait=timedelta(seconds=5), factor=4)
_RETRY_SIMULATION = RetryRule(attempts=3, first_wait=timedelta(seconds=5), factor=4)

SCANS = Lane(
    model=Scan,
    waiting=ScanState.WAITING,
    person=("customer_id",),
    waits_for=in_order,
    retry=_RETRY_SCAN,
    given_up=ScanState.UNREADABLE,
    reason="unreadable_reason",
)
SIMULATIONS = Lane(
    model=Simulation,
    waiting=SimulationState.WAITING,
    person=("customer_id",),
    waits_for=in_order,
    retry=_RETRY_SIMULATION,
    given_up=SimulationState.FAILED,
    reason="failure",
)


def claim_due_scans(session: Session, *, now: datetime, lease: timedelta, limit: int) -> list[Scan]:
    """This will lease waiting scans, one of each customer, the longest due first.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        lease: How long nobody else may take them, unless it is renewed.
        limit: How many at most.
    """
    return due_work.claim(session, SCANS, now=now, lease=lease, limit=limit)


def claim_worn_out_scans(session: Session, *, now: datetime, lease: timedelta) -> list[Scan]:
    """This will lease scans whose last try ended without a word, so that whoever waits for them hears of it."""
    return due_work.claim_worn_out(session, SCANS, now=now, lease=lease)


def renew_scan(session: Session, *, scan_id: uuid.UUID, attempt: int, until: datetime) -> bool:
    """This will keep a claimed scan for longer; False when somebody else took or settled it."""
    return due_work.renew(session, SCANS, row_id=scan_id, attempt=attempt, until=until)


def scan_retry(attempts: int) -> timedelta | None:
    """This will say how long a scan waits after so many attempts; None when whoever sent it is to be told."""
    return decide_retry(_RETRY_SCAN, attempts=attempts)


def postpone_scan(
    session: Session,
    *,
    scan_id: uuid.UUID,
    until: datetime,
    attempt: int | None = None,
    is_failure: bool = True,
) -> bool:
    """This will give a claimed scan back, to be tried again later; False when it is not held any more.

    Args:
        session: A session across clinics, or of the scan's own.
        scan_id: The claimed scan.
        until: When it may be taken again (aware UTC).
        attempt: Its `attempts`, as it was claimed; None gives it back whoever holds it.
        is_failure: Whether this attempt counts; one that never came to be read does not.
    """
    return due_work.release(
        session, SCANS, row_id=scan_id, until=until, attempt=attempt, is_failure=is_failure
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
    return decide_retry(_RETRY_SIMULATION, attempts=attempts)


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
