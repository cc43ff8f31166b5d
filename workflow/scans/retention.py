"""Pictures and readings whose time is over. The files themselves are erased by whoever is given nothing to name them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Scan, SkinReading


def forget_old_pictures(session: Session, *, before: datetime) -> int:
    """This will let go of the pictures of scans sent before an instant; what was read in them stays as numbers.

    The sweep erases the files, which no scan names any more then.

    Args:
        session: A session of the clinic.
        before: Aware UTC.

    Returns:
        Of how many scans.
    """
    gone = session.scalars(
        sa.update(Scan)
        .where(Scan.sent_at < before, sa.or_(Scan.photo_key.is_not(None), Scan.overlay_key.is_not(None)))
        .values(photo_key=None, overlay_key=None)
        .returning(Scan.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())


def forget_old_readings(session: Session, *, before: datetime) -> int:
    """This will delete what was read before an instant.

    Args:
        session: A session of the clinic.
        before: Aware UTC.

    Returns:
        How many readings.
    """
    gone = session.scalars(
        sa.delete(SkinReading).where(SkinReading.read_at < before).returning(SkinReading.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())
