"""A form's button: taken where its question is open, and told to be old where it is not."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue import ask, became, booking, filling, intake, new_state, registration
from bot.dialogue.table import FORMS, talk_of
from bot.dialogue.talk import Talk
from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of, press_of
from workflow.access import Person
from workflow.customers import form_to_resume, last_digits, open_form


def pressed(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a form's button; one of a form that is over says so, and what became of it."""
    extra = press_of(event).extra
    identity = identity_of(person)
    is_open = open_form(identity, now)
    kind = extra.get("k", "")
    left = form_to_resume(identity, now, kind=kind)
    is_old = left is None or (is_open is not None and left.run != extra.get("r"))
    state = (is_open if is_old else None) or left
    is_known = state is not None and state.kind in FORMS
    of = state if state is not None and is_known else new_state(kind, event)
    talk = talk_of(session=session, kit=kit, person=person, event=event, now=now, state=of)
    is_agreed = kind == booking.BOOKING and is_open is None and became.is_agreed_since(talk)
    if not is_known or is_agreed:
        talk.say("form_over", _BECAME.get(kind, _nothing)(talk))
    elif left is None and kind == registration.REGISTRATION and talk.customer.registered_at is not None:
        talk.note("contact_kept")
        ask(talk, FORMS[of.kind])
    else:
        run, number, value = (extra.get(key, "") for key in ("r", "n", "v"))
        filling.take_press(talk, FORMS[of.kind], run=run, number=number, value=value)


def _registered(talk: Talk) -> dict[str, Any]:
    """This function will give what is kept of her name and number; nothing where she is not registered."""
    if talk.customer.registered_at is None:
        return {"state": "not_registered"}
    end = last_digits(talk.customer.phone) if talk.customer.phone else None
    return {"state": "registered", "name": talk.customer.name, "end": end}


def _nothing(_talk: Talk) -> dict[str, Any]:
    return {}


_BECAME: Mapping[str, Callable[[Talk], dict[str, Any]]] = MappingProxyType(
    {
        booking.BOOKING: became.became,
        registration.REGISTRATION: _registered,
        intake.INTAKE: lambda _talk: {"state": "health"},
    }
)
"""What became of a form that is over, by its kind."""
