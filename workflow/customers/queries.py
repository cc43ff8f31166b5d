"""Finding customers, and what they agreed to."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.customers.codes import as_code
from workflow.customers.phones import PhoneWrong, as_e164
from workflow.refusal import NotFound
from workflow.store.models import Consent, Customer, Purpose


def customer(session: Session, *, customer_id: uuid.UUID) -> Customer:
    """This will give the customer of that id.

    Raises:
        NotFound: There is none, or she belongs to another clinic.
    """
    found = session.get(Customer, customer_id)
    if found is None:
        raise NotFound(customer_id=customer_id)
    return found


def customer_by_code(session: Session, *, code: str) -> Customer | None:
    """This will give the customer of a short code, however it was typed."""
    return session.scalars(sa.select(Customer).where(Customer.code == as_code(code))).one_or_none()


def find_customer(session: Session, *, words: str, limit: int = 10) -> list[Customer]:
    """This will give the customers whose code or telephone number is these words, or whose name, told or shown, contains them.

    Exact ones come first, then the newest.

    Args:
        session: A session of the clinic that asks.
        words: As typed; empty words find nobody.
        limit: How many at most.
    """
    words = words.strip()
    if not words:
        return []
    return list(
        session.scalars(
            sa.select(Customer)
            .where(
                sa.or_(
                    Customer.code == as_code(words),
                    Customer.name.icontains(words, autoescape=True),
                    Customer.shown_name.icontains(words, autoescape=True),
                    _has_phone(words),
                )
            )
            .order_by(
                Customer.code != as_code(words),
                sa.func.lower(Customer.name) != words.lower(),
                Customer.id.desc(),
            )
            .limit(limit)
        )
    )


def _has_phone(words: str) -> sa.ColumnElement[bool]:
    """This will look for words as a whole number; where they are none, nobody has it."""
    try:
        return Customer.phone == as_e164(words)
    except PhoneWrong:
        return sa.false()


def customers_of_sales(session: Session, *, staff_id: uuid.UUID, limit: int = 10) -> list[Customer]:
    """This will give the customers a member of sales looks after, the newest first."""
    return list(
        session.scalars(
            sa.select(Customer).where(Customer.sales_id == staff_id).order_by(Customer.id.desc()).limit(limit)
        )
    )


def consents(session: Session, *, customer_id: uuid.UUID) -> dict[Purpose, bool]:
    """This will give the customer's newest answer to each purpose; one she was never asked is absent."""
    rows = session.scalars(
        sa.select(Consent).where(Consent.customer_id == customer_id).order_by(Consent.at, Consent.id)
    )
    return {row.purpose: row.granted for row in rows}


def answered_since(session: Session, *, customer_id: uuid.UUID, purpose: Purpose, moment: datetime) -> bool:
    """This will say whether the customer answered the purpose after a moment (aware UTC)."""
    later = sa.exists().where(
        Consent.customer_id == customer_id, Consent.purpose == purpose, Consent.at > moment
    )
    return bool(session.scalar(sa.select(later)))


def has_consent(session: Session, *, customer_id: uuid.UUID, purpose: Purpose) -> bool:
    """This will say whether the customer's newest answer to the purpose is yes; never asked counts as no."""
    newest = session.scalars(
        sa.select(Consent.granted)
        .where(Consent.customer_id == customer_id, Consent.purpose == purpose)
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(1)
    ).first()
    return newest is True
