"""Keeping that a photo waits to be read. What its reading causes stands in `readings.py`."""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.cases import TREATED, is_over, open_case_of
from workflow.customers import has_consent
from workflow.inbound import is_unsent
from workflow.scans.refusals import ConsentMissing, PhotoOfSomebodyElse, PhotoTakenBack
from workflow.store.insert_once import insert_once
from workflow.store.models import (
    Case,
    ChannelIdentity,
    Customer,
    Purpose,
    Scan,
    ScanKind,
    ScanState,
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
        PhotoTakenBack: It was unsent, even before it came, or withdrawn.
        ConsentMissing: She has not said yes to having her photo read.
        PhotoOfSomebodyElse: The message is kept as another customer's photo already.
    """
    if is_unsent(session, channel_id=channel_id, message_id=message_id):
        raise PhotoTakenBack
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
    kept = session.scalars(statement).one()
    if kept.customer_id != customer.id:
        raise PhotoOfSomebodyElse
    if kept.state is ScanState.WITHDRAWN:
        raise PhotoTakenBack
    return kept


def _kind(session: Session, *, customer: Customer, case: Case | None, now: datetime) -> ScanKind:
    """This will say why a photo came: a treated customer who lets her photos be kept shows her progress."""
    treated = case is not None and case.stage in TREATED and not is_over(session, case=case, now=now)
    if treated and has_consent(session, customer_id=customer.id, purpose=Purpose.PROGRESS_PHOTOS):
        return ScanKind.PROGRESS
    return ScanKind.FIRST
