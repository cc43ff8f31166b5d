"""From a notice to messages: the table of cards, by kind. Pure: the same facts give the same messages."""

from collections.abc import Callable, Mapping
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

CARDS: Mapping[str, Card] = MappingProxyType(dict(CARDS_BY_ROOM))


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
        data: Its facts: times as ISO 8601 UTC, money in satang, names as given. `then` is another card's kind and facts,
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
    messages = CARDS[kind](writing, data)
    then = data.get("then")
    if then is None:
        return messages[:MOST_MESSAGES]
    asked = CARDS[then["kind"]](writing, then["data"])
    # Quick replies are seen on the last message only: those of the question.
    before = [{key: part for key, part in one.items() if key != "quickReply"} for one in messages]
    return [*before[: MOST_MESSAGES - len(asked)], *asked]


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
