"""Numbers with what they count, out of Thai and English text: "24 ชั่วโมง", "๒๔ ชม.", "twenty-four hours"."""

import re
from collections.abc import Iterator, Mapping

from nlu.numerals import NUMBER_WORDS, loose
from nlu.spelling import tidy

_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ENGLISH_WORDS = {word: number for number, word in enumerate(_ENGLISH)} | _TENS | {"dozen": 12}
# Of these only that they stand there is compared.
_LARGE = (
    "ร้อย",
    "พัน",
    "หมื่น",
    "แสน",
    "ล้าน",
    "ครึ่ง",
    "โหล",
    "hundred",
    "thousand",
    "million",
    "half",
    "twice",
    "double",
)

# What holds a word for a number and is none.
_FALSE_FRIENDS = re.compile(
    loose(
        "ห้าม|หกล้ม|เก้าอี้|เปื้อน|ผ้าพันแผล|พันแผล|สัมพันธ์|พันธุ์|ศูนย์|ร้อยไหม|สองข้าง|ทั้งสอง|อีกหนึ่ง|หนึ่งใน|เป็นหนึ่ง|วันหนึ่ง|คนหนึ่ง|ครั้งหนึ่ง"
    )
    + r"|\bone of\b|\bno one\b|\banyone\b|\beveryone\b|\bsomeone\b|\bthis one\b|\bone another\b|\bthe other one\b"
)

_UNITS: Mapping[str, str] = {
    "second": r"วินาที|\bsec(?:ond)?s?\b",
    "minute": r"นาที|\bmin(?:ute)?s?\b",
    "hour": r"ชั่วโมง|ชม\.?|\bhours?\b|\bhrs?\b",
    "day": r"วัน|\bdays?\b",
    "week": r"สัปดาห์|อาทิตย์|\bweeks?\b",
    "month": r"เดือน|\bmonths?\b",
    "year": r"ปี|\byears?\b",
    "times": r"ครั้ง|รอบ|\btimes\b|\bsessions?\b",
    "percent": r"%|เปอร์เซ็นต์|\bper ?cent\b",
    "milligram": r"มก\.?|มิลลิกรัม|\bmg\b|\bmilligrams?\b",
    "gram": r"กรัม|\bg\b|\bgrams?\b",
    "millilitre": r"มล\.?|ซีซี|\bml\b|\bcc\b|\bmillilit(?:re|er)s?\b",
    "unit": r"ยูนิต|\bunits?\b",
    "shot": r"ช็อต|\bshots?\b",
    "pill": r"เม็ด|แคปซูล|\btablets?\b|\bpills?\b|\bcapsules?\b",
    "degree": r"องศา|\bdegrees?\b|°",
    "litre": r"ลิตร|\blit(?:re|er)s?\b",
    "glass": r"แก้ว|\bglass(?:es)?\b",
}
_UNIT = re.compile(r"[\s-]{0,2}(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _UNITS.items()) + ")")
_DIGITS = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:/]\d+)*")
_RANGE = re.compile(r"\s*(?:-|–|ถึง|\bto\b)\s*$")
_WORDS = re.compile(
    "|".join(
        [
            *(re.escape(word) for word in sorted(NUMBER_WORDS, key=len, reverse=True)),
            rf"\b(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ENGLISH[1:10])})\b",
            *(rf"\b{word}\b" for word in sorted(_ENGLISH_WORDS, key=len, reverse=True)),
        ]
    )
)
_LARGE_WORDS = re.compile("|".join(rf"\b{word}\b" if word.isascii() else re.escape(word) for word in _LARGE))

Figure = tuple[str, str]
"""A number in digits, and the unit it counts ("" where none follows)."""


def figures_in(text: str) -> frozenset[Figure]:
    """This function will give every number of a text with its unit; of a range both ends count the same."""
    return frozenset(_figures(_FALSE_FRIENDS.sub(" ", tidy(text))))


def _figures(text: str) -> Iterator[Figure]:
    found = sorted(
        [(hit.start(), hit.end(), _plain(hit[0])) for hit in _DIGITS.finditer(text)]
        + [(hit.start(), hit.end(), _number(hit[0])) for hit in _WORDS.finditer(text)]
    )
    after = ""
    for place in reversed(range(len(found))):
        _, end, number = found[place]
        unit = _UNIT.match(text, end)
        next_start = found[place + 1][0] if place + 1 < len(found) else None
        if unit is not None:
            after = str(unit.lastgroup)
        elif next_start is None or not _RANGE.match(text[end:next_start]):
            after = ""
        yield number, after
    for hit in _LARGE_WORDS.finditer(text):
        yield hit[0], ""


def _plain(written: str) -> str:
    """This function will write a number in one way: without the commas of thousands and zeros that say nothing."""
    plain = written.replace(",", "") if re.fullmatch(r"\d+(?:,\d{3})+(?:\.\d+)?", written) else written
    return plain.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d*0+", plain) else plain


def _number(word: str) -> str:
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    tens, _, one = word.replace("-", " ").partition(" ")
    return str(_ENGLISH_WORDS[tens] + (_ENGLISH_WORDS[one] if one else 0))
