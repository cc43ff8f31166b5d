"""A customer's yes or no to one purpose, and taking it back. Taking back is as easy as giving."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of, identity_of, press_of
from bot.turns.misses import is_given_to_person
from bot.wording import consent_version
from bot.wording.talk_words import refuses_consent
from workflow.access import Person
from workflow.customers import (
    Customer,
    Purpose,
    answered_since,
    ask,
    close_question,
    consents,
    grant_consent,
    open_question,
    withdraw_consent,
)
from workflow.refusal import BadRequest
from workflow.scans import keep_scan, withdraw_photos

PHOTO_WAITS = "photo_waits"
# LINE does not say how long it keeps a photo; a day is surely within it, and the question is still fresh.
PHOTO_WAITS_FOR = timedelta(days=1)


def ask_for(
    session: Session,
    *,
    person: Person,
    event: Incoming,
    because: str,
    now: datetime,
    waiting_photo: str | None = None,
) -> None:
    """This function will ask for the consents that are missing; a photo waits meanwhile, unopened.

    Args:
        session: The turn's session.
        person: The customer.
        event: What she did.
        because: Why she is asked now.
        now: Aware UTC.
        waiting_photo: The message that holds her photo, to be read once she agrees.
    """
    customer = customer_of(person)
    if waiting_photo is not None:
        ask(
            session,
            identity=identity_of(person),
            kind=PHOTO_WAITS,
            ref=waiting_photo,
            now=now,
            lasts=PHOTO_WAITS_FOR,
        )
    data = {"name": customer.name, "asked": to_be_asked(session, customer), "because": because}
    answer(session, person=person, event=event, kind="consent_asked", data=data, now=now)


def ask_once_more(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, photo: str, now: datetime
) -> None:
    """This function will ask again for the consent a photo waits for; the third time in a row a person takes over."""
    if not is_given_to_person(session, kit=kit, person=person, event=event, asked="consent", now=now):
        ask_for(session, person=person, event=event, because="text", now=now, waiting_photo=photo)


def is_refused(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take a typed no to consent: what is not agreed to is not done, and the buttons stay at hand.

    Nothing is written: a consent is answered by its button, one purpose at a time, and none stands without a yes. Who has
    said yes before is asked which of them she takes back.
    """
    del meaning
    if person.customer is None or not refuses_consent(event.text):
        return False
    if any(consents(session, customer_id=person.customer.id).values()):
        ask_what_to_withdraw(session, kit=kit, person=person, event=event, now=now)
    else:
        ask_for(session, person=person, event=event, because="refused", now=now)
    return True


def to_be_asked(session: Session, customer: Customer) -> list[str]:
    """This function will name what to ask: the scan itself, and what was never answered."""
    answered = consents(session, customer_id=customer.id)
    return [
        purpose.value for purpose in Purpose if purpose is Purpose.SCAN_ANALYSIS or purpose not in answered
    ]


