"""Telling a customer, once, that the time held for her is over: written when it is held, taken back when it is settled."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflow.booking.needs import Needs
from workflow.notices import NoticePurpose, notice_by_key, take_back, tell_customer
from workflow.store.models import Hold

KIND = "time_lapsed"


def tell_when_it_lapses(session: Session, *, hold: Hold, needs: Needs, now: datetime) -> None:
    """This will have a customer told when what is held for her is over and nobody has confirmed it."""
    tell_customer(
        session,
        customer_id=needs.customer_id,
        kind=KIND,
        purpose=NoticePurpose.TRANSACTIONAL,
        data={
            "case_id": str(hold.case_id),
            "starts_at": hold.starts_at.isoformat(),
            "zone": needs.zone.key,
        },
        key=_key(hold),
        now=now,
        due_at=hold.held_until,
        case_id=hold.case_id,
    )


def keep_silent(session: Session, *, hold: Hold, now: datetime) -> None:
    """This will take back what was not sent yet about a hold that was booked, replaced or given back."""
    notice = notice_by_key(session, key=_key(hold))
    if notice is not None:
        take_back(session, notice=notice, now=now)


def _key(hold: Hold) -> str:
    return f"{KIND}:{hold.id}"
