"""A message that answers our question and asks one of its own: "tomorrow at three, and how much is filler?".

It is cut before the turn, while the engine may be asked; which part of it the open form takes, the turn decides.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.wording.short_words import is_only, only_leads_on
from bot.wording.talk_words import PARTS, says_sure
from nlu import Entity, Request, Understanding
from nlu.requests import CLEAR_FROM, LONGEST, SMALL_TALK, WHOLE
from nlu.spelling import tidy
from nlu.unsuited import may_rule_out

_ANSWERS = ("date", "time", "treatment")
_SHORT = 40
"""What rules a day out in more letters than this says more than that."""


@dataclass(frozen=True)
class Aside:
    """A message in its two parts.

    Attributes:
        answer: What may answer our question.
        question: What is asked beside it.
        is_loose: Whether only a space parts them: a day may then belong to either.
    """

    answer: Request
    question: Request
    is_loose: bool


def aside_in(text: str, found: Understanding, understand: Callable[[str], Understanding]) -> Aside | None:
    """This function will cut a message into an answer and a question beside it.

    Args:
        text: The message.
        found: What it means as a whole.
        understand: Says what a part means; it is asked about two parts at most.

    Returns:
        The two parts, the answer as long as it can be; None where the message is no such one.
    """
    if found.urgent or len(text) > LONGEST or (found.intent in WHOLE and not found.fallback):
        return None
    named = [one for one in found.entities if one.entity.startswith(_ANSWERS)]
    parted = max(_parts(tidy(text), named), key=lambda parts: (len(parts[0]), not parts[2]), default=None)
    if parted is None:
        return None
    answer, question, is_loose = parted
    asked = understand(question)
    if asked.fallback or asked.urgent or asked.confidence < CLEAR_FROM or asked.intent in SMALL_TALK | WHOLE:
        return None
    return Aside(Request(answer, understand(answer)), Request(question, asked), is_loose)


def _parts(text: str, named: Sequence[Entity]) -> Iterator[tuple[str, str, bool]]:
    """This function will give each way to cut a message into a short answer and something else."""
    for cut in PARTS.finditer(text):
        ahead, behind = text[: cut.start()].strip(), text[cut.end() :].strip()
        for answer, question in ((ahead, behind), (behind, ahead)):
            if only_leads_on(question) or _may_answer(question, named):
                continue
            if answer and _may_answer(answer, named):
                yield answer, question, cut["loose"] is not None


def _may_answer(part: str, named: Sequence[Entity]) -> bool:
    """This function will say whether a part is only a day, a time, a treatment, what does not suit, or a plain yes."""
    if says_sure(part) or (len(part) <= _SHORT and may_rule_out(part)):
        return True
    return is_only(part, [one.text for one in named if one.text and one.text in part])
