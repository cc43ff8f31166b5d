"""Taking out of a message whatever points at somebody, before any of it is kept to learn from."""

import re
from collections.abc import Iterable

from nlu.masking_beside import without_names_beside_numbers
from nlu.masking_names import patterns_of, without_names
from nlu.masking_rules import PLACES, RULES
from nlu.spelling import tidy

__all__ = ["PLACES", "mask"]

_BETWEEN = re.compile(r"(<(?:" + "|".join(PLACES) + r")>)")
_TWICE = re.compile(r"(<(?:" + "|".join(PLACES) + r")>)(?:[\s,/]*\1)+")


def mask(text: str, *, names: Iterable[str] = ()) -> str:
    """This function will put `<phone>`, `<name>` and the like in the place of what points at somebody.

    Rather too much than too little: a short name is taken out of the middle of another word, too.

    Args:
        text: The message as typed.
        names: Names and codes known beforehand: the customer's, the staff's, as shown or as called.

    Returns:
        The tidied message (nlu/spelling.py) on one line.
    """
    masked = " ".join(tidy(text).split())
    for place, pattern in RULES:
        masked = _outside(masked, pattern, place)
    masked = without_names(masked, typed=text)
    for pattern in patterns_of(map(tidy, names)):
        masked = _outside(masked, pattern, "name")
    masked = without_names_beside_numbers(masked)
    return _TWICE.sub(r"\1", masked).strip()


def _outside(text: str, pattern: re.Pattern[str], place: str) -> str:
    """This function will replace what a pattern finds, but not inside what was replaced before."""

    def hidden(hit: re.Match[str]) -> str:
        return f"{hit.groupdict().get('keep') or ''}<{place}>"

    parts = _BETWEEN.split(text)
    return "".join(part if at % 2 else pattern.sub(hidden, part) for at, part in enumerate(parts))
