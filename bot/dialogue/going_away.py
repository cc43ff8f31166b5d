"""Who has no time now, where no form is open but something else of ours waits for her: it may wait."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import BOOKING
from bot.dialogue.putting_off import holds, put_off
from bot.dialogue.talk import Talk, new_state
from bot.events import Incoming
from bot.turns import check_in, confirm
from bot.turns.kit import TurnKit, identity_of
from bot.wording.talk_words import says_goodbye, says_later
from workflow.access import Person
from workflow.customers import form_to_resume, open_form


def puts_off(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take "let me think about it", or a goodbye, where no form is open but something waits for her.

    A booking that was left, or a time that is held, is put off; a follow-up may be answered whenever it suits her, and
    so may a reminder.
    """
    del meaning
    is_later = says_later(event.text)
    if not (is_later or says_goodbye(event.text)) or open_form(identity_of(person), now) is not None:
        return False
    left = form_to_resume(identity_of(person), now, kind=BOOKING)
    if is_later and (left is not None or holds(session, person=person, now=now)):
        state = left or new_state(BOOKING, event)
        put_off(Talk(session=session, kit=kit, person=person, event=event, now=now, state=state))
        return True
    return check_in.may_wait(session, person=person, event=event, now=now) or (
        is_later and confirm.may_wait(session, person=person, event=event, now=now)
    )
