"""For how many people somebody asks, and whether she names things side by side, one more, or one or the other."""

import re

MORE = "more"
"""Stands for somebody beside her, where no number is named."""

_NUMBERS = {
    "สอง": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
}
_NUMBER = "|".join(_NUMBERS)
_ENGLISH = "two|three|four|five"
_COUNT = re.compile(
    rf"(?<![\d:.])(?P<thai>[2-9]|{_NUMBER})\s*(?:คน|ท่าน)(?!\s*ก่อน)"
    rf"|\b(?P<people>[2-9]|{_ENGLISH})\s+(?:people|persons|of us)\b"
    rf"|\bfor\s+(?P<for>{_ENGLISH})\b(?!\s*(?:o'?clock|[ap]\.?m|thirty|fifteen|hour|day|week|month|session|treatment))",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:ให้|กับ|พา|พร้อม|และ|เผื่อ)\s*(?:แฟน|เพื่อน|คุณแม่|คุณพ่อ|แม่|พ่อ|สามี|ภรรยา|ลูกสาว|ลูกชาย|พี่สาว|พี่ชาย|น้องสาว|น้องชาย)"
    r"|\b(?:for|with|and)\s+my\s+(?:boyfriend|girlfriend|husband|wife|partner|friends?|mother|mom|mum|father|dad|sister|brother|daughter|son)\b",
    re.IGNORECASE,
)
_TOO = re.compile(r"ด้วย|เพิ่ม|อีกอย่าง|พร้อมกัน|\b(?:too|also|as well|add|plus)\b", re.IGNORECASE)
_OR = re.compile(r"หรือ(?!เปล่า|ยัง|ไม่)|รึ(?!เปล่า|ยัง)|\bor\b", re.IGNORECASE)


def party_in(text: str) -> str | None:
    """This function will give for how many people a message asks, 2 to 9, or `MORE`; None where it is for her alone."""
    hit = _COUNT.search(text)
    if hit is not None:
        number = next(word for word in hit.groups() if word).casefold()
        return str(_NUMBERS.get(number, number))
    return MORE if _SOMEBODY.search(text) else None


def says_too(text: str) -> bool:
    """This function will say whether a message adds something."""
    return _TOO.search(text) is not None


def says_or(text: str) -> bool:
    """This function will say whether a message sets one thing against another."""
    return _OR.search(text) is not None
