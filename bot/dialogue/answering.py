"""Words that answer whether a wish is to be cancelled, or which of several."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.changing import reschedule
from bot.dialogue.whether import asked_before, end_question
from bot.dialogue.wish import treatments_named
from bot.dialogue.withdrawing import leave_as_it_is, take_back_named, withdraw_by_words
from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of
from bot.wording.cancel_words import denies_cancelling, keeps_as_it_is, says_all
from bot.wording.short_words import is_only, nth_said, says_no, says_yes
from workflow.access import Person
from workflow.customers import open_form

_SHORT = 40
"""Longer words (letters) say more than which of a few is meant."""


def answers_whether(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take words that answer whether, or which, to cancel; whatever else she says ends that question."""
    identity = identity_of(person)
    if asked_before(identity, now) is None:
        return False
    text = event.text
    if open_form(identity, now) is not None:
        end_question(identity, now)
    elif says_yes(text):
        withdraw_by_words(session, kit=kit, person=person, event=event, now=now)
        return True
    elif denies_cancelling(text) and _names_moment(event):
        end_question(identity, now)
        reschedule(session, kit=kit, person=person, event=event, now=now)
        return True
    elif says_no(text) or keeps_as_it_is(text) or denies_cancelling(text):
        leave_as_it_is(session, kit=kit, person=person, event=event, now=now)
        return True
    elif _names_some(event):
        take_back_named(session, kit=kit, person=person, event=event, now=now)
        return True
    elif meaning != "cancel_appointment":
        end_question(identity, now)
    return False


def _names_moment(event: Incoming) -> bool:
    """This function will say whether a day or a time is named: not cancelled, but moved to it."""
    named = event.understanding.entities if event.understanding is not None else ()
    return any(one.entity.startswith(("date", "time")) and one.text for one in named)


def _names_some(event: Incoming) -> bool:
    """This function will say whether the whole message names which of several is meant."""
    named = event.understanding.entities if event.understanding is not None else ()
    is_named = bool(treatments_named(event)) and is_only(event.text, [one.text for one in named if one.text])
    is_short = len(event.text) <= _SHORT
    return (
        is_named
        or (is_short and says_all(event.text))
        or nth_said(event.text, plain_numbers=True) is not None
    )
