"""Photos that must go: unsent by whoever sent them, or consent withdrawn. No picture is left behind."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.refusal import NotFound
from workflow.scans.simulation_pictures import erase_simulations
from workflow.scans.told_pictures import take_back_cards
from workflow.store.models import Purpose, Scan, ScanState
from workflow.store.models.scan import PAIR_PICTURES, PICTURES

_PHOTO = "photo_key"  # held only for whoever agreed that her photos are kept

log = structlog.get_logger(__name__)


def scan_for_change(session: Session, *, scan_id: uuid.UUID) -> Scan:
    """This will read a scan afresh and hold its row until the transaction ends.

    Raises:
        NotFound: There is no such scan in this clinic.
    """
    found = session.scalar(_held().where(Scan.id == scan_id))
    if found is None:
        raise NotFound(scan_id=str(scan_id))
    return found


def hold_scans(session: Session, *, scan_ids: Iterable[uuid.UUID]) -> None:
    """This will hold several rows until the transaction ends, the oldest first, as whoever withdraws holds them."""
    session.scalars(_held().where(Scan.id.in_(list(scan_ids)))).all()


def withdraw_scan(session: Session, *, channel_id: uuid.UUID, message_id: str, now: datetime) -> list[str]:
    """This will withdraw the photo of an unsent message; a message that was no scan changes nothing.

    Returns:
        The keys of pictures to erase from the photo store, once this is committed.
    """
    found = session.scalars(_held().where(Scan.channel_id == channel_id, Scan.message_id == message_id)).all()
    return _withdraw(session, scans=list(found), now=now)


def withdraw_photos(
    session: Session, *, customer_id: uuid.UUID, purposes: Collection[Purpose], now: datetime
) -> list[str]:
    """This will let go of what a customer's photos were held for by consents that she took back.

    What is left is what would be there had she never agreed to them (docs/decisions/0027).

    Args:
        session: The transaction in which she takes them back.
        customer_id: Whose.
        purposes: Which she took back; those that are about no photo change nothing.
        now: Aware UTC.

    Returns:
        The keys of pictures to erase from the photo store, once this is committed.
    """
    if Purpose.SCAN_ANALYSIS in purposes:
        return withdraw_all(session, customer_id=customer_id, now=now)
    if Purpose.PROGRESS_PHOTOS in purposes:
        return _stop_keeping(session, customer_id=customer_id, now=now)
    return []


def withdraw_all(session: Session, *, customer_id: uuid.UUID, now: datetime) -> list[str]:
    """This will withdraw all photos of a customer who lets none be read any more. Her readings stay as numbers.

    Returns:
        The keys of pictures to erase from the photo store, once this is committed.
    """
    found = session.scalars(_held().where(Scan.customer_id == customer_id)).all()
    return _withdraw(session, scans=list(found), now=now)


def _stop_keeping(session: Session, *, customer_id: uuid.UUID, now: datetime) -> list[str]:
    """This will let go of the photos that were kept, and of all that was made of them beside their readings.

    A photo may still be read: one that waits is, and a reading keeps the picture that explains it.
    """
    found = session.scalars(_held().where(Scan.customer_id == customer_id)).all()
    ids = [scan.id for scan in found]
    keys = [key for scan in found for key in _let_go(scan, (_PHOTO, *PAIR_PICTURES))]
    keys += erase_simulations(session, scan_ids=ids, now=now)
    session.flush()
    take_back_cards(session, gone=(), alone=ids, simulated=ids, now=now)
    log.info("photos.kept_no_more", customer_id=str(customer_id))
    return keys


def _withdraw(session: Session, *, scans: list[Scan], now: datetime) -> list[str]:
    if not scans:
        return []
    keys: list[str] = []
    for scan in scans:
        keys += _let_go(scan, PICTURES)
        if scan.state is not ScanState.WITHDRAWN:
            scan.state, scan.settled_at, scan.lease_until = ScanState.WITHDRAWN, now, None
            log.info("scan.withdrawn", scan_id=str(scan.id))
    ids = [scan.id for scan in scans]
    keys += erase_simulations(session, scan_ids=ids, now=now)
    # A later photo's pictures show these photos too.
    later = session.scalars(_held().where(Scan.compared_with_id.in_(ids), Scan.id.not_in(ids))).all()
    for scan in later:
        keys += _let_go(scan, PAIR_PICTURES)
    session.flush()
    take_back_cards(session, gone=ids, alone=[scan.id for scan in later], simulated=ids, now=now)
    return keys


def _let_go(scan: Scan, columns: Iterable[str]) -> list[str]:
    """This will have a scan name no picture in these columns any more, and give the keys they named."""
    keys = [key for column in columns if (key := getattr(scan, column))]
    for column in columns:
        setattr(scan, column, None)
    return keys


def _held() -> sa.Select[Scan]:
    return sa.select(Scan).with_for_update().execution_options(populate_existing=True).order_by(Scan.id)
