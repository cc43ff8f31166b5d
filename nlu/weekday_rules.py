"""How weekdays, weekends and weeks are read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from nlu.calendar_days import Calendar
from nlu.date_words import GONE, MONTH, SATURDAY, SUNDAY, WEEK, WEEKDAY, WEEKDAY_OF
from nlu.mentions import Mention, Rule, Says, ask, past, span
from nlu.numerals import COUNT, DAY, ENGLISH_NUMBER, loose, number_of

_FACE = "แดง|บวม|ใส|มัน(?! |เต็ม|ว่าง|ปิด|เปิด|มี|ได้|จะ|ตรง|คือ|หยุด|วัน)|แพ้|ลอก|ไหม[้]|ช้ำ|ชา|ท้อง|ผาก|อก|พัง|เห่อ|คล้ำ|ดำ|ตึง|ยัง(?!ว่าง|มี|ได้|เปิด|รับ|ไม่เต็ม)"
"""Behind หน้า: it is the face, not the next one."""
_NEXT, _THIS = loose(rf"หน้า(?!{_FACE})") + r"|ถัดไป", loose("นี้")
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
_THAI = re.compile("[\u0e01-\u0e5b]")
"""Beside Thai letters, "sun" and "mon" are no other words."""
_NO_DATE = "โมง|ทุ่ม|คน|ท่าน|ครั้ง|น\\.|น(?![ก-๛])|นาที|ยู|cc|ซีซี|คิว|ที่|เคส|ชั่วโมง|ชม|บาท|พัน|am|pm|a\\.m|p\\.m|people|o'?clock|of|in the|at night"
_ON_WEEKDAY = re.compile(
    rf"(?P<word>วัน)?(?P<day>{WEEKDAY})(?: ?(?P<which>{_NEXT}|{_THIS}))?"
    rf"(?:(?: ?ที่ ?| ?the )(?P<of>{DAY})(?:st|nd|rd|th)?(?![\d/%,-]|[:.]\d| ?(?:เดือน|{MONTH}|{_NO_DATE}))"
    rf"|(?: ?\(| |,)(?P<of2>{DAY})(?:st|nd|rd|th)?(?![\d/%,-]|[:.]\d| ?(?:เดือน|{MONTH}|{_NO_DATE}|ถึง|หรือ)))?"
)
_BARE_SUNDAY = re.compile(
    loose(
        r"(?:(?<=เป็น)|(?<=เอา)|(?<=ขอ)|(?<=จอง)|(?<=หรือ)|(?<=ก็)|(?<=กับ)|(?<=ว่าง)|(?<=นัด)|(?<=และ)|(?<=ได้แต่)|(?<=แค่)|(?<=เฉพาะ)|(?<=สะดวก)|^) ?อาทิตย์"
        r"(?! ?(?:นึง|หนึ่ง|แล้ว|ละ|กว่า|เดียว|ๆ|ก่อน|ที่|นี้|หน้า|\d))|(?<=ได้ )อาทิตย์(?=ก็ได้)|(?<!สอง)(?<!สาม)(?<!วัน)อาทิตย์ที่(?:จะ|กำลัง)(?:ถึง|มา)(?:นี้)?"
    )
)
_PART_OF_WEEK = re.compile(
    loose(
        "(?:ต้น|กลาง|ปลาย|สิ้น|ท้าย) ?$|(?:start|beginning|middle|end|later|early|late|first half)(?: in| of| part of)? ?(?:the )?$"
    )
)
_DAY_TO_DAY = re.compile(rf"จาก ?(?:วัน)?(?!{WEEK})(?:{WEEKDAY}) ?(?:นี้|หน้า)? ?(?:ไป)?เป็น ?$")
"""Who moves from a weekday moves to a weekday: there, the word for week is Sunday."""
_WEEKS = re.compile(rf"(?:ใน|ช่วง)? ?(?:(?:{WEEK}) ?(?:(?P<next>{_NEXT})|{_THIS})|(?P<en>next|this) week)")
_WEEKS_ON = re.compile(
    loose(rf"อีก ?(?P<n>{COUNT}) ?(?:{WEEK})(?:ข้างหน้า)? ?(?:(?:ที่|ซึ่ง)?ตรง(?:กับ)?|เป็น|คือ|ตอน)? ?วัน")
    + rf"(?P<day>{WEEKDAY})|(?P<day2>{WEEKDAY}) in (?P<n2>{ENGLISH_NUMBER}) weeks|\bin (?P<n3>{ENGLISH_NUMBER}) weeks,? on (?:a )?(?P<day3>{WEEKDAY})"
)
"""Weeks counted from today are near enough to a weekday no more than so many days off, and to no other such day."""
_NEAR_ENOUGH = 3
_ALSO_OTHER_WORDS = frozenset(
    {"จัน", "จันทร", "สุก", "ศุก", "เสา", "สาท", "พฤ", "พฤ.", "พุท", "พุด", "เส้า", "เส่า", "อังคา"}
)
_MOSTLY_OTHER_WORDS = frozenset({"สาว", "สุข", "พูด", "พุทธ"})
"""A girl, happiness and to speak are weekdays only with วัน before them, and this or next behind."""
_NO_OTHER_THAI_WORDS = frozenset({"อังคาร", "พฤหัส", "พฤหัสบดี", "ศุกร์", "เสาร์"})
_NO_OTHER_WORDS = frozenset({"tue", "thu", "fri"})
_ENGLISH_WHICH = re.compile(r"(?P<which>next|this|coming|on|last|every) ?$")
_TOO_NEAR = 2
"""A weekday of next week that is no farther off than this is "this" to some and "next" to others."""

_NAME_BEFORE = re.compile(loose(r"(?:ดาว|คุณ|พี่|น้อง|หมอ|สาขา|ซอย|ถนน|ครู|ป้า|น้า|ชื่อ) ?$"))
_WEEKDAY_MAY_FOLLOW = re.compile(
    loose(
        r"(?:^|[^\u0e01-\u0e4e]|นัด|คิว|เป็น|ไป|จอง|มา|ขอ|ว่าง|บ่าย|เช้า|เย็น|ได้|เอา|แต่|ไม่ใช่|จาก|ตอน|ของ|คือ|ก็|กับ|หรือ|มี|ถ้า|ค่ะ|คะ|ครับ"
        r"|นะ|ถึง|เปลี่ยน|เลื่อน|เปิด|ทุก|หยุด|หลัง|ก่อน|ที่|เมื่อ|และ|ทำ|ฉีด|แล้ว|เฉพาะ|แค่|ยกเว้น|ไม่|แทน|เอ๊ย|เอ่ย|โทษที|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|ดิ์|ดี)$"
    )
)


def weeks_on_rule(calendar: Calendar) -> Rule[date]:
    """This function will give the rule of a weekday some weeks on, which takes more words than the weeks alone."""
    return _WEEKS_ON, partial(_weeks_on, calendar)


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


def _weeks_on(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read "in two weeks, on a Wednesday", where both ways of counting weeks give one day."""
    named, count = hit["day"] or hit["day2"] or hit["day3"], hit["n"] or hit["n2"] or hit["n3"]
    weekday, weeks = WEEKDAY_OF[named], timedelta(weeks=number_of(count))
    day, by_week = calendar.weekday(weekday) + weeks, calendar.week()[0] + timedelta(days=weekday) + weeks
    if day == by_week and (day - calendar.today - weeks).days <= _NEAR_ENOUGH:
        return Mention(hit.start(), hit.end(), Says.ONE, first=day)
    return ask(hit, *sorted({day - timedelta(weeks=1), day}))


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
        is_word = len(hit["day"]) == 3 and hit["day"] not in _NO_OTHER_WORDS  # noqa: PLR2004 - "sun" and "mon" are also words
        if (
            not which
            and is_word
            and not _THAI.search(hit.string)
            and not _number(hit)
            and not _beside_a_date(hit)
        ):
            return None
    elif not _is_weekday(hit, head, weekday=weekday, which=which):
        return None
    if which == "last":
        return past(hit, calendar.last_weekday(weekday))
    mention = replace(
        _weekday(calendar, hit, weekday, which), weekday=weekday, repeats=not which and not _number(hit)
    )
    if _number(hit):
        numbered = _numbered_weekday(calendar, hit, weekday)
        if re.fullmatch(_THIS, which) and numbered.first not in {None, mention.first}:
            return ask(
                hit, *sorted({*numbered.possible, *mention.possible})
            )  # "เสาร์นี้ 28", which is the next one
        return numbered
    return mention


