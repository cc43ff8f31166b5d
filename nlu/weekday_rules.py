"""How weekdays, weekends and weeks are read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from nlu.calendar_days import Calendar
from nlu.date_words import GONE, MONTH, SATURDAY, SUNDAY, WEEK, WEEKDAY, WEEKDAY_OF
from nlu.mentions import Mention, Rule, Says, ask, past, span
from nlu.numerals import loose

_NEXT, _THIS = loose("หน้า") + r"|ถัดไป", loose("นี้")
_WEEKDAY_OF_WEEK = re.compile(
    rf"(?:วัน)?(?P<day>{WEEKDAY}) ?(?:ของ|of)? ?(?:{WEEK}) ?(?:(?P<next>{_NEXT})|{_THIS})"
    rf"|(?:{WEEK}) ?(?:(?P<next2>{_NEXT})|{_THIS}) ?(?:ขอ|เป็น|ว่าง|ตอน)? ?(?:วัน)?(?P<day2>{WEEKDAY})(?! ?(?:{_NEXT}|{_THIS}|{GONE}))"
    rf"|(?P<day3>{WEEKDAY}) (?:next|of next) week|next week (?:on )?(?P<day4>{WEEKDAY})"
)
_WEEKEND = re.compile(
    loose(r"(?:วัน)?เสา(?:ร์)? ?[-/]? ?(?:วัน)?อาทิตย์")
    + rf" ?(?:(?P<this>{_THIS})|(?P<next>{_NEXT}))?|"
    + loose(
        rf"(?:สุดสัปดาห์|วีคเอน(?:ด์)?|(?P<en_this>this )?weekend) ?(?:(?P<this2>{_THIS})|(?P<next2>{_NEXT}))?"
    )
)
_NO_DATE = "โมง|ทุ่ม|คน|ท่าน|ครั้ง|น\\.|น(?![ก-๛])|นาที|ยู|cc|ซีซี|คิว|ที่|เคส|ชั่วโมง|ชม|บาท|พัน|ถึง|หรือ|am|pm|a\\.m|p\\.m|people|o'?clock|of"
_ON_WEEKDAY = re.compile(
    rf"(?P<word>วัน)?(?P<day>{WEEKDAY})(?: ?(?P<which>{_NEXT}|{_THIS}))?"
    rf"(?:(?: ?ที่ ?| ?the | |,)(?P<of>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/%,-]|[:.]\d| ?(?:เดือน|{MONTH}|{_NO_DATE})))?"
)
_BARE_SUNDAY = re.compile(
    loose(
        r"(?:(?<=เป็น)|(?<=เอา)|(?<=ขอ)|(?<=จอง)|(?<=หรือ)|(?<=ไม่ก็)|(?<=กับ)|(?<=ว่าง)|(?<=นัด)|(?<=และ)|^) ?อาทิตย์"
        r"(?! ?(?:นึง|หนึ่ง|แล้ว|ละ|กว่า|เดียว|ๆ|ก่อน|ที่|นี้|หน้า|\d))"
    )
)
_WEEKS = re.compile(rf"(?:ใน|ช่วง)? ?(?:(?:{WEEK}) ?(?:(?P<next>{_NEXT})|{_THIS})|(?P<en>next|this) week)")
_ALSO_OTHER_WORDS = frozenset({"จัน", "จันทร", "สุก", "ศุก", "เสา", "สาท", "พฤ"})
_ENGLISH_WHICH = re.compile(r"(?P<which>next|this|coming|on|last|every) ?$")
_TOO_NEAR = 2
"""A weekday of next week that is no farther off than this is "this" to some and "next" to others."""

_NAME_BEFORE = re.compile(loose(r"(?:คุณ|พี่|น้อง|หมอ|สาขา|ซอย|ถนน|ครู|ป้า|น้า|ชื่อ) ?$"))
_WEEKDAY_MAY_FOLLOW = re.compile(
    loose(
        r"(?:^|[^\u0e01-\u0e4e]|นัด|คิว|เป็น|ไป|จอง|มา|ขอ|ว่าง|บ่าย|เช้า|เย็น|ได้|เอา|แต่|ไม่ใช่|จาก|ตอน|ของ|คือ|ก็|กับ|หรือ|มี|ถ้า|ค่ะ|คะ|ครับ"
        r"|นะ|ถึง|เปลี่ยน|เลื่อน|เปิด|ทุก|หยุด|หลัง|ก่อน|ที่|เมื่อ|และ|ทำ|ฉีด|แล้ว|เฉพาะ|แค่|ยกเว้น)$"
    )
)


def weekday_rules(calendar: Calendar) -> Sequence[Rule[date]]:
    """This function will give the rules, those that take more words first."""
    return (
        (_WEEKEND, partial(_weekend, calendar)),
        (_WEEKDAY_OF_WEEK, partial(_weekday_of_week, calendar)),
        (_ON_WEEKDAY, partial(_on_weekday, calendar)),
        (_BARE_SUNDAY, lambda hit: replace(ask(hit, calendar.weekday(SUNDAY)), weekday=SUNDAY, repeats=True)),
        (_WEEKS, partial(_weeks, calendar)),
    )


def _weekday_of_week(calendar: Calendar, hit: re.Match[str]) -> Mention[date] | None:
    """This function will read a weekday of this week or the next."""
    named = hit["day"] or hit["day2"] or hit["day3"] or hit["day4"]
    weekday = WEEKDAY_OF[named]
    is_next = bool(hit["next"] or hit["next2"] or hit["day3"] or hit["day4"])
    if weekday == SUNDAY and not hit[0].startswith("วัน") and not named.isascii():
        return None  # "อาทิตย์ อาทิตย์หน้า" is no Sunday
    day = calendar.week(int(is_next))[0] + timedelta(days=weekday)
    if is_next and not calendar.next_week_is_clear:
        return ask(hit, day, day + timedelta(weeks=1))
    return Mention(hit.start(), hit.end(), Says.ONE, first=day, earlier=None, weekday=weekday)


def _weekend(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read a weekend as two days; without this or next it may be any, and is asked."""
    saturday = calendar.weekday(SATURDAY)
    if calendar.today.weekday() == SUNDAY:
        saturday -= timedelta(weeks=1)
    sunday = saturday + timedelta(days=1)
    if hit["next"] or hit["next2"]:
        week = timedelta(weeks=1)
        return span(hit, saturday + week, sunday + week) if calendar.next_week_is_clear else ask(hit)
    if hit["this"] or hit["this2"] or hit["en_this"]:
        return replace(span(hit, saturday, sunday), weekday=None)
    return ask(hit, saturday, sunday)


