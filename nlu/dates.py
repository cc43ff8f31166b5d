"""Dates as Thais write them. What could mean two days, or a day gone by, gives no date: it is asked, not guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.numerals import NUMBER, loose, number_of

BUDDHIST_ERA = 543
"""The Thai year is this much ahead of the common one."""

FARTHEST_DAYS = 270
"""A day and month without a year that lie farther ahead than this were likelier meant in the past: not guessed."""

_MONTHS = {
    1: "มกราคม|มกรา|ม.ค.|มค|january|jan", 2: "กุมภาพันธ์|กุมภา|ก.พ.|กพ|february|feb",
    3: "มีนาคม|มีนา|มี.ค.|มีค|march|mar", 4: "เมษายน|เมษา|เม.ย.|เมย|april|apr",
    5: "พฤษภาคม|พฤษภา|พ.ค.|พค|may", 6: "มิถุนายน|มิถุนา|มิ.ย.|มิย|june|jun",
    7: "กรกฎาคม|กรกฎา|กรกดา|ก.ค.|กค|july|jul", 8: "สิงหาคม|สิงหา|ส.ค.|สค|august|aug",
    9: "กันยายน|กันยา|ก.ย.|กย|september|sept|sep", 10: "ตุลาคม|ตุลา|ต.ค.|ตค|october|oct",
    11: "พฤศจิกายน|พฤศจิกา|พ.ย.|พย|november|nov", 12: "ธันวาคม|ธันวา|ธ.ค.|ธค|december|dec",
}  # fmt: skip
_WEEKDAYS = {
    0: "จันทร์|จันทร|จัน|monday|mon", 1: "อังคาร|tuesday|tue", 2: "พุธ|wednesday|wed",
    3: "พฤหัสบดี|พฤหัสฯ|พฤหัส|พะหัส|พฤ|thursday|thu", 4: "ศุกร์|ศุกร|สุก|friday|fri",
    5: "เสาร์|เสาร|เสา|saturday|sat", 6: "อาทิตย์|อาทิตย|อาทิด|sunday|sun",
}  # fmt: skip


_SUNDAY = 6


def _named(names: dict[int, str]) -> tuple[str, dict[str, int]]:
    """This function will make one expression of all names, longest first, and a table to read them back."""
    table = {name: number for number, all_of_it in names.items() for name in all_of_it.split("|")}
    ordered = sorted(table, key=len, reverse=True)
    return "|".join(rf"\b{name}\b" if name.isascii() else re.escape(name) for name in ordered), table


_MONTH, _MONTH_OF = _named(_MONTHS)
_WEEKDAY, _WEEKDAY_OF = _named(_WEEKDAYS)
_YEAR = r"(?:\s*(?:พ\.?ศ\.?|ค\.?ศ\.?|ปี)?\s*(?P<year>\d{4}|\d{2})(?![\d:.]|\s*(?:โมง|ทุ่ม|น\.|คน|ครั้ง)))?"

_NEAR = (
    (re.compile(loose("มะรืน(?:นี้)?|มรืนนี้|วันมะรืน|day after tomorrow")), 2),
    (re.compile(loose("พรุ่งนี้|พุ่งนี้|พรุงนี้|พรุ่งนี|พรุ้งนี้|พน\\.|tomorrow|\\btmr\\b|\\btmrw\\b")), 1),
    (
        re.compile(
            r"(?<!-\d )(?<!- \d )(?<!\d)(?<!สอง)(?<!สาม)(?:"
            + loose("วันนี้|คืนนี้|เย็นนี้|บ่ายนี้|เช้านี้|ค่ำนี้|\\btoday\\b|\\btonight\\b)")
        ),
        0,
    ),
)
_AHEAD = re.compile(loose(rf"(?:อีก\s*(?P<n>{NUMBER})\s*วัน|in (?P<en>\d{{1,2}}) days?)(?!\s*(?:หรือ|-|ถึง))"))
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:เดือน|of)?\s*(?P<month>{_MONTH}){_YEAR}"
    rf"|(?P<month2>(?=[a-z])(?:{_MONTH}))\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:โมง|[:.]\d))"
)
_FIGURES = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})(?P<cut>[/-])(?P<month>\d{1,2})(?:(?P=cut)(?P<year>\d{4}|\d{2}))?(?![\d/-]|\s*(?:โมง|ทุ่ม|ครั้ง|วัน|คน|เดือน|งวด|หน้า|cc|ซีซี|ยู|บาท|หลอด|เข็ม|%|pm|am))"
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_DAY_ONLY = re.compile(
    loose(rf"วันที่\s*(?P<day>\d{{1,2}})(?![\d/.-]|\s*(?:{_MONTH})|\s*เดือน)(?:\s*(?P<this>นี้))?")
)
_ON_WEEKDAY = re.compile(
    rf"(?P<word>วัน)?(?P<day>{_WEEKDAY})(?P<which>\s*(?:{loose('นี้|หน้า')}))?(?:\s*ที่\s*(?P<of>\d{{1,2}})(?!\d))?",
    re.IGNORECASE,
)
_ENGLISH_WHICH = re.compile(r"(?P<which>next|this|coming|on)\s*$")

# What rules a day out: it is past, or just what does not suit.
_RULED_OUT_BEFORE = re.compile(
    loose(r"(?:เมื่อ|ไม่เอา|ไม่ใช่|ยกเว้น|เกิด|(?:ทำ|ฉีด|ยิง|กด)(?:ไป|มา)(?:แล้ว|ตั้งแต่)?|last|since|not)\s*(?:วัน)?\s*$")
)
_RULED_OUT_AFTER = re.compile(
    loose(r"^\s*(?:ที่แล้ว|ที่ผ่านมา|ก่อน(?!เที่ยง|บ่าย)|(?:หนู|เรา|ก็|ไป|มา)*\s*ไม่(?:ว่าง|ได้|สะดวก|เอา|ทัน|ไหว))")
)
# What makes it one end of a range, one of several, a habit, or a day of another week or month: it must be asked.
_UNSURE_BEFORE = re.compile(
    loose(
        r"(?:ก่อน|หลัง|หลังจาก|ตั้งแต่|ถึง|ไม่เกิน|ทุก|ทุกวัน|ภายใน|-|(?:อาทิตย์|สัปดาห์|เดือน)(?:หน้า|ก่อน|โน้น)"
        r"|before|after|until|by|every|next week)\s*(?:วัน)?\s*$"
    )
)
_UNSURE_AFTER = re.compile(
    loose(
        r"^\s*(?:หรือ|หรือว่า|-\s*\S|ถึง(?!\s*กี่)|or\b|to\b|until\b|และ|กับ(?=วัน|เสาร์|อาทิตย์)|next week"
        r"|(?:วัน)?(?:อาทิตย์|เสาร์|จันทร์|สัปดาห์)|เดือน(?!นี้))"
    )
)


@dataclass(frozen=True)
class FoundDay:
    """A day read from a message, and where it stands; `on` is None where it must be asked."""

    on: date | None
    start: int
    end: int


def days_in(text: str, *, today: date) -> tuple[FoundDay, ...]:
    """This function will find the days that a message names, in the order of the words.

    Args:
        text: The message, tidied (`nlu.spelling.tidy`): lower case, Arabic digits.
        today: The branch's date.

    Returns:
        Every mention but those of the past and those said not to suit; an ambiguous one, or one that is part of a
        range, has no date.
    """
    found: list[FoundDay] = []
    for day in (*_written_out(text, today), *_relative(text, today), *_by_weekday(text, today)):
        if any(day.start < other.end and other.start < day.end for other in found):
            continue
        found.append(day)
    meant = (_weighed(day, text[: day.start], text[day.end :]) for day in found)
    return tuple(sorted((day for day in meant if day), key=lambda day: day.start))


def _weighed(day: FoundDay, before: str, after: str) -> FoundDay | None:
    """This function will drop a day that the words around it rule out, and unsettle one that they make unsure."""
    if _RULED_OUT_BEFORE.search(before) or _RULED_OUT_AFTER.search(after):
        return None
    unsure = _UNSURE_BEFORE.search(before) or _UNSURE_AFTER.search(after)
    return FoundDay(None, day.start, day.end) if unsure else day


def _written_out(text: str, today: date) -> Iterator[FoundDay]:
    """This function will find days written with numbers: "15 ธ.ค. 69", "15/12", "2026-12-15", "วันที่ 15"."""
    for hit in _ISO.finditer(text):
        yield FoundDay(_whole(hit["day"], int(hit["month"]), hit["year"], today), *hit.span())
    for hit in _DAY_MONTH.finditer(text):
        month = _MONTH_OF[hit["month"] or hit["month2"]]
        yield FoundDay(_whole(hit["day"] or hit["day2"], month, hit["year"], today), *hit.span())
    for hit in _FIGURES.finditer(text):
        english = not re.search("[\u0e01-\u0e5b]", text)
        either_way = english and int(hit["day"]) <= 12 and int(hit["month"]) <= 12  # noqa: PLR2004 - months in a year
        day = None if either_way else _whole(hit["day"], int(hit["month"]), hit["year"], today)
        yield FoundDay(day, *hit.span())
    for hit in _DAY_ONLY.finditer(text):
        yield FoundDay(_day_of_month(int(hit["day"]), today), *hit.span())


def _relative(text: str, today: date) -> Iterator[FoundDay]:
    """This function will find days counted from today."""
    for pattern, ahead in _NEAR:
        for hit in pattern.finditer(text):
            yield FoundDay(today + timedelta(days=ahead), *hit.span())
    for hit in _AHEAD.finditer(text):
        yield FoundDay(today + timedelta(days=number_of(hit["n"] or hit["en"])), *hit.span())


def _by_weekday(text: str, today: date) -> Iterator[FoundDay]:
    """This function will find weekdays: the coming one, or the one of next week for "หน้า" and "next"."""
    for hit in _ON_WEEKDAY.finditer(text):
        weekday = _WEEKDAY_OF[hit["day"]]
        which = (hit["which"] or "").strip()
        if hit["day"].isascii():
            before = _ENGLISH_WHICH.search(text[: hit.start()])
            which = before["which"] if before else ""
            if not which and len(hit["day"]) == 3:  # noqa: PLR2004 - "sun", "sat" and "mon" alone are also other words
                continue
        elif not hit["word"] and not _stands_alone(text, hit, weekday=weekday, which=which):
            continue
        day = _day_of_month(int(hit["of"]), today) if hit["of"] else _weekday(weekday, which, today)
        yield FoundDay(day if day and day.weekday() == weekday else None, *hit.span())


def _stands_alone(text: str, hit: re.Match[str], *, weekday: int, which: str) -> bool:
    """This function will tell whether a weekday without "วัน" is one: not a name, not "week", not a longer word."""
    before = text[: hit.start()]
    if re.search(loose(r"(?:คุณ|พี่|น้อง|หมอ|สาขา|ซอย|ถนน|ครู)\s*$"), before):
        return False
    if weekday == _SUNDAY:  # Sunday's name also means "week": "สองอาทิตย์ก่อน", "อาทิตย์หน้า"
        return False
    if len(hit["day"]) <= 3 and not which:  # noqa: PLR2004 - "จัน", "สุก", "เสา" are also other words
        return False
    return not re.search("[\u0e01-\u0e4e]$", before) or bool(
        re.search(loose("(?:นัด|คิว|เป็น|ไป|จอง|มา|ขอ|ว่าง|บ่าย|เช้า|เย็น|ได้|เอา|แต่|ไม่ใช่|จาก)$"), before)
    )


def _weekday(weekday: int, which: str, today: date) -> date | None:
    """This function will find the day meant, where there is only one.

    A bare weekday said on that very day could be today or in a week. "Next Sunday" is the end of this week to some
    and of next week to others.
    """
    ahead = (weekday - today.weekday()) % 7
    if re.fullmatch(loose("หน้า") + "|next", which or "-"):
        following = today - timedelta(days=today.weekday()) + timedelta(days=7 + weekday)
        return None if weekday == _SUNDAY else following
    if not ahead and not re.fullmatch(loose("นี้") + "|this", which or "-"):
        return None
    return today + timedelta(days=ahead)


def _whole(day: str, month: int, year: str | None, today: date) -> date | None:
    """This function will make a date; without a year it is the next one, if that is not too far away."""
    try:
        if year is not None:
            known = _year(year, today)
            whole = date(known, month, int(day)) if known else None
            return whole if whole and whole >= today else None
        whole = date(today.year, month, int(day))
        if whole < today:
            whole = date(today.year + 1, month, int(day))
    except ValueError:
        return None
    return whole if whole - today <= timedelta(days=FARTHEST_DAYS) else None


def _year(written: str, today: date) -> int | None:
    """This function will read a year in either era, of two digits or four, if only one reading is near."""
    number = int(written)
    century = 0 if len(written) > 2 else 2000  # noqa: PLR2004 - two digits or four
    thai_century = 0 if century == 0 else 2500
    readings = {century + number, thai_century + number - BUDDHIST_ERA}
    near = [year for year in readings if today.year - 1 <= year <= today.year + 3]
    return near[0] if len(near) == 1 else None


def _day_of_month(day: int, today: date) -> date | None:
    """This function will find the next day with that number, this month or the next."""
    first = today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    try:
        return first.replace(day=day) if day >= today.day else following.replace(day=day)
    except ValueError:
        return None
