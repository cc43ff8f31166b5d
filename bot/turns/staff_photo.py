"""Staff send a customer's photo: whose it is, and whether she agreed, comes first."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.consent import to_be_asked
from bot.turns.kit import TurnKit, answer, identity_of, press_of, ref_of, staff_of
from workflow.access import Person
from workflow.customers import (
    Customer,
    Purpose,
    ask,
    close_question,
    customer,
    customers_of_sales,
    find_customer,
    has_consent,
    is_called,
    open_question,
)
from workflow.inbound import is_unsent
from workflow.notices import NoticePurpose, tell_customer
from workflow.scans import PhotoTakenBack, keep_scan

WHOSE_PHOTO = "whose_photo"
_ASKED_FOR = timedelta(hours=1)


def photo(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will ask whose photo it is; until then it stays where it is, unopened."""
    del kit
    staff = staff_of(person)
    if event.message_id is None or not event.photo_is_at_line:
        answer(session, person=person, event=event, kind="cannot_read_kind", data={"what": "other"}, now=now)
        return
    ask(
        session,
        identity=identity_of(person),
        kind=WHOSE_PHOTO,
        ref=event.message_id,
        now=now,
        lasts=_ASKED_FOR,
    )
    own = customers_of_sales(session, staff_id=staff.id)
    data = {"message_id": event.message_id, "customers": _choices(own), "found": None, "words": None}
    answer(session, person=person, event=event, kind="whose_photo", data=data, now=now)


def named_by_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will look for the customer whose code or name was typed."""
    del kit
    staff_of(person)
    question = open_question(identity_of(person), now)
    message_id = str(question["ref"]) if question else ""
    found = find_customer(session, words=event.text)
    # A part of a name is a guess, and a face must not be read for somebody else: then a button has to say who.
    exact = [one for one in found if is_called(one, event.text)]
    if len(exact) == 1:
        _take(session, person=person, event=event, whose=exact[0], message_id=message_id, now=now)
        return
    data = {
        "message_id": message_id,
        "customers": _choices(found),
        "found": ("one" if len(found) == 1 else "several") if found else "nobody",
        "words": event.text[:60],
    }
    answer(session, person=person, event=event, kind="whose_photo", data=data, now=now)


def named_by_button(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will take the customer whose button was pressed."""
    del kit
    staff_of(person)
    whose = customer(session, customer_id=ref_of(event))
    message_id = press_of(event).extra.get("m", "")
    _take(session, person=person, event=event, whose=whose, message_id=message_id, now=now)


def _take(
    session: Session, *, person: Person, event: Incoming, whose: Customer, message_id: str, now: datetime
) -> None:
    """This function will keep the photo to be read, or have the customer asked for her consent."""
    identity = identity_of(person)
    if is_unsent(session, channel_id=event.channel_id, message_id=message_id):
        raise PhotoTakenBack
    close_question(identity)
    if not has_consent(session, customer_id=whose.id, purpose=Purpose.SCAN_ANALYSIS):
        _ask_customer(session, whose=whose, message_id=message_id, now=now)
        data = {"customer_name": whose.name, "customer_code": whose.code}
        answer(session, person=person, event=event, kind="customer_not_consented", data=data, now=now)
        return
    keep_scan(
        session,
        customer=whose,
        channel_id=event.channel_id,
        message_id=message_id,
        sender=identity,
        by=person.actor(whose.clinic_id),
        now=now,
    )
    data = {"customer_name": whose.name}
    answer(session, person=person, event=event, kind="photo_kept_for", data=data, now=now)


def _ask_customer(session: Session, *, whose: Customer, message_id: str, now: datetime) -> None:
    tell_customer(
        session,
        customer_id=whose.id,
        kind="consent_asked",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={"name": whose.name, "asked": to_be_asked(session, whose), "because": "told_by_staff"},
        key=f"consent_asked:{whose.id}:{message_id}",
        now=now,
    )


def _choices(customers: list[Customer]) -> list[dict[str, Any]]:
    return [{"id": str(one.id), "name": one.name, "code": one.code} for one in customers]
