"""A customer's photo. Without her consent it is not even downloaded: only where it lies is remembered."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.consent import ask_for
from bot.turns.kit import TurnKit, answer, customer_of, identity_of
from workflow.access import Person
from workflow.customers import Purpose, has_consent
from workflow.scans import keep_scan


def photo(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will keep the photo to be read, or ask for consent first. Its reading is the answer."""
    del kit
    customer = customer_of(person)
    if event.message_id is None or not event.photo_is_at_line:
        answer(session, person=person, event=event, kind="cannot_read_kind", data={"what": "other"}, now=now)
        return
    if not has_consent(session, customer_id=customer.id, purpose=Purpose.SCAN_ANALYSIS):
        ask_for(session, person=person, event=event, because="photo", now=now, waiting_photo=event.message_id)
        return
    keep_scan(
        session,
        customer=customer,
        channel_id=event.channel_id,
        message_id=event.message_id,
        sender=identity_of(person),
        by=person.actor(customer.clinic_id),
        now=now,
    )


def how_to_scan(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell how to take a photo; first comes consent."""
    del kit
    customer = customer_of(person)
    if not has_consent(session, customer_id=customer.id, purpose=Purpose.SCAN_ANALYSIS):
        ask_for(session, person=person, event=event, because="text", now=now)
        return
    answer(session, person=person, event=event, kind="how_to_scan", data={}, now=now)