def give_or_refuse(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will keep one answer; after a yes to the scan, the photo that waited is read at once."""
    customer, press = customer_of(person), press_of(event)
    purpose = _purpose(press.extra.get("p", ""))
    granted = press.extra.get("a") == "yes"
    said_at = event.said_at(now)
    before = consents(session, customer_id=customer.id)
    is_newest = not answered_since(session, customer_id=customer.id, purpose=purpose, moment=said_at)
    keep = grant_consent if granted else withdraw_consent
    keep(
        session,
        customer=customer,
        purpose=purpose,
        wording_version=press.extra.get("v", ""),
        channel_id=event.channel_id,
        event_id=event.event_id,
        now=said_at,
    )
    if not is_newest:
        _overtaken(session, person=person, event=event, now=now)
        return
    if not granted and before.get(purpose):
        keys = withdraw_photos(session, customer_id=customer.id, purposes=[purpose], now=now)
        kit.to_erase.extend(keys)
    then = _then(session, person=person, event=event, now=now) if granted else "no_scan"
    data = {
        "purpose": purpose.value,
        "granted": granted,
        "then": then,
        "again": before.get(purpose) is granted,
    }
    answer(session, person=person, event=event, kind="consent_kept", data=data, now=now)


def _then(session: Session, *, person: Person, event: Incoming, now: datetime) -> str:
    """This function will read the photo that waits, if one does and the scan is agreed to by now."""
    customer, identity = customer_of(person), identity_of(person)
    question = open_question(identity, now)
    if press_of(event).extra.get("p") != Purpose.SCAN_ANALYSIS.value:
        return "next_scan"
    if question is None or question["kind"] != PHOTO_WAITS:
        return "next_scan"
    keep_scan(
        session,
        customer=customer,
        channel_id=event.channel_id,
        message_id=str(question["ref"]),
        sender=identity,
        by=person.actor(customer.clinic_id),
        now=now,
    )
    close_question(identity)
    return "reading"


def ask_what_to_withdraw(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will ask which consent is to be taken back."""
    del kit
    agreed = consents(session, customer_id=customer_of(person).id)
    data = {"granted": [purpose.value for purpose in Purpose if agreed.get(purpose)]}
    answer(session, person=person, event=event, kind="withdraw_asked", data=data, now=now)


def withdraw(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take back one consent or all; photos are erased once this is committed."""
    customer = customer_of(person)
    wanted = press_of(event).extra.get("p", "")
    agreed = consents(session, customer_id=customer.id)
    purposes = [purpose for purpose in Purpose if agreed.get(purpose) and wanted in {"all", purpose.value}]
    if not purposes:
        answer(session, person=person, event=event, kind="withdraw_asked", data={"granted": []}, now=now)
        return
    purposes, erased = _take_back(session, kit=kit, person=person, event=event, purposes=purposes, now=now)
    if not purposes:
        _overtaken(session, person=person, event=event, now=now)
        return
    data = {"purposes": [purpose.value for purpose in purposes], "erased": erased}
    answer(session, person=person, event=event, kind="consent_withdrawn", data=data, now=now)


def unsubscribe(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will stop news and offers; care and appointments go on."""
    purposes = [Purpose.MARKETING_MESSAGES]
    taken_back, _ = _take_back(session, kit=kit, person=person, event=event, purposes=purposes, now=now)
    if not taken_back:
        _overtaken(session, person=person, event=event, now=now)
        return
    answer(session, person=person, event=event, kind="unsubscribed", data={}, now=now)


def _take_back(
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    event: Incoming,
    purposes: Sequence[Purpose],
    now: datetime,
) -> tuple[list[Purpose], int]:
    """This function will write the no's and gather what must be erased.

    Returns:
        The purposes that are taken back by it (she may have said yes again since), and how many pictures will go.
    """
    customer, said_at = customer_of(person), event.said_at(now)
    taken_back = [
        purpose
        for purpose in purposes
        if not answered_since(session, customer_id=customer.id, purpose=purpose, moment=said_at)
    ]
    for purpose in purposes:
        withdraw_consent(
            session,
            customer=customer,
            purpose=purpose,
            wording_version=consent_version(customer.language),
            channel_id=event.channel_id,
            event_id=event.event_id,
            now=said_at,
        )
    if Purpose.SCAN_ANALYSIS in taken_back:
        close_question(identity_of(person))
    keys = withdraw_photos(session, customer_id=customer.id, purposes=taken_back, now=now)
    kit.to_erase.extend(keys)
    return taken_back, len(keys)


def _overtaken(session: Session, *, person: Person, event: Incoming, now: datetime) -> None:
    """This function will say that a newer answer of hers counts; this one came late and stays as history only."""
    data = {"code": "out_of_date", "is_staff": False}
    answer(session, person=person, event=event, kind="refused", data=data, now=now)


def _purpose(word: str) -> Purpose:
    try:
        return Purpose(word)
    except ValueError as error:
        raise BadRequest(purpose=word) from error
