"""A booking that is put off ("let me think about it"): nothing is booked, and nothing is held that nobody wants now."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import RESTS, known
from bot.dialogue.talk import Talk
from bot.turns.choose import give_back, held_time
from bot.turns.kit import customer_of
from bot.wording.talk_words import says_goodbye
from workflow.access import Person
from workflow.cases import booked_appointment, open_case_of
from workflow.customers import RESUMES_WITHIN
from workflow.tasks import rest_calls_about_time


def put_off(talk: Talk) -> None:
    """This function will keep her wish for a while, and give back what is held; an agreed appointment stays as it is.

    Who only says goodbye decides nothing: what is held for her stays so. Who would call her about a time waits as well.
    """
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    starts_at, held, agreed = None, None, None
    if found is not None and says_goodbye(talk.event.text):
        held = held_time(talk.session, found=found, now=talk.now)
    elif found is not None:
        starts_at = give_back(
            talk.session, person=talk.person, found=found, cause=talk.event.id, now=talk.now
        )
    if found is not None:
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
        "given_back": _written(starts_at),
        "held": _written(held),
        "agreed": _written(agreed.starts_at) if agreed is not None else None,
        "zone": talk.place.zone,
    }
    talk.say("booking_put_off", data)


def holds(session: Session, *, person: Person, now: datetime) -> bool:
    """This function will say whether a time is held for her."""
    found = open_case_of(session, customer_id=customer_of(person).id)
    return found is not None and held_time(session, found=found, now=now) is not None


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
