"""What a customer's words mean to us, and listening only, while a person of the clinic has the talk."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.check_in import takes_words
from bot.turns.kindred import any_of_kin
from bot.turns.kit import identity_of
from nlu import SIDE_EFFECT
from workflow.access import Person
from workflow.cases import Stage, open_case_of
from workflow.notices import NoticePurpose, tell

__all__ = ["any_of_kin", "listen", "meaning_of"]

_TREATED = {Stage.IN_TREATMENT, Stage.COMPLETED, Stage.FOLLOW_UP}


def meaning_of(session: Session, *, person: Person, event: Incoming) -> str | None:
    """This function will give the intent to act upon; None where nothing is sure enough.

    What sounds like trouble is taken as trouble from a customer who was treated, even where something else is likelier.
    """
    found = event.understanding
    if found is None:
        return None
    if found.urgent and _is_treated(session, person):
        return SIDE_EFFECT
    return None if found.fallback else found.intent


def listen(session: Session, *, person: Person, event: Incoming, is_answer: bool, now: datetime) -> None:
    """This function will leave the answer to the person who has the talk; that this is so is said once.

    Args:
        session: The turn's session.
        person: The customer.
        event: Her words.
        is_answer: Whether they tell how her skin is: then they are kept as the answer to a follow-up.
        now: Aware UTC.
    """
    if is_answer:
        takes_words(session, person=person, event=event, now=now)
    identity = identity_of(person)
    until = identity.human_until.isoformat() if identity.human_until else ""
    tell(
        session,
        to=identity,
        kind="with_person",
        purpose=NoticePurpose.ANSWER,
        data={},
        key=f"with_person:{identity.id}:{until}",
        now=now,
        reply=event.reply,
    )


def _is_treated(session: Session, person: Person) -> bool:
    case = open_case_of(session, customer_id=person.customer.id) if person.customer else None
    return case is not None and case.stage in _TREATED
