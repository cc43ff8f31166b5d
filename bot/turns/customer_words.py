"""A customer's words: the answer to what we asked her, or a wish of her own, or honestly not understood."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns import customer_table
from bot.turns.check_in import takes_words
from bot.turns.consent import PHOTO_WAITS, ask_for
from bot.turns.kit import TurnKit, answer, identity_of
from bot.turns.to_person import NOT_UNDERSTOOD, not_understood
from nlu import SIDE_EFFECT
from workflow.access import Person
from workflow.cases import Stage, open_case_of
from workflow.customers import close_question, is_with_person, open_question

_TREATED = {Stage.IN_TREATMENT, Stage.COMPLETED, Stage.FOLLOW_UP}


def customer_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a customer's words. Red flags were looked for before."""
    identity = identity_of(person)
    if is_with_person(identity, now):
        takes_words(session, person=person, event=event, now=now)
        return
    meaning = _meaning(event, is_treated=_is_treated(session, person))
    turn = customer_table.BY_INTENT.get(meaning) if meaning else None
    if turn is None or meaning in customer_table.MAY_BE_CHECK_IN:
        if takes_words(session, person=person, event=event, now=now):
            data = {"feels": "text"}
            answer(session, person=person, event=event, kind="check_in_kept", data=data, now=now)
            return
        question = open_question(identity, now)
        if question is not None and question["kind"] == PHOTO_WAITS and meaning != "thanks":
            photo = str(question["ref"])
            ask_for(session, person=person, event=event, because="text", now=now, waiting_photo=photo)
            return
    if turn is None:
        not_understood(session, kit=kit, person=person, event=event, now=now)
        return
    _forget_misunderstandings(person, now)
    turn(session, kit=kit, person=person, event=event, now=now)


def _meaning(event: Incoming, *, is_treated: bool) -> str | None:
    """This function will give the intent to act upon; None where nothing is sure enough.

    What sounds like trouble is taken as trouble from a customer who was treated, even where something else is likelier.
    """
    found = event.understanding
    if found is None:
        return None
    if found.urgent and is_treated:
        return SIDE_EFFECT
    return None if found.fallback else found.intent


def _is_treated(session: Session, person: Person) -> bool:
    case = open_case_of(session, customer_id=person.customer.id) if person.customer else None
    return case is not None and case.stage in _TREATED


def _forget_misunderstandings(person: Person, now: datetime) -> None:
    identity = identity_of(person)
    question = open_question(identity, now)
    if question is not None and question["kind"] == NOT_UNDERSTOOD:
        close_question(identity)
