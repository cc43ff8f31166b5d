"""Taking photos to be read. A waiting scan is due work; it is read outside any transaction, under a lease.

Works across clinics. Whoever dies lets the lease run out, and another takes over.
"""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Scan, ScanState

# Written out, not bound: both engines use a partial index only where the query says its condition literally.
_WAITING: sa.ColumnClause[ScanState] = sa.literal_column("'waiting'")


def claim_due_scans(session: Session, *, now: datetime, lease: timedelta, limit: int) -> list[Scan]:
    """This will lease waiting scans, the longest due first.

    Args:
        session: A session across clinics.
        now: Aware UTC.
        lease: How long nobody else may take them; longer than a download and a reading take.
        limit: How many at most.
    """
    due = (
        sa.select(Scan.id)
        .where(
            Scan.state == _WAITING,
            Scan.due_at <= now,
            sa.or_(Scan.lease_until.is_(None), Scan.lease_until <= now),
        )
        .order_by(Scan.due_at, Scan.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = session.scalars(
        sa.update(Scan)
        .where(Scan.id.in_(sa.select(due.c.id)))
        .values(lease_until=now + lease, attempts=Scan.attempts + 1)
        .returning(Scan),
        execution_options={"synchronize_session": False, "populate_existing": True},
    )
    return sorted(claimed, key=lambda scan: (scan.due_at, scan.id))


def postpone_scan(session: Session, *, scan_id: uuid.UUID, until: datetime) -> bool:
    """This will give a claimed scan back, to be tried again later; False when it was settled meanwhile."""
    given_back = session.execute(
        sa.update(Scan)
        .where(Scan.id == scan_id, Scan.state == _WAITING)
        .values(due_at=until, lease_until=None)
        .returning(Scan.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return given_back.first() is not None
