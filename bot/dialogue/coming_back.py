"""Back after a while: what is open or was left is asked again, or else the follow-up that waits."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.dialogue import buttons, filling, lapsing
from bot.dialogue.table import FORMS, open_talk, talk_of
from bot.events import Incoming
from bot.turns import check_in
from bot.turns.kit import TurnKit, identity_of
from bot.wording.talk_words import says_back
from workflow.access import Person
from workflow.customers import RESUMES_WITHIN, left_form

_BEGINS: Mapping[str, str] = MappingProxyType({"intake": "intake", "registration": "register"})
"""The button that goes on with a form of a kind; a booking's may have ended meanwhile."""


def is_back(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take "I am back"; False where nothing was left."""
    del meaning
    if not says_back(event.text):
        return False
    talk = open_talk(session, kit=kit, person=person, event=event, now=now)
    if talk is not None:
        talk.note("back")
        filling.ask(talk, FORMS[talk.state.kind])
        return True
    left = left_form(identity_of(person), now, within=RESUMES_WITHIN)
    if left is None:
        return check_in.asks_again(session, person=person, event=event, now=now)
    if left.kind in _BEGINS:
        buttons.BY_ACTION[_BEGINS[left.kind]](session, kit=kit, person=person, event=event, now=now)
    else:
        lapsing.pick_up(talk_of(session, kit=kit, person=person, event=event, now=now, state=left))
    return True
