"""A yes or a no to what was read back, after the form was left for too long: nothing is saved by it, and nobody thinks so."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import CONFIRM, STOP, ask
from bot.dialogue.filling import stop
from bot.dialogue.registration import FORM, REGISTRATION
from bot.dialogue.table import talk_of
from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of
from bot.wording.form_labels import label_said
from bot.wording.short_words import says_no, says_yes
from workflow.access import Person
from workflow.customers import RESUMES_WITHIN, left_form, open_form


def registers_late(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will read back again what was left, to a yes; a no, or the label that says so, gives it up."""
    del meaning
    identity = identity_of(person)
    left = left_form(identity, now, within=RESUMES_WITHIN)
    if (
        open_form(identity, now) is not None
        or left is None
        or (left.kind, left.asked) != (REGISTRATION, CONFIRM)
    ):
        return False
    talk = talk_of(session, kit=kit, person=person, event=event, now=now, state=left)
    is_given_up = label_said(event.text, form=REGISTRATION, values={STOP}) is not None or says_no(event.text)
    if not (is_given_up or says_yes(event.text)) or talk.waiting:
        return False
    if is_given_up:
        stop(talk, FORM)
    else:
        talk.note("not_saved_yet")
        ask(talk, FORM)
    return True
