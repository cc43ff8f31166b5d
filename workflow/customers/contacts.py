"""How a customer is called and reached: what she told, kept for her appointments and her care. Decision 0028.

A number is personal data told for a contract (PDPA s.24(3)): no consent is asked, and nothing is advertised by it. It
is hers to change and to take back; a message that quotes it is emptied once it is told (workflow/notices/retention.py).
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.customers.phones import last_digits
from workflow.notices import take_back
from workflow.refusal import BadRequest
from workflow.store.models import ChannelIdentity, Customer, Notice, NoticeState

LONGEST_NAME = 60
"""Letters of a name; what is longer is no name somebody is called by."""

SHOWN_NUMBER = "customer_phone"
"""The card that shows a whole number to who may call her; `phone_of` in its facts is whose."""

log = structlog.get_logger(__name__)


class NameWrong(BadRequest):
    """Nobody is called like this: it is empty, or longer than a name."""

    code = "name_wrong"


def as_name(words: str) -> str:
    """This will tidy a name: one blank between its parts, nothing around them.

    Raises:
        NameWrong: Nothing is left, or it is too long.
    """
    name = " ".join(words.split())
    if not name or len(name) > LONGEST_NAME:
        raise NameWrong(letters=len(name))
    return name


def keep_contact(
    session: Session, *, customer: Customer, name: str, phone: str | None, now: datetime
) -> Customer:
    """This will keep what a customer has said is right; an earlier number of hers is forgotten.

    Args:
        session: The caller's transaction.
        customer: Who told it.
        name: What she wants to be called.
        phone: Her number as it is kept (`as_e164`); None leaves the one there is.
        now: When she said so (aware UTC).

    Raises:
        NameWrong: Nobody is called like this.
    """
    is_new = phone is not None and phone != customer.phone
    if is_new:
        forget_phone(session, customer=customer, now=now)
        customer.phone = phone
    if customer.registered_at is None:
        customer.shown_name = customer.name or None
    customer.name = as_name(name)
    customer.registered_at = now
    session.flush()
    log.info("customer.registered", customer_id=str(customer.id), new_phone=is_new)
    return customer


def forget_phone(session: Session, *, customer: Customer, now: datetime) -> bool:
    """This will erase a customer's number, in what is still to be told of it too; what was told is empty already.

    Who else has the same number, as a mother has, is told hers.

    Returns:
        Whether there was one.
    """
    phone, customer.phone = customer.phone, None
    if phone is None:
        return False
    session.flush()
    for notice in _to_be_told(session, customer, phone):
        if take_back(
            session, notice=notice, now=now
        ):  # else it is leaving at this moment, and emptied behind that
            notice.data, notice.body = {}, None
    session.flush()
    log.info("phone.forgotten", customer_id=str(customer.id))
    return True


def _to_be_told(session: Session, customer: Customer, phone: str) -> Sequence[Notice]:
    """This will give what waits to quote a number: to the customer, or to staff as hers."""
    waiting = sa.select(Notice).where(
        Notice.state == NoticeState.WAITING, sa.cast(Notice.data, sa.Text).contains(phone, autoescape=True)
    )
    hers = sa.select(ChannelIdentity.id).where(ChannelIdentity.customer_id == customer.id)
    found = session.scalars(
        waiting.where(sa.or_(Notice.recipient_id.in_(hers), Notice.kind == SHOWN_NUMBER))
    ).all()
    return [one for one in found if one.data.get("phone_of", str(customer.id)) == str(customer.id)]


def number_facts(customer: Customer) -> dict[str, str | None]:
    """This will give what a card tells of reaching a customer: how her number ends, whom to ask for all of it, her other name."""
    end = last_digits(customer.phone) if customer.phone is not None else None
    return {"phone_end": end, "phone_of": str(customer.id), "shown_name": other_name(customer)}


def other_name(customer: Customer) -> str | None:
    """This will give the name her channel shows a customer by, where she wants to be called another."""
    return customer.shown_name if customer.shown_name != customer.name else None


def others_with_phone(session: Session, *, customer: Customer) -> list[Customer]:
    """This will give the clinic's other customers with the same number: the same person twice, or a family."""
    if customer.phone is None:
        return []
    rows = sa.select(Customer).where(Customer.phone == customer.phone, Customer.id != customer.id)
    return list(session.scalars(rows.order_by(Customer.id)))


def ask_for_phone_once(session: Session, *, customer_id: uuid.UUID, now: datetime) -> bool:
    """This will say whether to offer a customer to tell her number, and keep that it was offered: nobody is asked twice.

    Args:
        session: The caller's transaction.
        customer_id: Who may be asked.
        now: Aware UTC.
    """
    customer = session.get_one(Customer, customer_id)
    if customer.phone is not None or customer.phone_asked_at is not None:
        return False
    customer.phone_asked_at = now
    session.flush()
    return True