def _number(hit: re.Match[str]) -> str | None:
    """This function will give the number of the day that stands behind a weekday."""
    return hit["of"] or hit["of2"]


def _numbered_weekday(calendar: Calendar, hit: re.Match[str], weekday: int) -> Mention[date]:
    """This function will read "วันศุกร์ที่ 27": where weekday and number do not agree, one of them is wrong."""
    number = number_of(_number(hit) or "")
    days = calendar.numbered(number)
    for day in days:
        if day.weekday() == weekday:
            return Mention(hit.start(), hit.end(), Says.ONE, first=day)
    earlier = calendar.last_numbered(number)
    if earlier and earlier.weekday() == weekday:
        return ask(hit, earlier=earlier)
    return ask(hit, *sorted({*days, calendar.weekday(weekday)}))


def _beside_a_date(hit: re.Match[str]) -> bool:
    """This function will tell whether a date or a time follows: "wed 18 nov", "fri 3pm"."""
    return bool(re.match(r",? ?\d", hit.string[hit.end() : hit.end() + 4]))


def _is_weekday(hit: re.Match[str], head: str, *, weekday: int, which: str) -> bool:
    """This function will tell whether a Thai weekday is one, and not another word spelt like it."""
    if hit["day"] in _MOSTLY_OTHER_WORDS:
        return bool(hit["word"] and which)
    return bool(hit["word"]) or _stands_alone(hit, head, weekday=weekday, which=which)


