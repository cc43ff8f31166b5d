"""A message that could not be delivered, and matters, becomes a call: a person picks up the telephone."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handover import call_for_person
from workflow.customers import ChannelIdentity, customer
from workflow.notices import Notice, NoticePurpose

_MATTERS = {NoticePurpose.CARE, NoticePurpose.URGENT, NoticePurpose.TRANSACTIONAL}


def tell_staff_to_call(session: Session, *, notice: Notice, why: str, now: datetime) -> None:
    """This function will have a customer called whom a message that matters does not reach.

    Args:
        session: A session that sees the notice's clinic.
        notice: What she should have been told.
        why: What keeps it from her.
        now: Aware UTC.
    """
    if notice.purpose not in _MATTERS:
        return
    identity = session.get_one(ChannelIdentity, notice.recipient_id)
    if identity.customer_id is None:
        return
    whom = customer(session, customer_id=identity.customer_id)
    call_for_person(
        session, customer=whom, why=f"undelivered_{why}", words=None, key=f"{notice.id}:{why}", now=now
    )
