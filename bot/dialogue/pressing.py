"""A form's button: taken where its question is open, and told to be old where it is not."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import filling, new_state
from bot.dialogue.became import became, is_agreed_since
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
    state = form_to_resume(identity, now, kind=kind)
    if state is None or (is_open is not None and state.run != extra.get("r")):
        state = is_open or state
    is_known = state is not None and state.kind in FORMS
    of = state if state is not None and is_known else new_state(kind, event)
    talk = talk_of(session=session, kit=kit, person=person, event=event, now=now, state=of)
    if not is_known or (is_open is None and is_agreed_since(talk)):
        talk.say("form_over", became(talk))
        return
    run, number, value = (extra.get(key, "") for key in ("r", "n", "v"))
    filling.take_press(talk, FORMS[of.kind], run=run, number=number, value=value)
