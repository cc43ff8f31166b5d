"""Photos and their readings."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from workflow.refusal import NotFound
from workflow.scans.simulation_pictures import named_by_simulations
from workflow.store.models import Scan, ScanState, Simulation, SkinReading
from workflow.store.models.scan import PICTURES

_AT_ONCE = 500  # keys in one statement; SQLite takes up to 32,766 values


def scan(session: Session, *, scan_id: uuid.UUID) -> Scan:
    """This will find a scan of the session's clinic.

    Raises:
        NotFound: There is none of that id.
    """
    found = session.scalar(sa.select(Scan).where(Scan.id == scan_id))
    if found is None:
        raise NotFound(scan_id=str(scan_id))
    return found


def reading_of(session: Session, *, scan_id: uuid.UUID) -> SkinReading | None:
    """This will find what was read in a scan."""
    return session.scalar(sa.select(SkinReading).where(SkinReading.scan_id == scan_id))


def readings_of(
    session: Session, *, customer_id: uuid.UUID, limit: int = 20
) -> list[tuple[Scan, SkinReading]]:
    """This will list a customer's readings whose photos still count, newest first."""
    statement = (
        sa.select(Scan, SkinReading)
        .join(SkinReading, SkinReading.scan_id == Scan.id)
        .where(Scan.customer_id == customer_id, Scan.state == ScanState.READ)
        .order_by(Scan.sent_at.desc(), Scan.id.desc())
        .limit(limit)
    )
    return [(found, reading) for found, reading in session.execute(statement)]


def newest_pair(session: Session, *, customer_id: uuid.UUID) -> Scan | None:
    """This will find a customer's newest photo that lies beside an earlier one."""
    return session.scalar(
        sa.select(Scan)
        .where(Scan.customer_id == customer_id, Scan.state == ScanState.READ)
        .where(Scan.before_key.is_not(None), Scan.after_key.is_not(None))
        .order_by(Scan.sent_at.desc(), Scan.id.desc())
        .limit(1)
    )


def newest_shown(session: Session, *, customer_id: uuid.UUID) -> dict[str, str]:
    """This will give the keys of what a customer was shown last: her `reading`, and what was `simulated` for her.

    Either is missing where there is none, or its picture is gone.
    """
    of_each = {
        "reading": sa.select(Scan.overlay_key)
        .where(Scan.customer_id == customer_id, Scan.state == ScanState.READ, Scan.overlay_key.is_not(None))
        .order_by(Scan.sent_at.desc(), Scan.id.desc()),
        "simulated": sa.select(Simulation.picture_key)
        .where(Simulation.customer_id == customer_id, Simulation.sent_at.is_not(None))
        .where(Simulation.picture_key.is_not(None))
        .order_by(Simulation.sent_at.desc(), Simulation.id.desc()),
    }
    found = {name: session.scalar(newest.limit(1)) for name, newest in of_each.items()}
    return {name: key for name, key in found.items() if key is not None}


def not_kept(session: Session, *, scan_id: uuid.UUID, keys: list[str]) -> list[str]:
    """This will say which pictures brought for a scan the scan does not hold: whoever brought them must erase them."""
    held = session.execute(sa.select(*_picture_columns()).where(Scan.id == scan_id)).one_or_none()
    return [key for key in keys if held is None or key not in held]


def named_by_no_scan(session: Session, *, keys: Sequence[str]) -> list[str]:
    """This will say which pictures no scan or simulation of any clinic names: nobody would ever erase them.

    Args:
        session: A session across clinics.
        keys: In the photo store.
    """
    named: set[str] = set()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        for column in _picture_columns():
            named.update(key for key in session.scalars(sa.select(column).where(column.in_(some))) if key)
        named |= named_by_simulations(session, keys=some)
    return [key for key in keys if key not in named]


def _picture_columns() -> list[InstrumentedAttribute[str | None]]:
    return [getattr(Scan, column) for column in PICTURES]
