"""Times of day as Thais say them. "3 โมง" could be morning or afternoon: it gives no time and is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from nlu.numerals import NUMBER, loose, number_of

_HALF = loose(r"(?P<half>\s*ครึ่ง)?")
_MORNING = re.compile(
    loose(rf"(?P<h>{NUMBER})\s*โมง{_HALF}\s*(?:ตอน)?เช้า")
    + "|"
    + loose(rf"เช้า\s*(?P<h2>{NUMBER})\s*โมง(?P<half2>\s*ครึ่ง)?")
)
_EVENING = re.compile(
    loose(rf"(?P<h>{NUMBER})\s*โมง{_HALF}\s*(?:ตอน)?เย็น")
    + "|"
    + loose(rf"เย็น\s*(?P<h2>{NUMBER})\s*โมง(?P<half2>\s*ครึ่ง)?")
)
_AFTERNOON = re.compile(loose(rf"บ่าย\s*(?:(?P<h>{NUMBER})\s*(?:โมง)?|(?P<one>โมง)){_HALF}"))
_NIGHT = re.compile(loose(rf"(?:(?P<h>{NUMBER})\s*)?ทุ่ม(?:นึง|หนึ่ง)?{_HALF}"))
_NOON = re.compile(
    r"(?<!พัก)(?<!ช่วง)(?<!ข้าว)(?<!มื้อ)(?<!แถว)"
    + loose(rf"เที่ยง(?!คืน|ง|ๆ|วัน|ธรรม){_HALF}(?:ตรง)?")
    + r"|\bnoon\b"
)
_PLAIN_HOUR = re.compile(loose(rf"(?P<h>{NUMBER})\s*โมง{_HALF}(?!\s*(?:เช้า|เย็น|ตอน))"))
_CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<h>[01]?\d|2[0-3])(?P<cut>[:.])(?P<m>[0-5]\d)(?![\d:]|[.-]\d|\s*(?:บาท|cc|ซีซี|ml|%|ล้าน|หมื่น))\s*(?P<unit>น\.|น(?![\u0e01-\u0e4e])|นาฬิกา|pm\b|am\b|p\.m\.|a\.m\.)?"
)
_WHOLE_HOUR = re.compile(r"(?<![\d.:/-])(?P<h>\d{1,2})\s*(?P<unit>น\.|นาฬิกา|pm\b|am\b|p\.m\.|a\.m\.)")

_PROMOTION = re.compile(loose(r"(?:โปร|ลด|เซล|แคมเปญ|แคมเปน|sale|promo|promotion|ห้อง|ชั้น|เลขที่|ข้อ)\S*\s*$"))
_NOT_BEFORE = re.compile(
    loose(
        r"(?:หลัง|หลังจาก|ก่อน|ตั้งแต่|ถึง|ไม่เกิน|ภายใน|แถว|แถวๆ|ราวๆ|ช่วงๆ|-|~|before|after|until|from|around|เมื่อ\S{0,12})\s*$"
    )
)
_NOT_AFTER = re.compile(loose(r"^\s*(?:กว่า|เป็นต้นไป|ขึ้นไป|หรือ|ถึง|ๆ|-\s*\S|–|~|or\b|to\b|until\b|ก็ได้\s*หรือ)"))
_RANGE = re.compile(loose(rf"{NUMBER}\s*(?:[-–~]|ถึง|and|to)\s*$"))
_FIRST_OPEN, _LAST_OPEN = 6, 22
"""No branch is open outside these hours; a figure outside them was not meant as a time of day as it stands."""


@dataclass(frozen=True)
class FoundTime:
    """A time of day read from a message, and where it stands; `at` is None where it must be asked."""

    at: time | None
    start: int
    end: int


def times_in(text: str) -> tuple[FoundTime, ...]:
    """This function will find the times of day that a tidied message names, in the order of the words.

    Returns:
        Every mention; those that are ambiguous, vague or part of a range have no time.
    """
    found: list[FoundTime] = []
    for moment in (*_said(text), *_noted(text)):
        if any(moment.start < other.end and other.start < moment.end for other in found):
            continue
        before, after = text[: moment.start], text[moment.end :]
        unsure = _NOT_BEFORE.search(before) or _NOT_AFTER.search(after) or _RANGE.search(before)
        found.append(FoundTime(None, moment.start, moment.end) if unsure else moment)
    return tuple(sorted(found, key=lambda moment: moment.start))


def _said(text: str) -> Iterator[FoundTime]:
    """This function will find times in the Thai way of counting the day's quarters."""
    for hit in _MORNING.finditer(text):
        hour = number_of(hit["h"] or hit["h2"])
        # "3 โมงเช้า" is nine to the old and three to the young.
        yield _found(hit, hour if 6 <= hour <= 11 else None)  # noqa: PLR2004
    for hit in _EVENING.finditer(text):
        hour = number_of(hit["h"] or hit["h2"])
        yield _found(hit, hour + 12 if 3 <= hour <= 7 else None)  # noqa: PLR2004
    for hit in _AFTERNOON.finditer(text):
        hour = 1 if hit["one"] else number_of(hit["h"])
        yield _found(hit, hour + 12 if 1 <= hour <= 5 else None)  # noqa: PLR2004
    for hit in _NIGHT.finditer(text):
        hour = number_of(hit["h"]) if hit["h"] else 1
        yield _found(hit, hour + 18 if 1 <= hour <= 5 else None)  # noqa: PLR2004
    for hit in _NOON.finditer(text):
        yield _found(hit, 12)
    for hit in _PLAIN_HOUR.finditer(text):
        hour = number_of(hit["h"])
        yield _found(hit, hour if 7 <= hour <= 11 else None)  # noqa: PLR2004


def _found(hit: re.Match[str], hour: int | None) -> FoundTime:
    parts = hit.groupdict()
    half = parts.get("half") or parts.get("half2")
    return FoundTime(None if hour is None else time(hour, 30 if half else 0), hit.start(), hit.end())


def _noted(text: str) -> Iterator[FoundTime]:
    """This function will find times written as figures: "13.00 น.", "15:30", "3 pm"."""
    for hit in _CLOCK.finditer(text):
        if _PROMOTION.search(text[: hit.start()]):
            continue
        # With a dot and no unit it may be a price or a campaign's name: only quarters of an hour are read.
        if hit["cut"] == "." and not hit["unit"] and hit["m"] not in {"00", "15", "30", "45"}:
            continue
        yield _figures(hit, int(hit["h"]), int(hit["m"]))
    for hit in _WHOLE_HOUR.finditer(text):
        yield _figures(hit, int(hit["h"]), 0)


def _figures(hit: re.Match[str], hour: int, minute: int) -> FoundTime:
    """This function will read hour, minute and unit; early hours without "am" are left unresolved."""
    unit = (hit["unit"] or "").replace(".", "")
    if unit in {"pm", "am"}:
        hour = hour % 12 + (12 if unit == "pm" else 0) if hour <= 12 else hour  # noqa: PLR2004
    sure = _FIRST_OPEN <= hour <= _LAST_OPEN
    return FoundTime(time(hour, minute) if sure else None, hit.start(), hit.end())
