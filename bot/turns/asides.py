"""Taking a message that answers an open form and asks something beside it: both, in one reply, the form's question last."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.table import takes_words
from bot.events import Incoming, Then
from bot.turns.customer_table import LETS_A_FORM_WAIT
from bot.turns.grounded import has_form
from bot.turns.kit import Turn, TurnKit
from bot.turns.listening import meaning_of
from bot.turns.several import tell_together
from workflow.access import Person

ABOUT_A_DAY = frozenset({"ask_opening_hours", "ask_promotion", "check_appointment"})
"""Beside these, a day that only a space parts from them is rather theirs: "this Saturday what time do you open?"."""


@dataclass(frozen=True)
class AnswersAndAsks:
    """Takes a message in two parts, while a form is open that takes one of them.

    Attributes:
        do: Takes the words of the other.
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
        """This function will let the form have its part, and answer the other; what that names is not the form's."""
        del meaning
        aside = event.aside
        if aside is None or not has_form(person, now):
            return False
        asked = aside.question.found.intent
        if asked not in LETS_A_FORM_WAIT or (aside.is_loose and asked in ABOUT_A_DAY):
            return False
        said: list[tuple[str, dict[str, Any]]] = []
        part = replace(
            event,
            text=aside.answer.text,
            understanding=aside.answer.found,
            requests=(),
            aside=None,
            gathered=said,
        )
        means = meaning_of(session, person=person, event=part)
        if not takes_words(session, kit=kit, person=person, event=part, meaning=means, now=now):
            return False
        question = replace(part, text=aside.question.text, understanding=aside.question.found)
        if has_form(person, now):
            kind, data = said.pop()
            question = replace(question, then=Then(kind=kind, data=data))
        self.do(session, kit=kit, person=person, event=question, now=now)
        tell_together(session, person=person, event=event, gathered=said, now=now)
        return True