def _on_weekday(calendar: Calendar, hit: re.Match[str]) -> Mention[date] | None:
    """This function will read a weekday: the coming one, or the one of next week for "หน้า" and "next"."""
    weekday, which = WEEKDAY_OF[hit["day"]], hit["which"] or ""
    head = hit.string[max(0, hit.start() - 20) : hit.start()]
    english = _ENGLISH_WHICH.search(head) if hit["day"].isascii() else None
    if hit["day"].isascii():
        which = english["which"] if english else which
        if not which and len(hit["day"]) == 3 and not _beside_a_date(hit):  # noqa: PLR2004 - "sun" and "mon" are also words
            return None
    elif not hit["word"] and not _stands_alone(hit, head, weekday=weekday, which=which):
        return None
    if which == "last":
        return past(hit, calendar.last_weekday(weekday))
    mention = replace(
        _weekday(calendar, hit, weekday, which), weekday=weekday, repeats=not which and not hit["of"]
    )
    if hit["of"]:
        numbered = _numbered_weekday(calendar, hit, weekday)
        if re.fullmatch(_THIS, which) and numbered.first not in {None, mention.first}:
            return ask(
                hit, *sorted({*numbered.possible, *mention.possible})
            )  # "เสาร์นี้ 28", which is the next one
        return numbered
    return mention


def _numbered_weekday(calendar: Calendar, hit: re.Match[str], weekday: int) -> Mention[date]:
    """This function will read "วันศุกร์ที่ 27": where weekday and number do not agree, one of them is wrong."""
    days = calendar.numbered(int(hit["of"]))
    for day in days:
        if day.weekday() == weekday:
            return Mention(hit.start(), hit.end(), Says.ONE, first=day)
    earlier = calendar.last_numbered(int(hit["of"]))
    if earlier and earlier.weekday() == weekday:
        return ask(hit, earlier=earlier)
    return ask(hit, *sorted({*days, calendar.weekday(weekday)}))


def _beside_a_date(hit: re.Match[str]) -> bool:
    """This function will tell whether a date or a time follows: "wed 18 nov", "fri 3pm"."""
    return bool(re.match(r",? ?\d", hit.string[hit.end() : hit.end() + 4]))


def _stands_alone(hit: re.Match[str], head: str, *, weekday: int, which: str) -> bool:
    """This function will tell whether a weekday without "วัน" is one: not a name, not "week", not a longer word."""
    if _NAME_BEFORE.search(head):
        return False
    if weekday == SUNDAY:  # Sunday's name also means "week": "สองอาทิตย์ก่อน", "อาทิตย์หน้า"
        return bool(hit["of"])
    if hit["day"] in _ALSO_OTHER_WORDS and not which:
        return False
    return bool(which) or bool(_WEEKDAY_MAY_FOLLOW.search(head))


def _weekday(calendar: Calendar, hit: re.Match[str], weekday: int, which: str) -> Mention[date]:
    """This function will find the day meant, where there is only one.

    Said on that very day, a weekday could be today or in a week. "Next Sunday" is the end of this week to some and of
    next week to others; so is every "next" on a Sunday, and one that is only a day or two away.
    """
    coming, earlier = calendar.weekday(weekday), calendar.last_weekday(weekday)
    in_a_week = coming + timedelta(weeks=1)
    if which == "next" or re.fullmatch(_NEXT, which):
        following = calendar.week(1)[0] + timedelta(days=weekday)
        near = (following - calendar.today).days
        if weekday == SUNDAY or not calendar.next_week_is_clear or near <= _TOO_NEAR:
            return ask(hit, coming, in_a_week)
        return Mention(hit.start(), hit.end(), Says.ONE, first=following, earlier=earlier)
    if coming == calendar.today:
        return ask(hit, coming, in_a_week, earlier=earlier)
    return Mention(hit.start(), hit.end(), Says.ONE, first=coming, earlier=earlier)


def _weeks(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read a week; on a Sunday the next one is not the same to everybody."""
    is_next = hit["next"] or hit["en"] == "next"
    if is_next and not calendar.next_week_is_clear:
        return ask(hit)
    first, last = calendar.week(1 if is_next else 0)
    return span(hit, max(first, calendar.today), last)
