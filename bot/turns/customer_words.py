"""A customer's words: each step may take them; what none takes is a wish of her own, or honestly not understood."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from sqlalchemy.orm import Session

from bot.dialogue import intake
from bot.dialogue.table import asks_again, takes_words
from bot.events import Incoming
from bot.turns import check_in, customer_table, uncertain
from bot.turns.consent import PHOTO_WAITS, ask_for
from bot.turns.kit import Turn, TurnKit, answer, identity_of
from bot.turns.language import asks_for_language, follow_words, language_set
from bot.turns.listening import listen, meaning_of
from bot.wording.short_words import asks_for_intake
from workflow.access import Person
from workflow.customers import is_with_person, open_question


class Step(Protocol):
    """One who may take words."""

    def __call__(
        self,
        session: Session,
        *,
        kit: TurnKit,
        person: Person,
        event: Incoming,
        meaning: str | None,
        now: datetime,
    ) -> bool:
        """This will take the words, or say that they are not for it."""


def customer_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a customer's words. Red flags were looked for before."""
    follow_words(person, event)
    event = uncertain.lean(person, event, now)
    meaning = meaning_of(session, person=person, event=event)
    for step in STEPS:
        if step(session, kit=kit, person=person, event=event, meaning=meaning, now=now):
            if step in UNDERSTANDS:
                uncertain.note_talk(session, person=person, found=event.understanding, now=now)
            return
    if meaning in customer_table.LETS_A_FORM_WAIT:
        event = asks_again(session, kit=kit, person=person, event=event, now=now)
    turn = customer_table.BY_INTENT.get(meaning) if meaning else None
    if turn is None:
        uncertain.not_understood(session, kit=kit, person=person, event=event, now=now)
        return
    uncertain.note_talk(session, person=person, found=event.understanding, now=now)
    turn(session, kit=kit, person=person, event=event, now=now)


def _is_language(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take words that ask for a language; an open form goes on in it."""
    del meaning
    if not asks_for_language(event):
        return False
    event = asks_again(session, kit=kit, person=person, event=event, now=now)
    language_set(session, kit=kit, person=person, event=event, now=now)
    return True


def _is_for_a_person(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will leave words to the person of the clinic who has the talk."""
    del kit
    if not is_with_person(identity_of(person), now) or meaning in customer_table.PASSES_A_PERSON:
        return False
    is_answer = meaning in customer_table.TELLS_HOW_SHE_IS
    listen(session, person=person, event=event, is_answer=is_answer, now=now)
    return True


def _is_for_intake(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will begin the questions about health where she asks for them."""
    del meaning
    if not asks_for_intake(event.text):
        return False
    intake.start(session, kit=kit, person=person, event=event, now=now)
    return True


def _is_answer(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take a bare answer to what was asked."""
    question = open_question(identity_of(person), now)
    answered = customer_table.ANSWERS.get((question["kind"], meaning)) if question else None
    if answered is None:
        return False
    answered(session, kit=kit, person=person, event=event, now=now)
    return True


def _is_check_in(
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


def _is_about_photo(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will ask for the consent a photo waits for once more: no bare word is a consent."""
    del kit
    question = open_question(identity_of(person), now)
    is_yes_or_no = meaning not in customer_table.BY_INTENT or meaning in customer_table.MAY_BE_CHECK_IN
    if question is None or question["kind"] != PHOTO_WAITS or not is_yes_or_no or meaning == "thanks":
        return False
    photo = str(question["ref"])
    ask_for(session, person=person, event=event, because="text", now=now, waiting_photo=photo)
    return True


STEPS: Sequence[Step] = (
    _is_language,
    _is_for_a_person,
    takes_words,
    _is_for_intake,
    uncertain.is_choice,
    _is_answer,
    _is_check_in,
    uncertain.Several(customer_words),
    _is_about_photo,
    uncertain.in_doubt,
    uncertain.answers_from_passages,
)
"""In this order; the first that takes the words has them."""

UNDERSTANDS = frozenset({_is_language, takes_words, _is_answer, _is_check_in})
"""Steps after which nothing is in doubt any more; the others note what they make of the words themselves."""

BY_ACTION: Mapping[str, Turn] = MappingProxyType({**customer_table.BY_ACTION, **uncertain.BY_ACTION})
