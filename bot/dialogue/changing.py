"""Another time: for an appointment if there is one, else for what she has only wished for; with neither, that is said."""

from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import BOOKING
from bot.dialogue.putting_off import holds
from bot.dialogue.starting import BY_BUTTON as STARTING
from bot.dialogue.talk import new_state
from bot.dialogue.wish import has_appointment
from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, answer, customer_of, identity_of
from workflow.access import Person
from workflow.customers import form_to_resume, keep_form
from workflow.tasks import wish_about_time

_MOMENTS = ("date", "time")
_FOR = frozenset({"treatment", "others", "people"})


def reschedule(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will begin the change of an appointment, or of a wish that nobody has agreed to yet."""
    turn = STARTING["ask_to_move"]
    if not has_appointment(session, person=person):
        if not _has_wish(session, person=person, event=event, now=now):
            answer(session, person=person, event=event, kind="no_appointment", data={}, now=now)
            return
        turn = STARTING["ask_to_book"]
    turn(session, kit=kit, person=person, event=event, now=now)


def _has_wish(session: Session, *, person: Person, event: Incoming, now: datetime) -> bool:
    """This function will say whether she has wished for a time; what she wished is laid ready to be picked up.

    Who names neither day nor time wants another one than the one she had named: only the treatment is picked up.
    """
    identity = identity_of(person)
    if form_to_resume(identity, now, kind=BOOKING) is not None:
        return True
    wish = wish_about_time(session, customer_id=customer_of(person).id)
    if wish is None:
        return holds(session, person=person, now=now)
    named = event.understanding.entities if event.understanding is not None else ()
    kept = _FOR | {"day", "time"} if any(one.entity.startswith(_MOMENTS) for one in named) else _FOR
    state = new_state(BOOKING, event)
    state.filled.update({name: value for name, value in wish.items() if name in kept and value is not None})
    if state.filled:
        keep_form(session, identity=identity, state=state, now=now, lasts=timedelta(0))
    return True


BY_INTENT: MappingProxyType[str, Turn] = MappingProxyType({"reschedule_appointment": reschedule})
BY_BUTTON: MappingProxyType[str, Turn] = MappingProxyType({"ask_to_move": reschedule})
