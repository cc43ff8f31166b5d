"""The names of wishes, as they stand on buttons and as somebody may type them."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.wording.texts import LANGUAGES, sentences

# What may stand around the name of a wish.
_AROUND = re.compile(
    r"^(?:เอา|ขอ|หมายถึง|เรื่อง|คือ|i mean|the)\s*|\s*(?:ค่ะ|คะ|ครับ|คับ|นะ|จ้า|เลย|please)*$|[^\w\u0e00-\u0e7f]+",
    re.IGNORECASE,
)
_ALIKE = 0.85


def wish_named(text: str, among: Sequence[str]) -> str | None:
    """This function will give the wish whose name somebody typed, in either language; None where it is none of them.

    Args:
        text: The whole message.
        among: The intents it may be, likeliest first.
    """
    said = _plain(text)
    for intent in among:
        for language in LANGUAGES:
            name = _plain(sentences(language).get(f"meant.{intent}", ""))
            if said and name and DamerauLevenshtein.normalized_similarity(said, name) >= _ALIKE:
                return intent
    return None


def _plain(words: str) -> str:
    return _AROUND.sub("", words.strip().casefold())
