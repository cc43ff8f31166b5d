"""Bare words for what a clinic may have several of ("โบท็อก" of the forehead or of the jaw), and what says which is meant."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlu.closed_up import close_up
from nlu.examples import DATA
from nlu.told import read_told

_MARKS = re.compile("[\u0e47-\u0e4c]")
"""Tone marks and the like, of which people type any or none."""


@dataclass(frozen=True)
class BareName:
    """A bare word and what it could be.

    Attributes:
        word: As it may be typed, closed up and without marks.
        of: Each name it could be, closed up, with the words that say that this one is meant.
    """

    word: re.Pattern[str]
    of: Mapping[str, Sequence[str]]


def names_of_bare(word: str) -> tuple[str, ...]:
    """This function will give the names, closed up, of what a bare word could be; none where it is no bare word."""
    typed = _MARKS.sub("", close_up(word)[0])
    return next((tuple(one.of) for one in _bare_names() if one.word.fullmatch(typed)), ())


def names_by_place(text: str) -> tuple[str, ...]:
    """This function will give the names, closed up, of which a message holds a word that says that they are meant."""
    said = text.casefold()
    return tuple(
        name for one in _bare_names() for name, words in one.of.items() if any(word in said for word in words)
    )


def names_beside(name: str) -> tuple[str, ...]:
    """This function will give all names, closed up, that share a bare word with a name; none where it shares none."""
    wanted = close_up(name)[0]
    return next((tuple(one.of) for one in _bare_names() if wanted in one.of), ())


@cache
def _bare_names() -> tuple[BareName, ...]:
    """This function will read the words."""
    content = read_told(DATA / "treatment_words.yml")
    return tuple(
        BareName(re.compile(one["word"]), {close_up(name)[0]: words for name, words in one["of"].items()})
        for one in content["bare"]
    )
