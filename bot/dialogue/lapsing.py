"""An answer that comes too late: the question is open no more, and she is told kindly what became of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import starting
from bot.dialogue.became import became, is_agreed_since
from bot.dialogue.booking_treatment import BOOKING, RESTS, known
from bot.dialogue.reading import names_only_moments
from bot.dialogue.talk import Talk
from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of
from bot.wording.short_words import says_no, says_yes
from workflow.access import Person
from workflow.customers import form_to_resume, open_form

_MOVES = "wants_to_change"


def answers_late(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take words that answer a booking's question, after the form was left for too long.

    A day or a time picks the booking up. To a yes or a no it is said that nothing was booked, and how to go on; where a
    time was agreed meanwhile, that one is told.
    """
    del meaning
    identity = identity_of(person)
    left = form_to_resume(identity, now, kind=BOOKING)
    if left is None or open_form(identity, now) is not None:
        return False
    talk = Talk(session=session, kit=kit, person=person, event=event, now=now, state=left)
    has_moment = names_only_moments(talk)
    is_short = (says_yes(event.text) or says_no(event.text)) and RESTS not in left.filled
    if not (has_moment or is_short) or talk.waiting:
        return False
    if has_moment:
        pick_up(talk)
    elif is_agreed_since(talk):
        _say_it_is_over(talk)
    else:
        talk.say("form_lapsed", {"known": known(talk), "zone": talk.place.zone})
    return True


def pick_up(talk: Talk) -> None:
    """This function will go on with a booking that was left; where a time was agreed meanwhile, that one is told."""
    if is_agreed_since(talk):
        _say_it_is_over(talk)
        return
    begin = starting.BY_BUTTON["ask_to_move" if talk.filled.get("why") == _MOVES else "ask_to_book"]
    begin(talk.session, kit=talk.kit, person=talk.person, event=talk.event, now=talk.now)


def _say_it_is_over(talk: Talk) -> None:
    talk.close()
    talk.say("form_over", became(talk))
