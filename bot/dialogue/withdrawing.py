"""Cancelling: an appointment by a person of the clinic; what she has only wished for at once; with neither, that is said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import BOOKING, known
from bot.dialogue.talk import Talk, new_state
from bot.events import Incoming
from bot.handover import call_off
from bot.turns.choose import give_back
from bot.turns.kit import TurnKit, answer, customer_of, identity_of
from bot.turns.to_person import WANTS_TO_CANCEL
from workflow.access import Person
from workflow.cases import booked_appointment, open_case_of
from workflow.customers import form_to_resume


def has_appointment(session: Session, *, person: Person) -> bool:
    """This function will say whether an appointment is agreed with her."""
    found = open_case_of(session, customer_id=customer_of(person).id)
    return found is not None and booked_appointment(session, case_id=found.id) is not None


def cancel(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will pass on that an appointment is to be cancelled, take back a mere wish, or say there is neither."""
    if has_appointment(session, person=person):
        WANTS_TO_CANCEL(session, kit=kit, person=person, event=event, now=now)
        return
    left = form_to_resume(identity_of(person), now, kind=BOOKING)
    state = left or new_state(BOOKING, event)
    talk = Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)
    wish = _taken_back(talk)
    if left is None and wish is None:
        answer(session, person=person, event=event, kind="no_appointment", data={}, now=now)
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
    here = held.astimezone(talk.zone)
    return {
        "case_id": str(found.id),
        "day": here.date().isoformat(),
        "time": here.time().isoformat("minutes"),
    }
