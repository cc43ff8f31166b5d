"""How long is a text, as LINE counts it, and the field types made from that count."""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field

_JOINER = "\u200d"
_SARA_AM = "\u0e33"
_LAO_AM = "\u0eb3"
_HTTPS = re.compile(r"^https://[^\s/?#]+\S*$")
_LINK = re.compile(r"^(https?://[^\s/?#]+\S*|line://\S+|tel:[0-9+*#,;\-]+)$")


def utf16_units(text: str) -> int:
    """This function will count UTF-16 code units, as LINE counts message text, alt text and addresses.

    Source: LINE developers, "Character counting in a text".
    """
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> int:
    """This function will count grapheme clusters, as LINE counts labels, titles and display texts.

    A Thai vowel or tone mark belongs to its consonant, a joined or coloured emoji is one, a flag is one.

    Source: LINE developers, "Character counting in a text"; Unicode UAX 29, rules GB3, GB9, GB9a, GB11-13.
    """
    count = 0
    flag_half = False
    previous = ""
    for char in text:
        if _extends(char) or previous == _JOINER or (previous == "\r" and char == "\n"):
            previous = char
            continue
        is_flag_letter = "\U0001f1e6" <= char <= "\U0001f1ff"
        closes_flag = is_flag_letter and flag_half
        flag_half = is_flag_letter and not flag_half
        count += 0 if closes_flag else 1
        previous = char
    return count


def _extends(char: str) -> bool:
    if unicodedata.category(char) in {"Mn", "Me", "Mc"} or char in {_JOINER, _SARA_AM, _LAO_AM}:
        return True
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def _at_most(limit: int, count: Callable[[str], int], unit: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if count(text) > limit:
            raise ValueError(f"must be at most {limit} {unit}, has {count(text)}")
        return text

    return check


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("must be non-empty text")
    return text


def units(limit: int) -> AfterValidator:
    """This function will limit a field to so many UTF-16 units."""
    return AfterValidator(_at_most(limit, utf16_units, "UTF-16 units"))


def letters(limit: int) -> AfterValidator:
    """This function will limit a field to so many grapheme clusters."""
    return AfterValidator(_at_most(limit, graphemes, "characters"))


def _https(text: str) -> str:
    if not _HTTPS.match(text):
        raise ValueError("must be an https address")
    return text


def _link(text: str) -> str:
    if not _LINK.match(text):
        raise ValueError("must be an address with the scheme http, https, line or tel")
    return text


NotEmpty = AfterValidator(_not_empty)
Text = Annotated[str, NotEmpty]
Text300 = Annotated[str, NotEmpty, letters(300)]
PostbackData = Annotated[str, NotEmpty, units(300)]
AltText = Annotated[str, NotEmpty, units(1500)]
MediaAddress = Annotated[str, AfterValidator(_https), units(2000)]
LinkAddress = Annotated[str, AfterValidator(_link), units(1000)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$")]
