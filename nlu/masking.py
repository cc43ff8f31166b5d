"""Taking out of a message whatever points at somebody, before any of it is kept to learn from."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from nlu.people import People
from nlu.spelling import tidy

PLACES: tuple[str, ...] = ("link", "email", "line", "phone", "number", "date", "address", "name")
"""What may stand where something was: `<phone>` and so on."""

_THAI_MONTH = (
    r"(?:ม\.?ค\.?|ก\.?พ\.?|มี\.?ค\.?|เม\.?ย\.?|พ\.?ค\.?|มิ\.?ย\.?|ก\.?ค\.?|ส\.?ค\.?|ก\.?ย\.?|ต\.?ค\.?|พ\.?ย\.?|ธ\.?ค\.?"
    r"|(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)(?:คม|พันธ์|ยน)?)"
)
_MONTH = rf"(?:{_THAI_MONTH}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)"
_YEAR = r"(?:พ\.?ศ\.?|ค\.?ศ\.?|ปี)? ?(?:\d{4}|'?\d{2}(?!\d))"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WORD = r"[^\s,]+"
# "Which street is it in?" asks for ours and gives away nobody's.
_NOT_ASKED = r"(?!ไหน|อะไร|ไร|ใด|นี้|นั้น|เดียว|ใกล้|หน้า|เดิม)"

# In this order: what holds dots and digits of its own comes before plain numbers.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (place, re.compile(pattern))
    for place, pattern in (
        ("email", r"[a-z0-9._%+-]+ ?@ ?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"),
        # Of "www" tidying leaves one letter.
        (
            "link",
            r"(?:https?://|\bw+\.)\S+|\b[a-z0-9-]+\.(?:com|net|org|me|io|page|link|app|shop|co\.th|in\.th|th)\b\S*",
        ),
        ("line", r"\bu[0-9a-f]{32}\b"),
        (
            "line",
            r"(?:ไอ ?ดี ?ไลน์|ไลน์ ?ไอ ?ดี|ไลน์|ไลน|ไอดี|line ?id|line|\big\b|\bfb\b|ไอจี|เฟส) ?(?:คือ|:|=|is) ?@?[a-z0-9._-]{3,}",
        ),
        ("line", r"(?:ไอ ?ดี ?ไลน์|ไลน์ ?ไอ ?ดี|ไอดี|line ?id) ?@?[a-z0-9._-]{3,}"),
        ("line", r"(?<![a-z0-9])@[a-z0-9._-]{2,}"),
        (
            "date",
            (
                rf"{_DAY} ?(?:[/.-]|of )? ?{_MONTH} ?[/.,-]? ?{_YEAR}|{_MONTH} ?{_DAY},? ?\d{{4}}"
                r"|\d{1,2} ?([/.-]) ?\d{1,2} ?\1 ?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{1,2}-\d{1,2}"
            ),
        ),
        (
            "date",
            (
                rf"(?:วันเกิด|เกิด|born|birthday|dob)[^\d<]{{0,16}}(?:{_DAY} ?{_MONTH}|{_DAY} ?[/.-] ?\d{{1,2}}|\d{{4}})"
                rf"|(?:born|birthday|dob)[^\d<]{{0,10}}{_MONTH} ?{_DAY}"
            ),
        ),
        ("phone", r"(?:\+ ?66|(?<!\d)66|(?<!\d)0)(?:[ .-]?\d){8,9}(?!\d)"),
        ("number", r"(?<!\d)(?:\d{6,}|\d(?:[ -]?\d){8,})(?!\d)"),
        (
            "address",
            (
                rf"(?:บ้านเลขที่|เลขที่บ้าน|ห้องเลขที่|เลขที่) ?\d\S*"
                rf"|(?:หมู่บ้าน|คอนโด|ตำบล|แขวง|อำเภอ|จังหวัด|ถนน|ซอย) ?{_NOT_ASKED}(?=[^\s?]){_WORD}"
                rf"|(?:(?<=\s)|^)(?:ต|อ|จ|ถ|ซ|ม)\. ?{_NOT_ASKED}[^\s,?]{{2,}}|หมู่(?:ที่)? ?\d+"
                r"|\b\d+(?:/\d+)? (?:moo|soi|[a-z]+ (?:road|rd|street|st))\b[^,?]{0,30}|\b(?:soi|moo) ?\d+\b"
            ),
        ),
    )
)
_PEOPLE = People({})
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
    for place, pattern in _RULES:
        masked = _outside(masked, pattern, place)
    masked = _without_introduced(masked)
    for pattern in _patterns_of(names):
        masked = _outside(masked, pattern, "name")
    return _TWICE.sub(r"\1", masked).strip()


def _outside(text: str, pattern: re.Pattern[str], place: str) -> str:
    """This function will replace what a pattern finds, but not inside what was replaced before."""
    parts = _BETWEEN.split(text)
    return "".join(part if at % 2 else pattern.sub(f"<{place}>", part) for at, part in enumerate(parts))


def _patterns_of(names: Iterable[str]) -> Sequence[re.Pattern[str]]:
    """This function will give each name and each part of it as a pattern, the longest first."""
    whole = [tidy(name) for name in names]
    parts = {part for part in chain(whole, *(name.split() for name in whole)) if len(part) > 1}
    return [
        re.compile(rf"(?<![a-z]){re.escape(part)}(?![a-z])" if part.isascii() else re.escape(part))
        for part in sorted(parts, key=len, reverse=True)
        if not part.isdigit()
    ]


def _without_introduced(text: str) -> str:
    """This function will take out who is called by title or introduced by name: คุณนิดา, ชื่อนิดา, my name is Nida."""
    for found in _PEOPLE.find(text):
        if not found.value.startswith("<"):
            text = text.replace(found.text, found.text.removesuffix(found.value) + "<name>")
    return text
