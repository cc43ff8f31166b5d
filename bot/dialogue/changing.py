"""Another time: for an appointment if there is one, else for what she has only wished for; with neither, that is said."""

from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.dialogue.coming_late import told_of_being_late
from bot.dialogue.lay_ready import lay_ready
from bot.dialogue.starting import BY_BUTTON as STARTING
from bot.dialogue.wish import has_appointment
from bot.dialogue.withdrawing import leave_as_it_is
from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, answer
from bot.wording.cancel_words import keeps_as_it_is
from workflow.access import Person


def reschedule(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will begin the change of an appointment, or of a wish that nobody has agreed to yet."""
    if keeps_as_it_is(event.text):
        leave_as_it_is(session, kit=kit, person=person, event=event, now=now)
        return
    if told_of_being_late(session, kit=kit, person=person, event=event, now=now):
        return
    turn = STARTING["ask_to_move"]
    if not has_appointment(session, person=person):
        if not lay_ready(session, kit=kit, person=person, event=event, now=now):
            answer(session, person=person, event=event, kind="no_appointment", data={}, now=now)
            return
        turn = STARTING["ask_to_book"]
    turn(session, kit=kit, person=person, event=event, now=now)


BY_INTENT: MappingProxyType[str, Turn] = MappingProxyType({"reschedule_appointment": reschedule})
BY_BUTTON: MappingProxyType[str, Turn] = MappingProxyType({"ask_to_move": reschedule})
