"""Earning and spending points. An entry is never edited; the same cause counts once."""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.loyalty.queries import balance
from workflow.loyalty.refusals import NotEnoughPoints
from workflow.refusal import NotFound
from workflow.store.insert_once import insert_once
from workflow.store.models import Customer, LoyaltyLedgerEntry

log = structlog.get_logger(__name__)


def earn_points(
    session: Session,
    *,
    customer_id: uuid.UUID,
    points: int,
    reason: str,
    key: str,
    case_id: uuid.UUID | None,
    now: datetime,
) -> LoyaltyLedgerEntry | None:
    """This will credit points to a customer, once per cause.

    Args:
        session: A session of the clinic.
        customer_id: Whose points.
        points: How many, 0 or more; 0 writes nothing.
        reason: A short word for her history ("visit", "referral").
        key: The cause; the same key earns once in a clinic.
        case_id: The case it comes from.
        now: Aware UTC.

    Returns:
        The entry, or None when this key earned before or there is nothing to earn.

    Raises:
        NotFound: The customer is not of this clinic.
        ValueError: The points are below zero.
    """
    if points < 0:
        raise ValueError(f"points earned cannot be below zero: {points}")
    if points == 0:
        return None
    return _enter(
        session, customer_id=customer_id, points=points, reason=reason, key=key, case_id=case_id, now=now
    )


def spend_points(
    session: Session,
    *,
    customer_id: uuid.UUID,
    points: int,
    reason: str,
    key: str,
    case_id: uuid.UUID | None,
    now: datetime,
) -> LoyaltyLedgerEntry | None:
    """This will take points from a customer, once per cause, and never below zero.

    Args:
        session: A session of the clinic.
        customer_id: Whose points.
        points: How many, 1 or more.
        reason: A short word for her history.
        key: The cause; the same key spends once in a clinic.
        case_id: The case it belongs to.
        now: Aware UTC.

    Returns:
        The entry, or None when this key was spent before.

    Raises:
        NotEnoughPoints: She has fewer.
        NotFound: The customer is not of this clinic.
        ValueError: The points are not above zero.
    """
    if points <= 0:
        raise ValueError(f"points spent must be above zero: {points}")
    spent_before = sa.exists().where(LoyaltyLedgerEntry.key == key)
    # The customer's row is locked first, so that two redemptions at once cannot both see the same balance.
    session.scalars(
        sa.select(Customer.id).where(Customer.id == customer_id).with_for_update(key_share=True)
    ).all()
    if session.scalar(sa.select(spent_before)):
        return None
    has = balance(session, customer_id=customer_id)
    if has < points:
        raise NotEnoughPoints(balance=has, points=points)
    return _enter(
        session, customer_id=customer_id, points=-points, reason=reason, key=key, case_id=case_id, now=now
    )


def _enter(
    session: Session,
    *,
    customer_id: uuid.UUID,
    points: int,
    reason: str,
    key: str,
    case_id: uuid.UUID | None,
    now: datetime,
) -> LoyaltyLedgerEntry | None:
    """This will write one entry unless its key is there."""
    session.flush()  # what the entry points at must be there first
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound(customer_id=customer_id)
    row = {
        "clinic_id": customer.clinic_id,
        "customer_id": customer_id,
        "points": points,
        "reason": reason,
        "key": key,
        "case_id": case_id,
        "at": now,
    }
    written = insert_once(session, LoyaltyLedgerEntry, [row], unique=("clinic_id", "key"))
    if not written:
        return None
    log.info("points.moved", customer_id=str(customer_id), points=points, reason=reason)
    return session.get_one(LoyaltyLedgerEntry, written[0])
