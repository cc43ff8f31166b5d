"""Keeping a photo to be read, and what its reading causes. Consent is checked when it comes and when it is read."""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

import vision
from workflow.actor import Actor
from workflow.cases import TREATED, close_case, is_over, open_case, open_case_of, tell_reading, write_event
from workflow.customers import has_consent
from workflow.notices import NoticePurpose, tell
from workflow.scans.progress import record_progress
from workflow.scans.refusals import ConsentMissing
from workflow.scans.withdrawals import scan_for_change
from workflow.settings import ClinicRules
from workflow.store.insert_once import insert_once
from workflow.store.models import (
    Case,
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


def keep_scan(
    session: Session,
    *,
    customer: Customer,
    channel_id: uuid.UUID,
    message_id: str,
    sender: ChannelIdentity,
    by: Actor,
    now: datetime,
) -> Scan:
    """This will keep that a photo waits to be read; nothing is downloaded yet. The same message is one scan.

    Args:
        session: The caller's transaction.
        customer: Whose face it is.
        channel_id: Where the photo was sent.
        message_id: Where the channel keeps it.
        sender: Who sent it: the customer, or staff on her behalf.
        by: The same as an actor.
        now: When (aware UTC).

    Raises:
        ConsentMissing: She has not said yes to having her photo read.
    """
    if not has_consent(session, customer_id=customer.id, purpose=Purpose.SCAN_ANALYSIS):
        raise ConsentMissing(purpose=Purpose.SCAN_ANALYSIS.value, customer_id=str(customer.id))
    case = open_case_of(session, customer_id=customer.id)
    row = {
        "clinic_id": customer.clinic_id,
        "customer_id": customer.id,
        "kind": _kind(session, customer=customer, case=case, now=now),
        "channel_id": channel_id,
        "message_id": message_id,
        "sender_id": sender.id,
        "sent_at": now,
        "due_at": now,
    }
    written = insert_once(session, Scan, [row], unique=("channel_id", "message_id"))
    if written:
        log.info("scan.kept", scan_id=str(written[0]), customer_id=str(customer.id), by=by.kind.value)
    statement = sa.select(Scan).where(Scan.channel_id == channel_id, Scan.message_id == message_id)
    return session.scalars(statement).one()


def record_reading(
    session: Session,
    *,
    scan_id: uuid.UUID,
    reading: vision.SkinReading,
    photo_key: str | None,
    overlay_key: str | None,
    now: datetime,
    rules: ClinicRules | None = None,
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

    Returns:
        The reading; None when nothing was kept, because the photo was withdrawn, her consent was, or somebody
        settled the scan before.

    Raises:
        NotFound: There is no such scan in this clinic.
    """
    with session.begin_nested():
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
        _follow(session, scan=scan, row=row, now=now, rules=rules or ClinicRules())
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


def _kind(session: Session, *, customer: Customer, case: Case | None, now: datetime) -> ScanKind:
    """This will say why a photo came: a treated customer who lets her photos be kept shows her progress."""
    treated = case is not None and case.stage in TREATED and not is_over(session, case=case, now=now)
    if treated and has_consent(session, customer_id=customer.id, purpose=Purpose.PROGRESS_PHOTOS):
        return ScanKind.PROGRESS
    return ScanKind.FIRST


def _follow(session: Session, *, scan: Scan, row: SkinReading, now: datetime, rules: ClinicRules) -> None:
    """This will do what a reading causes: progress, a plain reading in an open case, or a new case."""
    # Two photos of one customer read at once must not open two cases.
    customer = session.scalars(
        sa.select(Customer).where(Customer.id == scan.customer_id).with_for_update()
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
        session, case=case, customer=customer, scan=scan, row=row, now=now
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
