"""What a message says about days or times, mention by mention, before it is weighed which one is meant."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T", date, time)

WINDOW = 30
"""So many letters before and after a mention can change its meaning; more are not looked at, so that no text is slow."""


class Says(Enum):
    """How a mention is to be taken."""

    ONE = "one"
    SPAN = "span"
    ASK = "ask"
    PAST = "past"
    NOT = "not"


@dataclass(frozen=True)
class Mention(Generic[T]):
    """One mention of a day or a time.

    Attributes:
        start: Where its words begin in the tidied text.
        end: Where they end.
        says: `ONE` is sure; `SPAN` is from `first` to `last`, open where one is None; `ASK` could be any of `choices`,
            or nobody knows; `PAST` is over (`first`, where it is known); `NOT` was ruled out, or is no day of a visit.
        first: The day or time, or the first of a span.
        last: The last of a span.
        choices: What it could mean.
        earlier: What the same words mean of something that is over.
        weekday: The day of the week it names, 0 for Monday.
        repeats: Whether it could as well be a habit: a weekday without this or next.
    """

    start: int
    end: int
    says: Says
    first: T | None = None
    last: T | None = None
    choices: tuple[T, ...] = ()
    earlier: T | None = None
    weekday: int | None = None
    repeats: bool = False

    def over(self, start: int, end: int) -> "Mention[T]":
        """This function will let it stand for more of the text."""
        return replace(self, start=start, end=end)

    @property
    def possible(self) -> tuple[T, ...]:
        """What could be meant, as far as it is known."""
        if self.says is Says.ONE and self.first is not None:
            return (self.first,)
        return self.choices


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Mention[T] | None]]


def one(hit: re.Match[str], value: T, *, earlier: T | None = None) -> Mention[T]:
    """This function will note what is sure."""
    return Mention(hit.start(), hit.end(), Says.ONE, first=value, earlier=earlier)


def span(hit: re.Match[str], first: T | None, last: T | None) -> Mention[T]:
    """This function will note a span; one that ends before it begins must be asked."""
    if first is not None and last is not None and first >= last:
        return ask(hit, *sorted({first, last}))
    return Mention(hit.start(), hit.end(), Says.SPAN, first=first, last=last)


def ask(hit: re.Match[str], *choices: T, earlier: T | None = None) -> Mention[T]:
    """This function will note what must be asked, with what it could be."""
    return Mention(hit.start(), hit.end(), Says.ASK, choices=choices, earlier=earlier)


def past(hit: re.Match[str], value: T | None = None) -> Mention[T]:
    """This function will note what is over."""
    return Mention(hit.start(), hit.end(), Says.PAST, first=value)


def found_by(rules: Iterable[Rule[T]], text: str) -> list[Mention[T]]:
    """This function will apply the rules, earlier rules first; no letter is read twice.

    Returns:
        The mentions in the order of the words.
    """
    taken = bytearray(len(text))
    found: list[Mention[T]] = []
    for pattern, read in rules:
        for hit in pattern.finditer(text):
            if any(taken[hit.start() : hit.end()]) or hit.start() == hit.end():
                continue
            mention = read(hit)
            if mention is not None:
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def before(text: str, mention: Mention[T]) -> str:
    """This function will give the words just before a mention."""
    return text[max(0, mention.start - WINDOW) : mention.start]


def after(text: str, mention: Mention[T]) -> str:
    """This function will give the words just after a mention."""
    return text[mention.end : mention.end + WINDOW]


def joined(
    mentions: Sequence[Mention[T]],
    text: str,
    join: Callable[[Mention[T], Mention[T], str], Mention[T] | None],
) -> Iterator[Mention[T]]:
    """This function will join neighbours that the words between them make one.

    Args:
        mentions: In the order of the words.
        text: The message.
        join: Gives what two neighbours and the words between them are together, or None.
    """
    held: Mention[T] | None = None
    for mention in mentions:
        if held is None:
            held = mention
            continue
        both = (
            join(held, mention, text[held.end : mention.start])
            if mention.start - held.end <= WINDOW
            else None
        )
        if both is None:
            yield held
        held = both or mention
    if held is not None:
        yield held
