"""A second wish in the middle of a booking: the first is laid aside, and the talk comes back to it; none is lost."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.talk import Talk
from bot.events import Then
from workflow.customers import FormState

FACTS = ("case_id", "treatment", "others", "people", "branch", "day", "time")
"""What is known of a wish, by slot."""

EARLIER = "earlier"
"""Where what was wished before is kept, beside the newest wish."""

_OF_A_WISH = (
    "case_id",
    "treatment",
    "treatments",
    "others",
    "people",
    "branch",
    "day",
    "days",
    "time",
    "times",
)
_SAID = frozenset({"treatment", "treatments", "others", "people", "day", "days", "time", "times"})
"""Any of these was said by her; the case was not."""

_MOST = 4
"""More wishes than these at once nobody keeps apart; the newest are kept."""


def lay_aside(talk: Talk) -> None:
    """This function will lay aside what she has wished so far, as she now wishes for something else."""
    before = list(talk.filled.get(EARLIER, ()))
    aside = earlier_of(talk.filled)
    for name in _OF_A_WISH:
        talk.filled.pop(name, None)
    if len(aside) > len(before):
        talk.filled[EARLIER] = aside[-_MOST:]
        talk.note("laid_aside")


def earlier_of(filled: Mapping[str, Any]) -> list[dict[str, Any]]:
    """This function will give what was wished in a booking, and laid aside in it, as it stands beside a further wish."""
    wish = {name: filled[name] for name in _OF_A_WISH if name in filled}
    return [*filled.get(EARLIER, ()), *([wish] if _SAID & set(wish) else [])]


def follow_up(talk: Talk, form: Form) -> None:
    """This function will go on with the wish that was laid aside, behind what is said next; or the form is over."""
    aside: list[dict[str, Any]] = talk.filled.get(EARLIER, [])
    if not aside:
        talk.close()
        return
    filled = {**aside[-1], EARLIER: aside[:-1], "why": "wants_to_book"}
    state = FormState(kind=form.kind, run=talk.state.run, number=talk.state.number + 1, filled=filled)
    following = replace(talk, state=state, notes=[{"code": "next_wish"}], memo={})
    form.settle(following)
    state.asked = next(slot.name for slot in form.slots if slot.is_open(following))
    following.keep()
    talk.event = replace(talk.event, then=Then(kind=f"form_{form.kind}", data=form.question(following)))
