"""A form's button: taken where its question is open, and told to be old where it is not."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import ask, filling, new_state, over
from bot.dialogue.table import FORMS, talk_of
from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of, press_of
from workflow.access import Person
from workflow.customers import form_to_resume, open_form


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
    if not is_known or (is_open is None and over.is_agreed(talk, kind)):
        talk.say("form_over", over.facts_of_over(talk, kind))
    elif left is None and over.is_registered(talk, kind):
        talk.note("contact_kept")
        ask(talk, FORMS[of.kind])
    else:
        run, number, value = (extra.get(key, "") for key in ("r", "n", "v"))
        filling.take_press(talk, FORMS[of.kind], run=run, number=number, value=value)
