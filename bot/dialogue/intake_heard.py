"""What her words say to a question about health: an answer, something instead of one, or that an earlier answer was wrong.

A short answer is held against the question's own words (`bot/wording/health_words.py`). Longer ones are heard by the
conditions they tell of: the one that is asked about is a yes, one she has denied before is asked about once more.
"""

from collections.abc import Collection, Mapping
from typing import Any

from bot.dialogue import Talk
from bot.wording.health_asides import asks_meaning, asks_or_supposes, health_aside
from bot.wording.health_words import NOT_TO_THIS, health_said
from nlu import SIDE_EFFECT
from nlu.conditions import Condition, conditions_in
from workflow.follow_ups import follow_up_to_answer

AGAIN = "again:"
"""Stands before the factor of an earlier question that is to be asked once more."""

MEANS = "means:"
"""Stands before the name of what she asks the meaning of; without one she does not understand the question."""

_SURE_FROM = 0.65
# What a condition that is told is easily taken for.
_EASILY_MISTAKEN = frozenset(
    {
        SIDE_EFFECT,
        "report_progress",
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "ask_treatment_info",
        "ask_aftercare",
    }
)
_ONLY_NOW = frozenset({"pregnancy"})
"""Asked about as it is today, while the lexicon holds what was or may be too: what is told of it is "not sure"."""


def answer_in(text: str, one: Mapping[str, Any]) -> str | None:
    """This function will read a short answer to a question; she may answer in either language."""
    said = health_said(text, f"{one['ask_th']} {one['ask_en']}")
    return said if said != NOT_TO_THIS else None


def heard(talk: Talk, text: str, one: Mapping[str, Any], *, denied: Collection[str]) -> str | None:
    """This function will say what words are to the question that is open, as a button of it would say it.

    Args:
        talk: The turn.
        text: What she typed.
        one: The question.
        denied: The factors of this treatment that she answered with no.

    Returns:
        "yes", "no" or "unsure"; `NOT_TO_THIS`; what is said instead of an answer (`health_asides.py`), `AGAIN` with a
        factor, or `MEANS` with a name; None where the words are about something else.
    """
    return answer_in(text, one) or health_aside(text) or _told(talk, text, one, denied) or _unclear(text, one)


def _unclear(text: str, one: Mapping[str, Any]) -> str | None:
    return health_said(text, f"{one['ask_th']} {one['ask_en']}")


def _told(talk: Talk, text: str, one: Mapping[str, Any], denied: Collection[str]) -> str | None:
    """This function will hear longer words by the conditions they tell of."""
    if _is_about_else(talk):
        return None
    told = [condition for condition in conditions_in(text) if condition.alone]
    if asks_meaning(text):
        return f"{MEANS}{_named(talk, told)}"
    if not told or asks_or_supposes(text):
        return None
    keys = [condition.key for condition in told]
    if one["factor"] in keys:
        return "unsure" if one["factor"] in _ONLY_NOW else "yes"
    again = next((key for key in keys if key in denied), None)
    return f"{AGAIN}{again}" if again is not None else NOT_TO_THIS


def _named(talk: Talk, told: list[Condition]) -> str:
    return told[0].names[talk.customer.language] if told else ""


def _is_about_else(talk: Talk) -> bool:
    """This function will say whether words are surely for something else, or for a follow-up that waits."""
    found = talk.event.understanding
    if found is None or found.fallback:
        return False
    if found.intent == SIDE_EFFECT:
        waits = follow_up_to_answer(
            talk.session, customer_id=talk.customer.id, now=talk.now, answered_too=False
        )
        return waits is not None
    return found.intent not in _EASILY_MISTAKEN and found.confidence >= _SURE_FROM
