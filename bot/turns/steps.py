"""Steps of taking a customer's words that come before any wish of hers: a person who has the talk, and what waits for an answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue import registration_starting
from bot.events import Incoming
from bot.turns import check_in, customer_table
from bot.turns.consent import PHOTO_WAITS, ask_once_more, is_refused
from bot.turns.kit import TurnKit, answer, customer_of, identity_of
from bot.turns.listening import listen
from bot.turns.not_offered import is_of_no_one_treatment
from workflow.access import Person
from workflow.customers import is_with_person, open_form, open_question

__all__ = [
    "is_about_photo",
    "is_answer",
    "is_check_in",
    "is_for_a_person",
    "is_of_no_one_treatment",
    "is_refused",
]


def is_for_a_person(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will leave words to the person of the clinic who has the talk."""
    del kit
    if not is_with_person(identity_of(person), now) or meaning in customer_table.PASSES_A_PERSON:
        return False
    is_answer = meaning in customer_table.TELLS_HOW_SHE_IS
    listen(session, person=person, event=event, is_answer=is_answer, now=now)
    return True


def is_answer(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take a bare answer to what was asked."""
    question = open_question(identity_of(person), now)
    answered = customer_table.ANSWERS.get((question["kind"], meaning)) if question else None
    if answered is None:
        return False
    answered(session, kit=kit, person=person, event=event, now=now)
    return True


def is_check_in(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take words as the answer to a follow-up that waits for one: short ones are as good as its buttons."""
    del kit
    if check_in.takes_short_words(session, person=person, event=event, now=now):
        return True
    if meaning not in customer_table.MAY_BE_CHECK_IN:
        return False
    if not check_in.takes_words(session, person=person, event=event, now=now):
        return False
    answer(session, person=person, event=event, kind="check_in_kept", data={"feels": "text"}, now=now)
    return True


def is_about_photo(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will ask for the consent a photo waits for once more: no bare word is a consent."""
    question = open_question(identity_of(person), now)
    is_yes_or_no = meaning not in customer_table.BY_INTENT or meaning in customer_table.MAY_BE_CHECK_IN
    if question is None or question["kind"] != PHOTO_WAITS or not is_yes_or_no or meaning == "thanks":
        return False
    ask_once_more(session, kit=kit, person=person, event=event, photo=str(question["ref"]), now=now)
    return True


def is_number(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take her telephone number where it comes of its own accord: she is read back what is to be kept."""
    is_hers = registration_starting.is_number(event, meaning) or (
        registration_starting.is_to_be_removed(event, customer_of(person))
    )
    if not is_hers or open_form(identity_of(person), now) is not None:
        return False
    registration_starting.start(session, kit=kit, person=person, event=event, now=now)
    return True
