"""A message that was taken back is forgotten: its words, the photo, its scan, and a question that waits for it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, identity_of
from workflow.access import Person
from workflow.customers import close_question, open_question
from workflow.inbound import forget_message
from workflow.scans import withdraw_scan


def unsend(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will forget a message that was taken back; nobody is told, as LINE tells nobody."""
    if event.unsent_id is None:
        return
    forget_message(session, channel_id=event.channel_id, message_id=event.unsent_id)
    kit.to_erase.extend(
        withdraw_scan(session, channel_id=event.channel_id, message_id=event.unsent_id, now=now)
    )
    identity = identity_of(person)
    question = open_question(identity, now)
    if question is not None and question["ref"] == event.unsent_id:
        close_question(identity)
