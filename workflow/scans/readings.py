"""What the reading of a photo causes. Consent was checked when the photo came, and is checked again here."""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

import vision
from workflow.actor import Actor
from workflow.cases import close_case, is_over, open_case, open_case_of, tell_reading, write_event
from workflow.customers import has_consent
from workflow.notices import NoticePurpose, tell
from workflow.scans.progress import ComparedPhotos, record_progress
from workflow.scans.withdrawals import hold_scans, scan_for_change
from workflow.settings import ClinicRules
from workflow.store.models import (
    ChannelIdentity,
    Customer,
    Purpose,
    Scan,
    ScanKind,
    ScanState,
    SkinReading,
    Staff,
    TreatmentType,
)

log = structlog.get_logger(__name__)


def record_reading(
    session: Session,
    *,
    scan_id: uuid.UUID,
    reading: vision.SkinReading,
    photo_key: str | None,
    overlay_key: str | None,
    now: datetime,
    rules: ClinicRules | None = None,
    compared: ComparedPhotos | None = None,
) -> SkinReading | None:
    """This will store what was read in a photo, and open, join or compare with the customer's case.

    Args:
        session: The caller's transaction.
        scan_id: The claimed scan.
        reading: What vision read.
        photo_key: The cleaned photo in the photo store. It is held only with the customer's consent to keep progress
            photos: erase what `not_kept` names afterwards.
        overlay_key: The overlay picture in the photo store.
        now: When (aware UTC).
        rules: What the clinic has set.
        compared: What it and an earlier photo said. It is kept only while both are: erase what `not_kept` names.

    Returns:
        The reading; None when nothing was kept, because the photo was withdrawn, her consent was, or somebody
        settled the scan before.

    Raises:
        NotFound: There is no such scan in this clinic.
    """
    with session.begin_nested():
        if compared is not None:
            hold_scans(session, scan_ids=[compared.with_scan_id, scan_id])
        scan = scan_for_change(session, scan_id=scan_id)
        if scan.state is not ScanState.WAITING:
            return None
        if not has_consent(session, customer_id=scan.customer_id, purpose=Purpose.SCAN_ANALYSIS):
            scan.state, scan.settled_at = ScanState.WITHDRAWN, now
            log.info("scan.withdrawn", scan_id=str(scan.id))
            return None
        may_keep = has_consent(session, customer_id=scan.customer_id, purpose=Purpose.PROGRESS_PHOTOS)
        scan.state, scan.settled_at = ScanState.READ, now
        scan.photo_key, scan.overlay_key = photo_key if may_keep else None, overlay_key
        row = SkinReading(
            clinic_id=scan.clinic_id,
            scan_id=scan.id,
            overall=reading.overall,
            concern=vision.main_concern(reading),
            quality=reading.to_json()["quality"],
            metrics=reading.to_json()["metrics"],
            vision_version=reading.version,
            read_at=now,
        )
        session.add(row)
        session.flush()
        _follow(session, scan=scan, row=row, now=now, rules=rules or ClinicRules(), compared=compared)
        session.flush()
        log.info("scan.read", scan_id=str(scan.id), customer_id=str(scan.customer_id))
        return row


def record_unreadable(session: Session, *, scan_id: uuid.UUID, reason: str, now: datetime) -> Scan | None:
    """This will settle a photo that cannot be read, and tell whoever sent it the one reason.

    Returns:
        The scan; None when it was settled before.

    Raises:
        NotFound: There is no such scan in this clinic.
    """
    scan = scan_for_change(session, scan_id=scan_id)
    if scan.state is not ScanState.WAITING:
        return None
    scan.state, scan.settled_at, scan.unreadable_reason = ScanState.UNREADABLE, now, reason
    sender = session.get_one(ChannelIdentity, scan.sender_id)
    customer = session.get_one(Customer, scan.customer_id)
    tell(
        session,
        to=sender,
        kind="photo_unreadable",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={"reason": reason, "customer_name": customer.name if sender.staff_id else None},
        key=f"photo_unreadable:{scan.id}",
        now=now,
        case_id=scan.case_id,
    )
    session.flush()
    log.info("scan.refused", scan_id=str(scan.id), reason=reason)
    return scan


def _follow(
    session: Session,
    *,
    scan: Scan,
    row: SkinReading,
    now: datetime,
    rules: ClinicRules,
    compared: ComparedPhotos | None,
) -> None:
    """This will do what a reading causes: progress, a plain reading in an open case, or a new case."""
    # Two photos of one customer read at once must not open two cases.
    customer = session.scalars(
        sa.select(Customer).where(Customer.id == scan.customer_id).with_for_update(key_share=True)
    ).one()
    by = _sender_as_actor(session, scan=scan)
    case = open_case_of(session, customer_id=customer.id)
    if case is not None and is_over(session, case=case, now=now):
        system = Actor.system(case.clinic_id)
        close_case(session, case_id=case.id, reason="over", by=system, now=now, rules=rules)
        case = None
    if case is None:
        open_case(session, customer=customer, scan=scan, reading=row, by=by, now=now, rules=rules)
        return
    scan.case_id = case.id
    detail = {"scan_id": str(scan.id), "reading_id": str(row.id)}
    if scan.kind is ScanKind.PROGRESS and record_progress(
        session, case=case, customer=customer, scan=scan, row=row, now=now, compared=compared
    ):
        write_event(session, case=case, name="case.progress_read", by=by, now=now, detail=detail)
        return
    write_event(session, case=case, name="case.scanned_again", by=by, now=now, detail=detail)
    treatment = session.get(TreatmentType, case.treatment_type_id) if case.treatment_type_id else None
    tell_reading(session, case=case, scan=scan, reading=row, treatment=treatment, now=now)


def _sender_as_actor(session: Session, *, scan: Scan) -> Actor:
    sender = session.get_one(ChannelIdentity, scan.sender_id)
    if sender.staff_id is None:
        return Actor.customer(scan.clinic_id, scan.customer_id)
    staff = session.get_one(Staff, sender.staff_id)
    return Actor.staff(scan.clinic_id, staff.id, staff.role_set)
