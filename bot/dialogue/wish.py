"""What a customer wishes of a time that nobody has agreed to yet, and taking it back."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import BOOKING, known
from bot.dialogue.talk import Talk, new_state
from bot.events import Incoming
from bot.handover import call_off
from bot.turns.choose import give_back, held_time
from bot.turns.kit import TurnKit, customer_of, identity_of
from workflow.access import Person
from workflow.cases import Case, booked_appointment, open_case_of
from workflow.customers import form_to_resume
from workflow.tasks import wish_about_time

_FACTS = ("case_id", "treatment", "others", "people", "day", "time")
_MARK_LETTERS = 10


def has_appointment(session: Session, *, person: Person) -> bool:
    """This function will say whether an appointment is agreed with her."""
    found = open_case_of(session, customer_id=customer_of(person).id)
    return found is not None and booked_appointment(session, case_id=found.id) is not None


def talk_of_wish(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> Talk:
    """This function will give the talk with the booking that was left, or with a new one."""
    state = form_to_resume(identity_of(person), now, kind=BOOKING) or new_state(BOOKING, event)
    return Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)


def waiting_wish(talk: Talk) -> dict[str, Any] | None:
    """This function will give what she wishes of a time and nobody has agreed to; None where nothing waits."""
    wish = wish_about_time(talk.session, customer_id=talk.customer.id)
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    held = held_time(talk.session, found=found, now=talk.now) if found is not None else None
    left = form_to_resume(talk.identity, talk.now, kind=BOOKING)
    if wish is None and held is None and left is None:
        return None
    meant = {**(left.filled if left is not None else {}), **(wish or {})}
    waits = {name: meant[name] for name in _FACTS if meant.get(name) is not None}
    return waits | _moment(talk, found, held) if found is not None and held is not None else waits


def mark_of(wish: Mapping[str, Any]) -> str:
    """This function will give a short mark of a wish, so that a button means no other one."""
    facts = "|".join(f"{name}={wish[name]}" for name in sorted(wish))
    return sha256(facts.encode()).hexdigest()[:_MARK_LETTERS]


def take_back(talk: Talk) -> None:
    """This function will take back what she wished, and say so."""
    left = form_to_resume(talk.identity, talk.now, kind=BOOKING)
    wish = _taken_back(talk)
    if left is None and wish is None:
        talk.say("no_appointment", {})
        return
    if left is not None:
        talk.close()
    talk.filled.update(wish or {})
    talk.say("wish_withdrawn", {"known": known(talk), "zone": talk.place.zone})


def _taken_back(talk: Talk) -> Mapping[str, Any] | None:
    """This function will give back what is held for her and call off whoever was to call; None where there was nothing."""
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    held = None
    if found is not None:
        held = give_back(talk.session, person=talk.person, found=found, cause=talk.event.id, now=talk.now)
    wish = call_off(
        talk.session,
        customer=talk.customer,
        is_told=held is not None,
        key=str(talk.event.id),
        now=talk.now,
    )
    if found is None or held is None:
        return wish
    return _moment(talk, found, held)


def _moment(talk: Talk, found: Case, held: datetime) -> dict[str, Any]:
    here = held.astimezone(talk.zone)
    return {
        "case_id": str(found.id),
        "day": here.date().isoformat(),
        "time": here.time().isoformat("minutes"),
    }
