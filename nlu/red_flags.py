"""The red-flag gate: words of danger, found before any intent is guessed and whatever the engine thinks.

Recall comes first: a false alarm costs a look, a miss may cost an eye. The clinic's file says which groups there
are and gives phrases; the files `data/red_flags_{th,en}.yml` add the ways people really type them, and name the
false friends. Narrowing to what was done to this customer is the caller's work.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from nlu.examples import DATA
from nlu.spelling import fold

_GAP = r"[^\n,.!?]{0,12}?"
"""What `..` in a phrase stands for: up to 12 letters within one clause ("ตา..มัว" finds "ตาข้างซ้ายมัว")."""

# "Not", and the words that may stand between it and what is denied. All folded, without spaces.
_DENIED_BEFORE = re.compile(
    fold(r"(?:ไม่(?:ได้|มี|เป็น|ค่อย|เคย|พบ|เจอ|เห็น|รู้สึก|ว่า|อาการ|อะไร|แล้ว|ยัง|แบบ)*|ไร้|ปราศจาก)") + r"$"
)
_NOT_YET_BEFORE = re.compile(fold("เคย(?:เป็น|มี)?") + r"$")
_WORSE_THAN_EVER = re.compile(fold(r"^.{0,8}(?:ขนาดนี้|แบบนี้|เท่านี้|มาก่อน)"))
# A denial reaches over "or": "ไม่มีไข้หรือหนอง" denies both.
_DENIED_LIST = re.compile(fold(r"ไม่(?:ได้)?(?:มี|เป็น)[^\n,.!?]{1,20}(?:หรือ|และ|/)(?:มี|เป็น)?") + r"$")
_DENIED_INSIDE = re.compile(fold("ไม่|หาย|เลิก"))

_ENGLISH_DENIED = re.compile(
    r"\b(?:no|not|never|without|don'?t|doesn'?t|didn'?t|isn'?t|haven'?t|hasn'?t|no longer)"
    r"(?: (?:have|had|having|any|a|an|the|feel|feeling|felt|see|get|got|more|longer|sign|signs|of|real|is|been|seen))*"
    r"(?: \w+ or| [a-z ]{1,20},)? ?$"
)


@dataclass(frozen=True)
class _Phrase:
    """One phrase of one group, ready to be looked for."""

    group: str
    pattern: re.Pattern[str]
    friends: tuple[re.Pattern[str], ...]
    starts_with_not: bool


class RedFlagGate:
    """The phrases of all groups, ready to be looked for. Never changes once made; safe between threads."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        """This function will prepare the clinic's phrases and our own for the groups that the clinic knows."""
        thai, english = _own_words("th"), _own_words("en")
        friends: Mapping[str, Sequence[str]] = thai["false_friends"]
        self._thai = tuple(
            _thai_phrase(group, phrase, friends.get(phrase, ()))
            for group, given in phrases.items()
            for phrase in (*given, *thai["phrases"].get(group, ()))
        )
        self._english = tuple(
            (group, _english_pattern(phrase))
            for group in phrases
            for phrase in english["phrases"].get(group, ())
        )
        self._harmless = tuple(re.compile(re.escape(words)) for words in english["false_friends"])
        self._order = tuple(phrases)

    def groups_in(self, text: str) -> tuple[str, ...]:
        """This function will name the groups whose words stand in the text and are not denied, in file order."""
        found = {
            group for line in text.splitlines() for group in (*self._in_thai(line), *self._in_english(line))
        }
        return tuple(group for group in self._order if group in found)

    def _in_thai(self, line: str) -> Iterator[str]:
        written = _close_up(fold(line))
        exact = _close_up(line.lower())
        for phrase in self._thai:
            for hit in phrase.pattern.finditer(written):
                if not _is_friend(phrase, written, exact) and not _is_denied(phrase, hit, written):
                    yield phrase.group
                    break

    def _in_english(self, line: str) -> Iterator[str]:
        written = re.sub(r"[^\w'/\n,.!?]+", " ", line.lower().replace("’", "'")).strip()
        for harmless in self._harmless:
            written = harmless.sub(" ", written)
        for group, pattern in self._english:
            for hit in pattern.finditer(written):
                clause = re.split(r"[.!?]| but ", written[: hit.start()])[-1]
                if not _ENGLISH_DENIED.search(clause):
                    yield group
                    break


@lru_cache(maxsize=8)
def _gate(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> RedFlagGate:
    return RedFlagGate(dict(phrases))


def red_flags_in(text: str, phrases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """This function will name the groups of red flags whose words stand in the text.

    Args:
        text: The message as typed.
        phrases: The clinic's groups with their Thai phrases (`red_flags` of its treatment file). Groups it does
            not name are not looked for.

    Returns:
        The groups hit, in the order of `phrases`; empty if none.
    """
    return _gate(tuple((group, tuple(given)) for group, given in phrases.items())).groups_in(text)


@lru_cache(maxsize=2)
def _own_words(language: str) -> Mapping[str, Any]:
    """This function will read our own phrases and false friends in one language."""
    content: Mapping[str, Any] = yaml.safe_load(
        (DATA / f"red_flags_{language}.yml").read_text(encoding="utf-8")
    )
    return content


def _close_up(text: str) -> str:
    """This function will take out the blanks, which Thai uses freely, and what emoji and dots people strew in."""
    return re.sub(r"[^\w\u0e00-\u0e7f\n,.!?/]+|_|\u0e46", "", text)


def _thai_phrase(group: str, phrase: str, friends: Sequence[str]) -> _Phrase:
    parts = [re.escape(_close_up(fold(part))) for part in phrase.split("..")]
    return _Phrase(
        group=group,
        pattern=re.compile(f"(?P<gap>{_GAP})".join(parts) if len(parts) == 2 else _GAP.join(parts)),  # noqa: PLR2004 - one gap
        friends=tuple(re.compile(_close_up(friend)) for friend in friends),
        starts_with_not=phrase.startswith("ไม่"),
    )


def _english_pattern(phrase: str) -> re.Pattern[str]:
    parts = [re.escape(part.strip()).replace(r"\ ", " ") for part in phrase.split("..")]
    return re.compile(r"\b" + r"\b[^\n,.!?]{0,25}?\b".join(parts) + r"\b")


def _is_friend(phrase: _Phrase, written: str, exact: str) -> bool:
    """This function will tell whether the hit is only part of a harmless longer word.

    A false friend is written with its tone marks and looked for in the message as typed: "เริ่ม" is one for
    "เริม". It excuses as many hits as it stands there, so that "เริ่มเป็นเริม" still counts.
    """
    harmless = sum(len(friend.findall(exact)) for friend in phrase.friends)
    return harmless >= len(phrase.pattern.findall(written)) if harmless else False


def _is_denied(phrase: _Phrase, hit: re.Match[str], written: str) -> bool:
    """This function will tell whether the message says that there is no such thing."""
    before, after = written[: hit.start()], written[hit.end() :]
    if "gap" in phrase.pattern.groupindex and _DENIED_INSIDE.search(hit.group("gap")):
        return True
    if phrase.starts_with_not:
        return False
    if _NOT_YET_BEFORE.search(before):
        return not _WORSE_THAN_EVER.search(after)
    return bool(_DENIED_BEFORE.search(before) or _DENIED_LIST.search(before))
