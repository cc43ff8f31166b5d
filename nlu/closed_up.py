"""Texts closed up: letters of one sound made one, blanks of Thai left out, and where each letter stood."""

import re
from collections.abc import Sequence
from functools import lru_cache

from nlu.spelling import fold

_SILENT = re.compile(r"[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
"""A letter that is written and not spoken, as the last of "โบท็อกซ์"; people leave it out, or write another."""

_MARKS = re.compile(rf"[\u0e47-\u0e4e]+(?:{_SILENT.pattern})?|{_SILENT.pattern}")
"""Marks above a letter, and silent letters after it, belong to it, though folding drops them."""


_SOUNDS_ALIKE = str.maketrans("ูีืศษ", "ุิึสส")
"""Long and short vowels of one sound, and letters of one sound: names from abroad are typed with either."""


@lru_cache(maxsize=2000)
def _folded(letter: str) -> str:
    return fold(letter).translate(_SOUNDS_ALIKE)


def as_typed(text: str, places: Sequence[int], start: int, end: int) -> str:
    """This function will give the words as typed of a stretch of a text that was closed up, with the marks of the last letter."""
    last = places[end - 1] + 1
    marks = _MARKS.match(text, last)
    return text[places[start] : marks.end() if marks else last]


def close_up(text: str) -> tuple[str, list[int]]:
    """This function will fold a text letter by letter, blanks of Thai closed up and silent letters left out, keeping where each letter stood.

    Blanks between Latin letters stay: there they part words.
    """
    written: list[str] = []
    places: list[int] = []
    silent = {place for hit in _SILENT.finditer(text) for place in range(*hit.span())}
    for place, letter in enumerate(text):
        folded = "" if place in silent else _folded(letter)
        if not folded:
            folded = (
                " " if letter.isspace() and written and written[-1].isascii() and written[-1] != " " else ""
            )
        if folded and not (written and written[-1] == folded and not folded.isascii()):
            written.append(folded)
            places.append(place)
    return "".join(written), places
