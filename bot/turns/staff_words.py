"""A staff member's words: the answer to what we asked, or a wish."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns import staff_table
from bot.turns.guessing import ACTION, Choosing, ask_which
from bot.turns.kit import Turn, TurnKit, identity_of
from bot.turns.meanings import in_question, lean, note_talk
from bot.turns.staff_door import staff_not_understood
from workflow.access import Person
from workflow.customers import open_question

STAFF_CHOOSING = Choosing(staff_table.BY_INTENT, none_of_these=staff_not_understood)
"""Takes the answer to which of two a member of staff meant."""

BY_ACTION: Mapping[str, Turn] = MappingProxyType({**staff_table.BY_ACTION, ACTION: STAFF_CHOOSING})


def staff_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a staff member's words.

    A clear wish ("my tasks") goes before an open question: it is no customer's name. Where two wishes come close, and no
    question waits for words, it is asked which was meant.
    """
    event = lean(person, event, now)
    question = open_question(identity_of(person), now)
    asked = staff_table.BY_QUESTION.get(question["kind"]) if question else None
    if asked is None:
        if STAFF_CHOOSING.takes_words(session, kit=kit, person=person, event=event, now=now):
            return
        intents = in_question(event.understanding, staff_table.BY_INTENT)
        if intents:
            ask_which(session, person=person, event=event, intents=intents, now=now)
            return
    turn = _wish(event, is_asked=asked is not None) or asked or staff_not_understood
    note_talk(session, person=person, found=event.understanding, now=now)
    turn(session, kit=kit, person=person, event=event, now=now)


def _wish(event: Incoming, *, is_asked: bool) -> Turn | None:
    found = event.understanding
    if found is None or found.fallback or (is_asked and found.intent in staff_table.AFTER_A_QUESTION):
        return None
    return staff_table.BY_INTENT.get(found.intent)
