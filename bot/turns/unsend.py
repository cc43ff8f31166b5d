"""A message that was taken back is forgotten: its words, the photo, its scan, and a question that waits for it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.registration import REGISTRATION
from bot.events import Incoming
from bot.turns.kit import TurnKit
from workflow.access import Person
from workflow.customers import close_question, end_form, forget_talk, open_question
from workflow.inbound import forget_message, is_unsent
from workflow.learning import forget_unsent_utterance
from workflow.scans import withdraw_scan


def is_taken_back(session: Session, event: Incoming) -> bool:
    """This function will say whether an event takes a message back, or is one that was taken back before it came.

    Whoever sent it and wherever: in a group, as a stranger, or as staff who have left.
    """
    if event.kind == "unsend":
        return True
    return event.message_id is not None and is_unsent(
        session, channel_id=event.channel_id, message_id=event.message_id
    )


def unsend(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will forget a message that was taken back; nobody is told, as LINE tells nobody."""
    message_id = event.unsent_id or event.message_id
    if message_id is None:
        return
    forget_message(session, channel_id=event.channel_id, message_id=message_id, now=now)
    forget_unsent_utterance(session, message_id=message_id)
    kit.to_erase.extend(withdraw_scan(session, channel_id=event.channel_id, message_id=message_id, now=now))
    if person.identity is None:
        return
    forget_talk(person.identity)
    end_form(person.identity, kind=REGISTRATION)  # her name or number may be what she took back
    question = open_question(person.identity, now)
    if question is not None and question["ref"] == message_id:
        close_question(person.identity)
