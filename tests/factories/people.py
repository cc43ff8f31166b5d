"""Customers, staff, and how they are known on a channel.

`written=False` leaves a row to the session's next flush: many that need none of each other go in one statement.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from workflow.actor import Actor, Role
from workflow.customers import short_code
from workflow.store.base import new_id
from workflow.store.models import Branch, Channel, ChannelIdentity, Consent, Customer, Purpose, Staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # a Sunday, 10:00 in Bangkok
_numbers = count(1)


def a_customer(
    session: Session, branch: Branch, *, name: str = "มะลิ", sales: Staff | None = None, language: str = "th"
) -> Customer:
    customer_id = new_id()
    customer = Customer(
        id=customer_id,
        clinic_id=branch.clinic_id,
        branch_id=branch.id,
        code=short_code(customer_id),
        name=name,
        language=language,
        sales_id=sales.id if sales else None,
        created_at=NOW,
    )
    session.add(customer)
    session.flush()
    return customer


def a_staff(
    session: Session,
    branch: Branch,
    *roles: Role,
    name: str = "ฝน",
    active: bool = True,
    written: bool = True,
) -> Staff:
    staff = Staff(
        id=new_id(),
        clinic_id=branch.clinic_id,
        branch_id=branch.id,
        name=name,
        roles=[role.value for role in roles] or [Role.SALES.value],
        active=active,
    )
    session.add(staff)
    if written:
        session.flush()
    return staff


def an_identity(
    session: Session,
    channel: Channel,
    *,
    customer: Customer | None = None,
    staff: Staff | None = None,
    external_id: str | None = None,
    written: bool = True,
) -> ChannelIdentity:
    identity = ChannelIdentity(
        id=new_id(),
        clinic_id=channel.clinic_id,
        channel_id=channel.id,
        external_id=external_id or f"U{next(_numbers):032x}",
        customer_id=customer.id if customer else None,
        staff_id=staff.id if staff else None,
    )
    session.add(identity)
    if written:
        session.flush()
    return identity


def a_consent(
    session: Session, customer: Customer, purpose: Purpose = Purpose.SCAN_ANALYSIS, *, granted: bool = True
) -> Consent:
    consent = Consent(
        clinic_id=customer.clinic_id,
        customer_id=customer.id,
        purpose=purpose,
        granted=granted,
        wording_version="2026-11",
        at=NOW,
    )
    session.add(consent)
    session.flush()
    return consent


def acting(staff: Staff) -> Actor:
    """The member of staff as an actor."""
    return Actor.staff(staff.clinic_id, staff.id, staff.role_set)
