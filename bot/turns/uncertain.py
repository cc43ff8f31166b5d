"""A customer's words that are not clear by themselves: leaning on the talk, in doubt, several at once, not understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns import customer_table, misses
from bot.turns.grounded import answers_from_passages, has_form
from bot.turns.guessing import ACTION, Choosing, ask_which
from bot.turns.kit import Turn, TurnKit
from bot.turns.meanings import as_chosen, in_question, lean, note_talk
from bot.turns.several import AnswersAndAsks, each_request
from nlu import SIDE_EFFECT
from workflow.access import Person

__all__ = [
    "BY_ACTION",
    "CHOOSING",
    "AnswersAndAsks",
    "Several",
    "answers_from_passages",
    "as_chosen",
    "has_form",
    "in_doubt",
    "is_choice",
    "is_laughter",
    "is_missed",
    "lean",
    "not_understood",
    "note_talk",
]

CHOOSING = Choosing(customer_table.BY_INTENT, none_of_these=misses.none_of_these)
"""Takes the answer to which of two a customer meant."""

is_laughter = misses.is_laughter
is_missed = misses.is_missed

BY_ACTION: Mapping[str, Turn] = MappingProxyType({ACTION: CHOOSING})


def is_choice(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will take the answer to the question which of two was meant."""
    if meaning == SIDE_EFFECT:
        return False
    return CHOOSING.takes_words(session, kit=kit, person=person, event=event, now=now)


@dataclass(frozen=True)
class Several:
    """Takes a message that wants several things.

    Attributes:
        do: Takes the words of each.
    """

    do: Turn

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
        """This function will take each of the things a message wants, in one reply; what worries her is taken whole."""
        if not event.requests or meaning in customer_table.TELLS_HOW_SHE_IS:
            return False
        each_request(session, kit=kit, person=person, event=event, do=self.do, now=now)
        return True


def in_doubt(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will ask which was meant where two come close; an open form asks its own question instead."""
    del kit
    if meaning == SIDE_EFFECT or has_form(person, now):
        return False
    intents = in_question(event.understanding, customer_table.BY_INTENT)
    if intents:
        ask_which(session, person=person, event=event, intents=intents, now=now)
    return bool(intents)


def not_understood(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will say honestly that a customer was not understood, each time with more help than before."""
    by_intent = customer_table.BY_INTENT
    misses.not_understood(session, kit=kit, person=person, event=event, by_intent=by_intent, now=now)
