"""A customer's words: the answer to what we asked her, or a wish of her own, or honestly not understood."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns import customer_table
from bot.turns.check_in import takes_words
from bot.turns.consent import PHOTO_WAITS, ask_for
from bot.turns.kit import TurnKit, answer, identity_of
from bot.turns.language import asks_for_language, follow_words, language_set
from bot.turns.listening import listen, meaning_of
from bot.turns.to_person import NOT_UNDERSTOOD, not_understood
from workflow.access import Person
from workflow.customers import close_question, is_with_person, open_question


def customer_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a customer's words. Red flags were looked for before."""
    follow_words(person, event)
    identity = identity_of(person)
    if asks_for_language(event):
        language_set(session, kit=kit, person=person, event=event, now=now)
        return
    meaning = meaning_of(session, person=person, event=event)
    if is_with_person(identity, now) and meaning not in customer_table.PASSES_A_PERSON:
        is_answer = meaning in customer_table.TELLS_HOW_SHE_IS
        listen(session, person=person, event=event, is_answer=is_answer, now=now)
        return
    question = open_question(identity, now)
    answered = customer_table.ANSWERS.get((question["kind"], meaning)) if question else None
    if answered is not None:
        answered(session, kit=kit, person=person, event=event, now=now)
        return
    if meaning in customer_table.MAY_BE_CHECK_IN and takes_words(
        session, person=person, event=event, now=now
    ):
        data = {"feels": "text"}
        answer(session, person=person, event=event, kind="check_in_kept", data=data, now=now)
        return
    turn = customer_table.BY_INTENT.get(meaning) if meaning else None
    is_yes_or_no = turn is None or meaning in customer_table.MAY_BE_CHECK_IN
    if question is not None and question["kind"] == PHOTO_WAITS and is_yes_or_no and meaning != "thanks":
        photo = str(question["ref"])
        ask_for(session, person=person, event=event, because="text", now=now, waiting_photo=photo)
        return
    if turn is None:
        not_understood(session, kit=kit, person=person, event=event, now=now)
        return
    _forget_misunderstandings(person, now)
    turn(session, kit=kit, person=person, event=event, now=now)


def _forget_misunderstandings(person: Person, now: datetime) -> None:
    identity = identity_of(person)
    question = open_question(identity, now)
    if question is not None and question["kind"] == NOT_UNDERSTOOD:
        close_question(identity)