def _stands_alone(hit: re.Match[str], head: str, *, weekday: int, which: str) -> bool:
    """This function will tell whether a weekday without "วัน" is one: not a name, not "week", not a longer word."""
    if _NAME_BEFORE.search(
        head if not (which or _number(hit)) else head.rstrip(" ") + "|" * head.endswith(" ")
    ):
        return False
    if weekday == SUNDAY:  # Sunday's name also means "week": "สองอาทิตย์ก่อน", "อาทิตย์หน้า"
        return bool(_number(hit))
    if hit["day"] in _ALSO_OTHER_WORDS and not which:
        return False
    return bool(which) or hit["day"] in _NO_OTHER_THAI_WORDS or bool(_WEEKDAY_MAY_FOLLOW.search(head))


def _weekday(calendar: Calendar, hit: re.Match[str], weekday: int, which: str) -> Mention[date]:
    """This function will find the day meant, where there is only one.

    Said on that very day, a weekday could be today or in a week. "Next Sunday" is the end of this week to some and of
    next week to others; so is every "next" on a Sunday, and one that is only a day or two away.
    """
    coming, earlier = calendar.weekday(weekday), calendar.last_weekday(weekday)
    in_a_week = coming + timedelta(weeks=1)
    if which == "ถัดไป":
        return ask(hit, coming, in_a_week)
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
    """This function will read a week; on a Sunday the next one is not the same to everybody, and a part is vague."""
    is_next = hit["next"] or hit["en"] == "next"
    head = hit.string[: hit.start()]
    if hit["en"] is None and _DAY_TO_DAY.search(head):
        sunday = calendar.weekday(SUNDAY)
        return (
            ask(hit, sunday, sunday + timedelta(weeks=1))
            if is_next
            else Mention(hit.start(), hit.end(), Says.ONE, first=sunday)
        )
    if _PART_OF_WEEK.search(hit.string[max(0, hit.start() - 16) : hit.start()]):
        return ask(hit)
    if is_next and not calendar.next_week_is_clear:
        return ask(hit)
    first, last = calendar.week(1 if is_next else 0)
    return span(hit, max(first, calendar.today), last)
