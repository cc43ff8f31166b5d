"""A sticker in the middle of a form: a yes where exactly one question can be answered by it, and else the question again."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import filling
from bot.dialogue.table import FORMS, open_talk
from bot.events import Incoming
from bot.turns.kit import TurnKit
from bot.wording.stickers import sticker_says_yes
from workflow.access import Person

__all__ = ["form_takes", "sticker_says_yes"]


def form_takes(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will let the open form take a sticker; False where none is open.

    A question about health, or for a consent, is answered in words or by its button.
    """
    talk = open_talk(session, kit=kit, person=person, event=event, now=now)
    if talk is None:
        return False
    form = FORMS[talk.state.kind]
    is_yes = sticker_says_yes(event.sticker) and not talk.waiting
    filling.take_sticker(talk, form, is_yes=is_yes)
    return True
