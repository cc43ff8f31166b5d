"""From a notice to messages: the table of cards, by kind. Pure: the same facts give the same messages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from bot.buttons import Buttons
from bot.links import Links
from bot.wording.cards import CARDS_BY_ROOM
from bot.wording.flex import Part
from bot.wording.texts import tongue_of
from bot.wording.writing import Facts, Writing

Card = Callable[[Writing, Facts], list[Part]]
MOST_MESSAGES = 5


def _several(writing: Writing, facts: Facts) -> list[Part]:
    """This function will word several answers as one reply; what is said last keeps its quick replies and its room."""
    *before, last = facts["answers"]
    said = [part for one in before for part in _without_quick(CARDS[one["kind"]](writing, one["data"]))]
    at_last = _with_question(writing, last["kind"], last["data"])
    return [*said[: max(0, MOST_MESSAGES - len(at_last))], *at_last]


CARDS: Mapping[str, Card] = MappingProxyType({**CARDS_BY_ROOM, "several": _several})


def word(
    kind: str,
    data: Mapping[str, Any],
    *,
    language: str,
    links: Links,
    buttons: Buttons,
    now: datetime,
) -> list[dict[str, Any]]:
    """This function will make the messages of a notice.

    Args:
        kind: What it says; one of CARDS.
        data: Its facts: times as ISO 8601 UTC, money in satang, names as given. `behind` is another card's kind and facts,
            said behind this one: the question that was open before.
        language: "th" or "en".
        links: Makes addresses.
        buttons: Makes what stands behind buttons.
        now: When it is worded (aware UTC).

    Returns:
        1-5 LINE message objects, quick replies on the last.

    Raises:
        KeyError: No such kind, or a fact is missing. That is a bug.
    """
    writing = Writing(tongue=tongue_of(language), links=links, buttons=buttons, now=now)
    return _with_question(writing, kind, data)


def _with_question(writing: Writing, kind: str, data: Facts) -> list[Part]:
    """This function will word an answer, and the question that was open before behind it."""
    messages = CARDS[kind](writing, data)
    then = data.get("behind")
    if then is None:
        return messages[:MOST_MESSAGES]
    asked = CARDS[then["kind"]](writing, then["data"])
    # Quick replies are seen on the last message only: those of the question.
    return [*_without_quick(messages)[: MOST_MESSAGES - len(asked)], *asked]


def _without_quick(messages: Sequence[Part]) -> list[Part]:
    return [{key: part for key, part in one.items() if key != "quickReply"} for one in messages]


class Wording:
    """The same as `word`, with the clinic's addresses and buttons filled in; what the outbox is given."""

    def __init__(self, *, links: Links, buttons: Buttons) -> None:
        """This will keep the clinic's addresses and buttons."""
        self._word = partial(word, links=links, buttons=buttons)

    def __call__(
        self, kind: str, data: Mapping[str, Any], *, language: str, now: datetime
    ) -> list[dict[str, Any]]:
        """This function will make the messages of a notice."""
        return self._word(kind, data, language=language, now=now)
