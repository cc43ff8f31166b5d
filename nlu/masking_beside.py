"""Who gives a number says whose it is: what stands beside one, and is no word people use there, is a name.

Only for what is kept to learn from; there it is better to hide a word too many.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nlu.masking_names import NAME, end_of_name, masking_words

_PHONE = re.compile("<phone>")
_TOKEN = re.compile(r"[\u0e01-\u0e4ea-z][\u0e01-\u0e4ea-z.'’-]*|\d+")
_MOST_PARTS = 2
_LONGEST, _SHORTEST = 24, 2
"""Letters of a part of a name; a longer run is a sentence."""


def without_names_beside_numbers(text: str) -> str:
    """This function will put a mark in the place of names before and behind `<phone>` in a tidied, masked message."""
    found: set[tuple[int, int]] = set()
    for phone in _PHONE.finditer(text):
        first = text.rfind(">", 0, phone.start()) + 1
        behind = text.find("<", phone.end())
        last = len(text) if behind < 0 else behind
        before = list(_TOKEN.finditer(text, first, phone.start()))
        found.update(_names(text, reversed(before)))
        found.update(_names(text, _TOKEN.finditer(text, phone.end(), last)))
    for start, end in sorted(found, reverse=True):
        text = text[:start] + NAME + text[end:]
    return text


def _names(text: str, tokens: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """This function will give where names stand, from the number outwards, up to the first word that is none."""
    parts = 0
    for token in tokens:
        if parts == 0 and _of_numbers().fullmatch(token[0]):
            continue
        own = _own().match(token[0])
        start = token.start() + (own.end() if own else 0)
        end = min(end_of_name(text, start), token.end())
        name = text[start:end]
        if not _SHORTEST <= len(name) <= _LONGEST or _no_name().match(name):
            return
        yield start, end
        parts += 1
        if parts == _MOST_PARTS:
            return


@cache
def _of_numbers() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(masking_words()['of_numbers'])})+\.?")


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(masking_words()['own_before_name'])})+(?=.{{2}})")


@cache
def _no_name() -> re.Pattern[str]:
    words = masking_words()
    english = "|".join(map(re.escape, {*words["i_am_no_name"], *words["no_name_english_beside"]}))
    return re.compile(rf"(?:{'|'.join(words['no_name_beside'])})|(?:{english})(?![a-z])")
