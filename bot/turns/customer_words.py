"""A customer's words: each step may take them; what none takes is a wish of her own, or honestly not understood."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Protocol

from sqlalchemy.orm import Session

from bot.dialogue.words import (
    answers_late,
    answers_whether,
    asks_again,
    is_back,
    loses_its_day,
    of_her_time,
    puts_off,
    registers_late,
    takes_contact,
    takes_words,
    waits_or_rests,
    with_contact,
)
from bot.events import Incoming
from bot.turns import customer_table, steps, told_beside, uncertain
from bot.turns.kit import Turn, TurnKit
from bot.turns.language import asks_for_language, follow_words, language_set
from bot.turns.listening import any_of_kin, meaning_of
from workflow.access import Person


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


_YES_OR_NO = frozenset({"affirm", "deny"})


def customer_words(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a customer's words. Red flags were looked for before."""
    follow_words(person, event)
    event = uncertain.lean(person, any_of_kin(session, event), now)
    meaning = meaning_of(session, person=person, event=event)
    do = partial(_take, meaning=meaning)
    if told_beside.is_told_beside(session, kit=kit, person=person, event=event, meaning=meaning, now=now):
        told_beside.take_beside(session, kit=kit, person=person, event=event, do=do, now=now)
    else:
        do(session, kit=kit, person=person, event=event, now=now)


def _take(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> None:
    """This function will let the steps take words in their order, or do what they wish for."""
    if _is_taken(FIRST, session, kit=kit, person=person, event=event, meaning=meaning, now=now):
        return
    if meaning in _YES_OR_NO and uncertain.has_form(person, now):
        meaning = None  # the form has heard it in vain
    is_short = meaning in customer_table.LETS_A_FORM_WAIT
    event = waits_or_rests(session, kit=kit, person=person, event=event, is_short=is_short, now=now)
    if _is_taken(STEPS, session, kit=kit, person=person, event=event, meaning=meaning, now=now):
        return
    turn = customer_table.BY_INTENT.get(meaning) if meaning else None
    if turn is None:
        uncertain.not_understood(session, kit=kit, person=person, event=event, now=now)
        return
    uncertain.note_talk(session, person=person, found=event.understanding, now=now)
    turn(session, kit=kit, person=person, event=event, now=now)


def _is_taken(
    steps_of: Sequence[Step],
    session: Session,
    *,
    kit: TurnKit,
    person: Person,
    event: Incoming,
    meaning: str | None,
    now: datetime,
) -> bool:
    """This function will say whether one of some steps takes the words; the first that does has them."""
    for step in steps_of:
        if step(session, kit=kit, person=person, event=event, meaning=meaning, now=now):
            if step in UNDERSTANDS and not uncertain.is_missed(person, event, now):
                uncertain.note_talk(session, person=person, found=event.understanding, now=now)
            return True
    return False


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


FIRST: Sequence[Step] = (
    _is_language,
    steps.is_for_a_person,
    answers_whether,
    puts_off,
    is_back,
    takes_contact,
    uncertain.AnswersAndAsks(customer_words),
    takes_words,
    answers_late,
    registers_late,
    uncertain.is_choice,
)
"""In this order; an open form is among them. What none of them takes is about something else."""

STEPS: Sequence[Step] = (
    steps.is_refused,
    steps.is_answer,
    uncertain.is_laughter,
    steps.is_check_in,
    loses_its_day,
    of_her_time,
    uncertain.Several(customer_words),
    steps.is_about_photo,
    steps.is_number,
    told_beside.is_for_a_doctor,
    uncertain.in_doubt,
    uncertain.answers_from_passages,
    steps.is_of_no_one_treatment,
)
"""In this order, after them; an open form waits, or rests."""

UNDERSTANDS = frozenset(
    {
        _is_language,
        answers_whether,
        takes_contact,
        takes_words,
        steps.is_number,
        steps.is_answer,
        steps.is_check_in,
        loses_its_day,
        of_her_time,
    }
)
"""Steps after which nothing is in doubt any more; the others note what they make of the words themselves."""

BY_ACTION: Mapping[str, Turn] = MappingProxyType({**customer_table.BY_ACTION, **uncertain.BY_ACTION})

WITH_CONTACT = with_contact
"""Around whatever a customer's doing leads to: what she gives of her name and number is not lost."""
