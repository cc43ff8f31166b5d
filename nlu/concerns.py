"""What a customer wants done something about ("สิวเยอะมากทำอะไรดี"), where she names no treatment."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nlu.spelling import fold
from nlu.told import read_told

_WORDS = Path(__file__).with_name("concerns.yml")


def concerns_in(text: str) -> Sequence[str]:
    """This function will name the concerns that a message holds words for, each once, in the order of the words.

    They are those of the treatment file. It is told what somebody asks about, not what she has.
    """
    pattern, concern_of = _words()
    found = (concern_of.get(hit[0]) for hit in pattern.finditer(fold(text)))
    return list(dict.fromkeys(concern for concern in found if concern is not None))


def known_concerns() -> frozenset[str]:
    """This function will name every concern there are words for."""
    return frozenset(_words()[1].values())


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    told = read_told(_WORDS)
    concern_of = {fold(word): concern for concern, words in told["concerns"].items() for word in words}
    longest_first = sorted({*concern_of, *map(fold, told["not"])}, key=len, reverse=True)
    return re.compile("|".join(map(_standing, longest_first))), concern_of


def _standing(word: str) -> str:
    """This function will give a word as an expression; Thai runs words together, Latin letters do not."""
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
