"""Numbers as words, and spellings that bend: what the rules for dates, times and money are built from."""

import re

_UNITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_OTHER_ONES = {"นึง": 1, "หนึง": 1}
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _up_to_99() -> dict[str, int]:
    """This function will spell every number from 1 to 99 as Thais say it."""
    words = {word: number for number, word in enumerate(_UNITS) if word} | _OTHER_ONES
    for tens in range(1, 10):
        ten = {1: "สิบ", 2: "ยี่สิบ"}.get(tens, f"{_UNITS[tens]}สิบ")
        words[ten] = 10 * tens
        words |= {ten + ("เอ็ด" if one == 1 else _UNITS[one]): 10 * tens + one for one in range(1, 10)}
    return words


NUMBER_WORDS = _up_to_99()

_MARK = re.compile(r"[\u0e47-\u0e4c]")
# Not the marks of an expression that is loose already, nor those of a look behind, which cannot bend.
_BARE_MARK = re.compile(r"(?P<behind>\(\?<[!=][^()]*\))|(?<![\[-])[\u0e47-\u0e4c]")


def loose(words: str) -> str:
    """This function will write words as a regular expression in which tone marks may be left out or be wrong.

    Alternatives (`|`) and groups pass through unharmed. A mark that is there is taken: it cannot be left for what follows.
    """
    return _BARE_MARK.sub(lambda hit: hit["behind"] or "[\u0e47-\u0e4c]?+", words)


def _any_of(numbers: range) -> str:
    # Longest first, so that "สิบเอ็ด" is not read as "สิบ".
    words = (word for word, number in NUMBER_WORDS.items() if number in numbers)
    return "|".join(loose(word) for word in sorted(words, key=len, reverse=True))


NUMBER = rf"(?:\d{{1,2}}|{_any_of(range(1, 13))})"
"""One or two digits, or a number word up to twelve."""

COUNT = rf"(?:\d{{1,2}}|{_any_of(range(1, 61))})"
"""One or two digits, or a number word up to sixty."""

ENGLISH_NUMBER = rf"(?:\b(?:{'|'.join(_ENGLISH)})\b|\d{{1,2}})"
"""An English number word up to twelve, or one or two digits."""

ABOUT = (
    "ป(?:ร)?ะ?มา[ณนร]|ราว(?:ๆ)?|แถว(?:ๆ)?|สัก|ซัก|around|(?<!how )(?<!what )about|approx(?:imately)?|roughly"
)
"""What is not meant to the minute or the day, spelt as it comes."""

DAY = rf"(?:\d{{1,2}}|(?:{_any_of(range(1, 32))})(?!สิบ|เอด|เอ็ด|ร้อย|พัน|หมื่น))"
"""The number of a day: figures, or the whole of a number word up to thirty-one."""

FIVES = rf"(?:{_any_of(range(5, 56, 5))})"
"""A word for 5, 10, 15 ... 55: the minutes people say without the word for minute."""

_BY_LETTERS = {_MARK.sub("", word): number for word, number in NUMBER_WORDS.items()} | {
    word: number for number, word in enumerate(_ENGLISH, start=1)
}


def number_of(written: str) -> int:
    """This function will read what `NUMBER`, `COUNT`, `DAY`, `FIVES` or `ENGLISH_NUMBER` matched."""
    return int(written) if written.isdecimal() else _BY_LETTERS[_MARK.sub("", written)]
