"""Birthdays: told by the customer herself, day and month only, and kept for as long as she wants to be written to.

Source: PDPA s.22 (no more than the purpose needs) and s.19; facts/CLINIC.md 6.1: a plain greeting and her own points
are no advert, an offer would be.
"""

import calendar
import uuid
from datetime import date

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.customers.queries import has_consent
from workflow.refusal import BadRequest, OutOfDate
from workflow.store.models import Customer, Purpose

_LEAP_DAY, _DAY_BEFORE = "02-29", "02-28"

log = structlog.get_logger(__name__)


def keep_birthday(session: Session, *, customer: Customer, picked: str) -> Customer:
    """This will keep the day and month of a customer's birthday; the year is not looked at any further.

    Args:
        session: The caller's transaction.
        customer: Who told it.
        picked: The date as she chose it (ISO 8601).

    Raises:
        BadRequest: That is no date.
        OutOfDate: She does not want to be written to (any more), so there is nothing to know it for.
    """
    try:
        born = date.fromisoformat(picked)
    except ValueError as error:
        raise BadRequest(picked=picked) from error
    if not has_consent(session, customer_id=customer.id, purpose=Purpose.MARKETING_MESSAGES):
        raise OutOfDate(purpose=Purpose.MARKETING_MESSAGES.value)
    customer.birthday = f"{born:%m-%d}"
    session.flush()
    log.info("birthday.kept", customer_id=str(customer.id))
    return customer


def customers_with_birthday(session: Session, *, branch_id: uuid.UUID, on: date) -> list[Customer]:
    """This will give a branch's customers whose birthday it is; of a 29 February on the 28th of a shorter one."""
    days = [f"{on:%m-%d}"]
    if days == [_DAY_BEFORE] and not calendar.isleap(on.year):
        days.append(_LEAP_DAY)
    statement = sa.select(Customer).where(Customer.branch_id == branch_id, Customer.birthday.in_(days))
    return list(session.scalars(statement.order_by(Customer.id)))
