"""Coming, going and saying hello."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, identity_of
from workflow.access import Clinic, Person
from workflow.customers import Customer, Purpose, block_identity, consents, unblock_identity
from workflow.inbound import happened_since
from workflow.tasks import tasks_of


def follow(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will welcome somebody who added us, or came back. One that came late changes nothing."""
    if _is_overtaken(session, event):
        return
    unblock_identity(session, identity=identity_of(person))
    greet(session, kit=kit, person=person, event=event, now=now)


def unfollow(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will remember that somebody blocked us; nothing is sent to them until they are back."""
    del kit
    if _is_overtaken(session, event):
        return
    block_identity(session, identity=identity_of(person), now=event.said_at(now))


def _is_overtaken(session: Session, event: Incoming) -> bool:
    """This function will say whether the person has come or gone since."""
    return happened_since(
        session,
        channel_id=event.channel_id,
        person=event.person,
        kinds=("follow", "unfollow"),
        moment=event.happened_at,
    )


def greet(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will greet, and ask a customer for the consents she was never asked for."""
    del kit
    if person.staff is not None:
        waiting = tasks_of(session, staff_id=person.staff.id)
        data = {"name": person.staff.name, "count": len(waiting)}
        answer(session, person=person, event=event, kind="staff_hello", data=data, now=now)
        return
    if person.customer is None:
        return
    asked = never_asked(session, person.customer)
    if Purpose.SCAN_ANALYSIS.value not in asked:
        data = {"name": person.customer.name}
        answer(session, person=person, event=event, kind="welcome_back", data=data, now=now)
        return
    clinic = session.get_one(Clinic, person.customer.clinic_id)
    data = {
        "name": person.customer.name,
        "clinic_th": clinic.name_th,
        "clinic_en": clinic.name_en,
        "asked": asked,
    }
    answer(session, person=person, event=event, kind="welcome", data=data, now=now)


def never_asked(session: Session, customer: Customer) -> list[str]:
    """This function will name the purposes a customer has neither said yes nor no to."""
    answered = consents(session, customer_id=customer.id)
    return [purpose.value for purpose in Purpose if purpose not in answered]
