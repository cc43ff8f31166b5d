"""A booking that is put off ("let me think about it"): nothing is booked, and nothing is held that nobody wants now."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import BOOKING, RESTS, known
from bot.dialogue.talk import Talk, new_state
from bot.events import Incoming
from bot.turns.choose import give_back, held_time
from bot.turns.kit import TurnKit, customer_of, identity_of
from bot.wording.talk_words import says_later
from workflow.access import Person
from workflow.cases import booked_appointment, open_case_of
from workflow.customers import RESUMES_WITHIN, form_to_resume, open_form
from workflow.tasks import rest_calls_about_time


def put_off(talk: Talk) -> None:
    """This function will keep her wish for a day, and give back what is held; an agreed appointment stays as it is.

    Who would call her about a time waits until the wish is forgotten.
    """
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    starts_at, agreed = None, None
    if found is not None:
        starts_at = give_back(
            talk.session, person=talk.person, found=found, cause=talk.event.id, now=talk.now
        )
        agreed = booked_appointment(talk.session, case_id=found.id)
    if found is not None and starts_at is not None and "day" not in talk.filled:
        here = starts_at.astimezone(talk.zone)
        wished = {"day": here.date().isoformat(), "time": here.time().isoformat("minutes")}
        talk.filled.update({"case_id": str(found.id), **wished})
    talk.filled[RESTS] = True
    talk.rest()
    until = talk.now + RESUMES_WITHIN
    rest_calls_about_time(
        talk.session, customer_id=talk.customer.id, until=until, rules=talk.kit.rules, now=talk.now
    )
    data: dict[str, Any] = {
        "known": known(talk),
        "until": until.isoformat(),
        "given_back": starts_at.isoformat() if starts_at is not None else None,
        "agreed": agreed.starts_at.isoformat() if agreed is not None else None,
        "zone": talk.place.zone,
    }
    talk.say("booking_put_off", data)


def puts_off(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take "let me think about it" where no form is open, but a booking was left or a time is held."""
    del meaning
    if not says_later(event.text):
        return False
    identity = identity_of(person)
    is_open = open_form(identity, now)
    if is_open is not None and is_open.kind != BOOKING:
        return False
    left = form_to_resume(identity, now, kind=BOOKING)
    state = left or new_state(BOOKING, event)
    talk = Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)
    if left is None and not holds(session, person=person, now=now):
        return False
    put_off(talk)
    return True


def holds(session: Session, *, person: Person, now: datetime) -> bool:
    """This function will say whether a time is held for her."""
    found = open_case_of(session, customer_id=customer_of(person).id)
    return found is not None and held_time(session, found=found, now=now) is not None
