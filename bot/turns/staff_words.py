"""A staff member's words: the answer to what we asked, or a wish."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns import staff_table
from bot.turns.kit import Turn, TurnKit, identity_of
from bot.turns.staff_door import staff_not_understood
from workflow.access import Person
from workflow.customers import open_question


def staff_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a staff member's words.

    A clear wish ("my tasks") goes before an open question: it is no customer's name.
    """
    question = open_question(identity_of(person), now)
    asked = staff_table.BY_QUESTION.get(question["kind"]) if question else None
    turn = _wish(event, is_asked=asked is not None) or asked or staff_not_understood
    turn(session, kit=kit, person=person, event=event, now=now)


def _wish(event: Incoming, *, is_asked: bool) -> Turn | None:
    found = event.understanding
    if found is None or found.fallback or (is_asked and found.intent in staff_table.AFTER_A_QUESTION):
        return None
    return staff_table.BY_INTENT.get(found.intent)
