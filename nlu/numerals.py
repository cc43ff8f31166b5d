"""Numbers as words, and spellings that bend: what the date and time rules are built from."""

import re

NUMBER_WORDS = {
    "หนึ่ง": 1, "นึง": 1, "หนึง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6,
    "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10, "สิบเอ็ด": 11, "สิบสอง": 12,
}  # fmt: skip

_MARK = re.compile(r"[\u0e47-\u0e4c]")
# Not the marks of an expression that is loose already.
_BARE_MARK = re.compile(r"(?<![\[-])[\u0e47-\u0e4c]")


def loose(words: str) -> str:
    """This function will write words as a regular expression in which tone marks may be left out or be wrong.

    Alternatives (`|`) and groups pass through unharmed.
    """
    return _BARE_MARK.sub("[\u0e47-\u0e4c]?", words)


# Longest first, so that "สิบเอ็ด" is not read as "สิบ".
_WORDS = "|".join(loose(word) for word in sorted(NUMBER_WORDS, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,2}}|{_WORDS})"
"""One or two digits, or a number word up to twelve."""

_BY_LETTERS = {_MARK.sub("", word): number for word, number in NUMBER_WORDS.items()}


def number_of(written: str) -> int:
    """This function will read what `NUMBER` matched."""
    return int(written) if written.isdigit() else _BY_LETTERS[_MARK.sub("", written)]
