"""Saying that one comes: by the button of a reminder, or by a plain yes to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.check_in import takes_short_words
from bot.turns.kit import TurnKit, answer, customer_of, identity_of, ref_of
from bot.turns.misses import is_given_to_person
from bot.turns.to_person import WANTS_TO_CHANGE
from bot.wording.short_words import asks_or_waits
from workflow.access import Person, branch
from workflow.booking import appointment, confirm_appointment
from workflow.customers import close_question, open_question
from workflow.follow_ups import follow_up_to_answer

# The question a reminder asks; its ref is the appointment.
CONFIRM = "confirm_appointment"


def confirm(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will keep that a customer comes to the appointment of a button."""
    del kit
    _keep(session, person=person, event=event, appointment_id=ref_of(event), now=now)


def confirm_by_words(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will keep that a customer comes to the appointment she was asked about."""
    if _may_be_to_follow_up(session, kit=kit, person=person, event=event, now=now):
        return
    if asks_or_waits(event.text):
        if not is_given_to_person(session, kit=kit, person=person, event=event, asked="confirm", now=now):
            asks_again(session, person=person, event=event, now=now)
        return
    question = open_question(identity_of(person), now)
    if question is None:
        raise ValueError("nothing was asked")
    _keep(session, person=person, event=event, appointment_id=UUID(str(question["ref"])), now=now)


def asks_again(session: Session, *, person: Person, event: Incoming, now: datetime) -> None:
    """This function will ask once more whether a customer comes, with the buttons of the reminder."""
    data = _asked(session, person=person, now=now)
    answer(session, person=person, event=event, kind="confirm_in_words", data=data, now=now)


def may_wait(session: Session, *, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will leave her the time to say whether she comes, if a reminder waits for that."""
    question = open_question(identity_of(person), now)
    if question is None or question["kind"] != CONFIRM:
        return False
    data = _asked(session, person=person, now=now)
    answer(session, person=person, event=event, kind="confirm_put_off", data=data, now=now)
    return True


def cannot_come(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will have somebody find another time with a customer who says no; the agreed one stays till then."""
    if _may_be_to_follow_up(session, kit=kit, person=person, event=event, now=now):
        return
    close_question(identity_of(person))
    WANTS_TO_CHANGE(session, kit=kit, person=person, event=event, now=now)


def _may_be_to_follow_up(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> bool:
    """This function will leave a short answer to a follow-up that waits too, or ask which of the two it is to."""
    customer = customer_of(person)
    follow_up = follow_up_to_answer(session, customer_id=customer.id, now=now, answered_too=False)
    question = open_question(identity_of(person), now)
    if follow_up is None or question is None:
        return False
    if takes_short_words(session, person=person, event=event, now=now):
        return True
    if is_given_to_person(session, kit=kit, person=person, event=event, asked="confirm", now=now):
        return True
    data = {**_asked(session, person=person, now=now), "follow_up_id": str(follow_up.id)}
    answer(session, person=person, event=event, kind="which_answered", data=data, now=now)
    return True


def _asked(session: Session, *, person: Person, now: datetime) -> dict[str, str]:
    """This function will give the appointment that a customer was asked about."""
    question = open_question(identity_of(person), now)
    if question is None:
        raise ValueError("nothing was asked")
    agreed = appointment(session, appointment_id=UUID(str(question["ref"])))
    return {
        "appointment_id": str(agreed.id),
        "starts_at": agreed.starts_at.isoformat(),
        "zone": branch(session, branch_id=agreed.branch_id).zone,
    }


def _keep(session: Session, *, person: Person, event: Incoming, appointment_id: UUID, now: datetime) -> None:
    customer, identity = customer_of(person), identity_of(person)
    by = person.actor(customer.clinic_id)
    question = open_question(identity, now)
    if question is not None and question["kind"] == CONFIRM:
        close_question(identity)
    is_known = appointment(session, appointment_id=appointment_id).confirmed_at is not None
    agreed = confirm_appointment(session, appointment_id=appointment_id, by=by, now=now)
    data = {
        "starts_at": agreed.starts_at.isoformat(),
        "zone": branch(session, branch_id=agreed.branch_id).zone,
        "again": is_known,
    }
    answer(session, person=person, event=event, kind="appointment_confirmed", data=data, now=now)
