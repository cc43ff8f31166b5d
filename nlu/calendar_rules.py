"""The expressions in which days are written, and how each is read."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from nlu.calendar_days import BUDDHIST_ERA, Calendar
from nlu.date_words import BESIDE, GONE, HOLIDAY, MONTH, MONTH_OF, SLIP, WEEK, WEEKDAY
from nlu.mentions import Mention, Rule, ask, one, past, span
from nlu.numerals import ABOUT, COUNT, DAY, ENGLISH_NUMBER, loose, number_of
from nlu.weekday_rules import weekday_rules, weeks_on_rule

_THAI = re.compile("[\u0e01-\u0e5b]")
_TO = r" ?(?:-|–|~|ถึง|to) ?(?:วันที่)? ?"
_OR = r" ?(?:หรือ|กับ|และ|,|/|&|or|and) ?(?:วันที่)? ?"
_NOT_A_YEAR = r"(?!\d|[:.]\d|-\d| ?(?:โมง|ทุ่ม|น\.|น(?![\u0e01-\u0e5b])|นาที|คน|ครั้ง|ยู|บาท|ท่าน|am|pm))"
_YEAR = (
    r"(?:,? ?(?:พ\.?ศ\.?|ค\.?ศ\.?|ปี)? ?(?P<year>\d{4}|\d{2})" + _NOT_A_YEAR + r"|,? ?ปี(?P<which_year>นี้|หน้า))?"
)
_DAY_MONTH = re.compile(
    rf"(?:(?<!\d)(?P<from>{DAY}){_TO}|(?<=between )(?P<between>{DAY}) and |(?<!\d)(?P<or>{DAY}){_OR})?(?<![\d.])(?P<day>{DAY})(?:st|nd|rd|th)? ?(?:ของ)?(?:เดือน|of)? ?(?P<month>{MONTH})\.?{_YEAR}"
)
_MONTH_DAY = re.compile(
    rf"(?P<month>(?=[a-z])(?:{MONTH})) ?(?:(?P<from>\d{{1,2}})(?:st|nd|rd|th)?(?: ?(?:-|–) ?| to | until ))?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?(?:โมง|[:.]\d)){_YEAR}"
)
_MONTH_THEN_DAY = re.compile(
    rf"(?:เดือน ?)?(?P<month>(?=[\u0e01-\u0e2e])(?:{MONTH})) ?(?:ปี(?P<which_year>นี้|หน้า))? ?(?:ตอน|นี้|เอา|ขอ)?"
    + loose("วันที่ ?")
    + rf"(?P<day>{DAY})(?![\d/]| ?(?:{MONTH})| ?เดือน)"
)
_DAY_OF_NUMBERED_MONTH = re.compile(
    loose("วันที่")
    + rf" ?(?P<day>\d{{1,2}}) ?เดือน ?(?P<month>1[0-2]|[1-9])(?![\d:./]| ?(?:โมง|ทุ่ม|ครั้ง|คน)){_YEAR}"
)
_NOT_A_MONTH = (
    rf"(?![\d/-]| ?(?:โมง|ทุ่ม|ครั้ง|วัน(?!{WEEKDAY}|นี้|ที่)|คน|เดือน|งวด|หน้า|cc|ซีซี|ยู|บาท|หลอด|เข็ม|%|pm|am))"
)
_FIGURES = re.compile(
    # With dashes and no year, "1-2" is one or two.
    rf"(?<![\d/.:-])(?P<day>\d{{1,2}})(?:/(?P<month>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d{{2}}))?|-(?P<month2>\d{{1,2}})-(?P<year2>\d{{4}}|\d{{2}}))"
    rf"{_NOT_A_MONTH}(?!:)"
)
_DOTS = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})(?![\d.]\d)(?!\d)"
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_NTH_DAY = loose(
    "(?! ?(?:แล้ว|ละ(?!กัน)|ของการ|(?:หลัง|หลังจาก|ที่|นับจาก)(?:ทำ|ฉีด|ยิง|เลเซอร์|ผ่า(?!น)|ร้อย|พีล|เติม|โบ|ฟิล)|หลังจากนั้น|โมง|ทุ่ม))"
)
"""The second day after a treatment is no second of the month."""
_NUMBERED = re.compile(
    loose(
        r"(?:วันที่|(?:(?<=^)|(?<=[ขอาน] )|(?<=ขอ)|(?<=เอา))(?=\d{1,2} ?นี้(?![ก-ฮ]))|(?<!\d)(?<!\d )(?<!กี่)วัน(?= \d{1,2}(?: |$|ค่ะ|ครับ))(?! \d{1,2} ?(?:คืน|ชั่วโมง|ครั้ง))|\bthe(?= ?\d{1,2}(?:st|nd|rd|th))|\b(?=\d{1,2}th\b(?! (?:floor|time|visit|session|anniv)))) ?"
    )
    + rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/.]|-\d\d?[-/]| ?(?:{MONTH})| ?เดือน)|(?<=[\u0e35\u0e48 ])(?P<said>{DAY})(?!\d| ?(?:{MONTH})| ?เดือน))"
    + _NTH_DAY
    + loose(
        rf"(?:(?:{_TO}|(?P<or>{_OR}))(?P<till>{DAY})(?![\d:.]| ?(?:am|pm|a\.m|p\.m|โมง|ทุ่ม|น\.|o.?clock)))?(?: ?(?P<this>นี้))?"
    )
)
_NUMBERED_NEXT_MONTH = re.compile(
    loose(
        rf"(?:วันที่ ?|(?<!\d))(?P<day>{DAY}) ?(?:ของ)? ?เดือน(?P<this>หน้า|นี้)|เดือน(?P<this2>หน้า|นี้) ?(?:ตอน)? ?วันที่ ?(?P<day2>{DAY})(?!\d)"
    )
)

_MOVED_TO_NUMBER = re.compile(
    rf"(?:(?:เป็น|เป็นวัน) ?(?P<day>\d{{1,2}})|(?:เอา|ไป|จาก|มา|ตัด|แต่|กับ|หยุด|ขอ) ?(?P<day2>1[1-9]|2\d|3[01]))(?![\d:./,%-]| ?(?:{MONTH}|เดือน|โมง|ทุ่ม|น\.|นาที|คน|ครั้ง|ยู|cc|ซีซี|พัน|บาท|ท่าน|วัน|อาทิตย์|pm|am|จุด|เข็ม|หลอด|ชั่วโมง|ชม))"
)
_TAKEN_BACK = re.compile(
    rf"(?:วันที่|\bthe) ?\d{{1,2}}(?:st|nd|rd|th)? ?(?:ค่ะ|คะ|ครับ)?[ ,]{{0,2}}(?:{SLIP}|\*) ?(?:ค่ะ|คะ|ครับ)?[ ,]{{0,2}}(?:วันที่|the)? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?![\d:./,%-]| ?(?:{MONTH}|เดือน|โมง|ทุ่ม|น\\.|นาที|คน|ครั้ง|pm|am))"
)
"""A number right behind a slip stands for the one before it: "วันที่ 19 เอ้ย 29"."""
_BREAK = re.compile(
    loose(
        r"(?:ช่วง)?(?:วัน)?หยุด(?:ยาว|นักขัตฤกษ์) ?(?:ช่วง|ตอน)?(?:ของ)?(?:ต้น|กลาง|ปลาย|สิ้น)?(?:เดือน|อาทิตย์|สัปดาห์|ปี)?(?:นี้|หน้า)|วันหยุด(?:ของ)?เดือน(?:นี้|หน้า)|(?:the )?(?:next )?long weekend(?: next month)?"
    )
)
_EXACTLY = re.compile(loose("^ ?(?:พอดี|เป๊ะ|ตรงๆ|exactly)"))
_NEAR = tuple(
    (re.compile(loose(words)), days)
    for words, days in (
        (r"มะเรื่อง(?:นี้)?|วันเฮือ", 3),
        (
            r"(?:วัน)?มะรืน(?:นี้)?|มรืนนี้|มะลืน(?:นี้)?|มะรึน(?:นี้)?|มะรืม|มื้อฮือ|วันฮือ|มะฮือ|ต่อรื้อ|(?:the )?day after (?:tomorrow|tmrw?|tomm?orr?ow|tomoro|2moro)",
            2,
        ),
        (
            (
                r"(?:วัน)?(?:พรุ่งนี้|พุ่งนี้|พุ้งนี้|พรุ่งนี|พรุ้งนี|พรุ่งนิ|พุ่งนิ|พรุ่นี้|ปรุ่งนี้|พรุ้ง(?=[ \d]|$|เช้า|บ่าย|เย็น|ว่าง)|พรุ่ง(?=[ \d]|$|เช้า|บ่าย|เย็น|ว่าง))|วันพรุ่ง|พ\.?น\.|\bพน(?= )"
                r"|(?<![\u0e01-\u0e4e.])พน(?:ี้|ี่|น)?(?=$|[ \d]|เช้า|สาย|เที่ยง|บ่าย|เย็น|ค่ำ|ตอน|ช่วง|ว่าง|ได้|ไป|มี|จอง|กี่|นะ|ค่ะ|คะ|ครับ|คับ|สิบ|หก|ห้า|สี่)|มื้ออื่น|วันพร?ูก|พร?ูกนี้|ต่อเช้า|ต่อเช่า|tomorrow|\btmm?rw?\b|\btmw\b|\btom{1,3}or{1,2}o?w{1,2}\b|\btomorr?o\b|\btomrr?ow\b|\bt?morrow\b|\b2mo?r(?:ro|o)?w?\b"
            ),
            1,
        ),
        (
            r"วันนี้|(?<!กิน)(?<!ข้าว)(?<!อาหาร)มื้อนี้|หวันนี้|แลงนี้|คืนนี้|เย็นนี้|(?<!ส)บ่ายนี้|เช้านี้|(?=ค[\u0e48\u0e49])ค่ำนี้|\btoday\b|\b2day\b|\btodya\b|\b(?:ton(?:ight|ite|igt|ihgt)|2nite)\b",
            0,
        ),
    )
)
_DAYS_AHEAD = re.compile(
    loose(
        rf"(?:อีก ?|\bin )(?P<about>(?:{ABOUT}) ?)?(?P<n>{COUNT}|{ENGLISH_NUMBER})(?: ?(?:-|ถึง|to|or|หรือ) ?(?P<m>{COUNT}|{ENGLISH_NUMBER}))? ?(?:วัน|days?\b)"
    )
)
_MOVED_BY = re.compile(loose(r"(?:เลื่อน|ขยับ|ถอย|ยืด|postpone|push|delay)[^ ]{0,10} ?$"))
_LATER = re.compile(
    loose(
        rf"(?:อีก ?(?:ประมาณ|สัก|ซัก)? ?|\bin )(?P<n>{COUNT}|{ENGLISH_NUMBER}|a)? ?(?P<unit>{WEEK}|weeks?|เดือน|months?)(?: ?(?:นึง|หนึ่ง))?"
    )
)
_FROM_NOW = re.compile(rf"(?P<n>{ENGLISH_NUMBER}|\ba) (?P<unit>days?|weeks?|months?) from (?:now|today)\b")
_FEW_DAYS = re.compile(
    loose(rf"(?:{COUNT}|วัน)(?: ?- ?|ถึง)?(?:{COUNT}) ?วันนี้|(?<!\d)\d ?วันนี้|in a few days|ไม่กี่วัน(?:นี้)?")
)

_PLAIN_HOLIDAY = re.sub(r"\?P<\w+>", "?:", HOLIDAY)
_NIGHTS_AGO = (
    (re.compile(loose("เมื่อวานซืน(?:นี้)?|วานซืน|แรกซืน|มื้อซืน(?:นี้)?|day before yesterday")), 2),
    (
        re.compile(
            loose(
                "เมื่อวาน(?:นี้)?|เมื่อวาร|(?:เมื่อ)?(?:เช้า|บ่าย|เย็น|ค่ำ|คืน)วาน(?:นี้)?(?!ซืน)|เมือวาน|มื้อวาน(?:นี้)?|มื้อคืน|แรกวา|ตะวา|เมื่อวา(?=\\b|เจ้า| )|เมื่อคืน(?:นี้)?|\\byesterday\\b|last night"
            )
        ),
        1,
    ),
)
_DAYS_AROUND = re.compile(
    loose(rf"(?:{COUNT}) ?(?:วัน|{WEEK}) ?(?:ก่อน|หลัง) ?(?=วันที่|วันนัด|วันงาน|ช่วง|\d)")
    + rf"|{COUNT} ?(?:วัน|{WEEK}) ?(?:ก่อน|หลัง) ?(?={_PLAIN_HOLIDAY})"
)
_AGO = re.compile(
    loose(
        rf"(?:เมื่อ ?)?(?:(?P<n>{COUNT}) ?|(?<![\u0e01-\u0e2e]))(?P<unit>วัน|{WEEK}|เดือน|ปี)(?: ?(?:นึง|หนึ่ง|กว่าๆ|กว่า))? ?(?:มา)?"
        rf"(?:{GONE}|แล้ว|มานี้|เอง(?=$|[^ก-๛]|ค่ะ|คะ|ครับ|นะ))|(?P<en>{COUNT}|a) (?:days?|weeks?|months?) ago|\blast (?:week|month|year)\b"
    )
)

_PARTS = {"ต้น": (1, 10), "กลาง": (11, 20), "ปลาย": (21, 31)}
"""The thirds of a month. Its last day ("สิ้น") is asked: payday, the very last day, or thereabouts?"""
_PART_OF_MONTH = re.compile(
    loose(
        rf"(?P<part>ต้น|กลาง|ปลาย|สิ้น|ท้าย) ?(?:เดือน ?(?P<month>{MONTH})|(?P<month2>(?=[ก-ฮ])(?:{MONTH}))|เดือน(?P<which>หน้า|นี้)?)"
    )
    + r"|(?P<en>end|beginning|middle) of (?:the |this )?(?P<en_which>next )?month"
)
_WHOLE_MONTH = re.compile(
    loose(
        rf"เดือน(?P<which>หน้า|นี้)|เดือน ?(?P<month>{MONTH})|(?P<month2>(?=[\u0e01-\u0e2e])(?:{MONTH}))(?: ?ปี)?นี้|(?P<en>next|this) month"
    )
)
_WITHIN = re.compile(loose(rf"(?:ภายใน|within) ?(?P<n>{COUNT}) ?(?:วัน|days?)"))
_YEARS = re.compile(loose("(?:ต้น|กลาง|ปลาย)?ปี(?:หน้า|โน้น)|ต้นปี|กลางปี|next year"))
_MONTHS = 12
_END_OF_YEAR = re.compile(loose("(?:สิ้น|ปลาย)ปี(?:นี้)?|end of (?:the )?year"))
_HOLIDAY = re.compile(loose("(?:ช่วง)? ?") + f"(?:{HOLIDAY})")


def rules_for(calendar: Calendar, text: str) -> Sequence[Rule[date]]:
    """This function will give the rules, those that take more words first."""
    foreign = not _THAI.search(text)
    written = partial(_written, calendar)
    return (
        (_FEW_DAYS, ask),
        (_BREAK, ask),
        (BESIDE, ask),
        (_WITHIN, partial(_within, calendar)),
        *((pattern, partial(_days_ago, calendar, days=days)) for pattern, days in _NIGHTS_AGO),
        (_ISO, written),
        (_DAY_MONTH, written),
        (_DAY_OF_NUMBERED_MONTH, written),
        (_MONTH_THEN_DAY, written),
        (_MONTH_DAY, written),
        (_DOTS, written),
        (_FIGURES, partial(_figures, calendar, foreign=foreign)),
        (_NUMBERED_NEXT_MONTH, partial(_of_month, calendar)),
        (_TAKEN_BACK, partial(_taken_back, calendar)),
        (_NUMBERED, partial(_numbered, calendar)),
        (_MOVED_TO_NUMBER, partial(_bare, calendar)),
        (_DAYS_AHEAD, partial(_days_ahead, calendar)),
        weeks_on_rule(calendar),
        (_FROM_NOW, partial(_later, calendar)),
        (_LATER, partial(_later, calendar)),
        *((pattern, partial(_days_ahead_by, calendar, days=days)) for pattern, days in _NEAR),
        (_DAYS_AROUND, ask),
        (_AGO, partial(_ago, calendar)),
        (_PART_OF_MONTH, partial(_part_of_month, calendar)),
        *weekday_rules(calendar),
        (_WHOLE_MONTH, partial(_whole_month, calendar)),
        (_END_OF_YEAR, lambda hit: ask(hit, date(calendar.today.year, 12, 31))),
        (_HOLIDAY, partial(_holiday, calendar)),
        (_YEARS, ask),
    )


def _written(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read a day with its month; without a year it is the next one, if that is not too far away."""
    parts = hit.groupdict()
    named, dated = parts["month"] or parts["month2"], parts.get("year") or parts.get("year2")
    month = int(named) if named.isdecimal() else MONTH_OF[named]
    year = calendar.year(dated) if dated else None
    if parts.get("which_year"):
        year = calendar.today.year + (parts["which_year"] == "หน้า")
    on = calendar.dated(number_of(parts["day"]), month, year)
    if on is None or (dated and year is None):
        return ask(hit)
    if on < calendar.today:
        return past(hit, on)
    earlier = calendar.dated(on.day, month, on.year - 1) if year is None else None
    if year is None and calendar.is_far(on):
        return ask(hit, earlier=earlier)
    if parts.get("or"):
        other = calendar.dated(number_of(parts["or"]), month, on.year)
        return ask(hit, *sorted({on, other} if other else {on}))
    start = parts.get("from") or parts.get("between")
    first = calendar.dated(number_of(start), month, on.year) if start else None
    if start:
        return span(hit, first, on) if first else ask(hit)
    return one(hit, on, earlier=earlier)


def _figures(calendar: Calendar, hit: re.Match[str], *, foreign: bool) -> Mention[date]:
    """This function will read "15/12"; to a foreigner, "5/12" may be May. A year of the Buddhist era tells a Thai."""
    day, month, written = int(hit["day"]), int(hit["month"] or hit["month2"]), hit["year"] or hit["year2"]
    year = calendar.year(written) if written else None
    is_thai_year = year is not None and (year + BUDDHIST_ERA) % 100 == int(written) % 100
    if not 1 <= month <= _MONTHS:
        return ask(hit)
    if foreign and day <= _MONTHS and not is_thai_year:
        ways = ((day, month), (month, day))
        days = (calendar.dated(day, month, None) for day, month in ways)
        return ask(hit, *sorted({day for day in days if day}))
    return _written(calendar, hit)


def _numbered(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read "วันที่ 25", and several or a range of such."""
    day = number_of(hit["day"] or hit["said"])
    days = calendar.numbered(day)
    if hit["till"]:
        till = calendar.numbered(number_of(hit["till"]))
        if hit["or"] or len(days) != 1 or len(till) != 1:
            return ask(hit, *sorted({*days, *till}))
        return span(hit, days[0], till[0])
    if len(days) == 1 or (days and hit["this"]):
        return one(hit, days[0], earlier=calendar.last_numbered(day))
    return ask(hit, *days, earlier=calendar.last_numbered(day))


def _bare(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will ask for a mere number that likely is a day's."""
    group = "day" if hit["day"] else "day2"
    return ask(hit, *calendar.numbered(int(hit[group]))).over(*hit.span(group))


def _taken_back(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read the number that stands for a slip of the pen."""
    days = calendar.numbered(int(hit["day"]))
    return one(hit, days[0]) if len(days) == 1 else ask(hit, *days)


def _of_month(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    this, day = hit["this"] or hit["this2"], number_of(hit["day"] or hit["day2"])
    first, last = calendar.month(0 if this.startswith("น") else 1)
    return one(hit, first.replace(day=day)) if 1 <= day <= last.day else ask(hit)


def _days_ahead(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will count from today; who moves an appointment by days may count from the appointment."""
    if _MOVED_BY.search(hit.string[max(0, hit.start() - 16) : hit.start()]):
        return ask(hit)
    first = calendar.today + timedelta(days=number_of(hit["n"]))
    if hit["about"]:
        return ask(hit, first)
    return (
        span(hit, first, calendar.today + timedelta(days=number_of(hit["m"])))
        if hit["m"]
        else one(hit, first)
    )


def _within(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    return span(hit, calendar.today, calendar.today + timedelta(days=number_of(hit["n"])))


def _days_ahead_by(calendar: Calendar, hit: re.Match[str], *, days: int) -> Mention[date]:
    return one(hit, calendar.today + timedelta(days=days))


def _later(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read "in two weeks", which nobody means to the day."""
    count = number_of(hit["n"]) if hit["n"] and hit["n"] != "a" else 1
    if hit["unit"].startswith(("เดือน", "month")):
        return ask(hit)
    if hit["unit"].startswith("day"):
        return one(hit, calendar.today + timedelta(days=count))
    if _EXACTLY.match(hit.string[hit.end() :]):
        return one(hit, calendar.today + timedelta(weeks=count))
    return ask(hit, calendar.today + timedelta(weeks=count))


def _days_ago(calendar: Calendar, hit: re.Match[str], *, days: int) -> Mention[date]:
    return past(hit, calendar.today - timedelta(days=days))


def _ago(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read days ago to the day, and weeks or months as merely over."""
    if hit["n"] and hit["unit"] == "วัน" and not re.search(loose("กว่า|(?<!ที่)แล้ว$|มานี้"), hit[0]):
        return past(hit, calendar.today - timedelta(days=number_of(hit["n"])))
    if hit["en"] and hit["en"] != "a" and " day" in hit[0]:
        return past(hit, calendar.today - timedelta(days=number_of(hit["en"])))
    return past(hit)


def _part_of_month(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read the thirds of a month; the one that runs now is asked, for it may be the next month's."""
    named = hit["month"] or hit["month2"]
    ahead = 1 if (hit["which"] or "").startswith("ห") or hit["en_which"] else 0
    first, last = calendar.named_month(MONTH_OF[named]) if named else calendar.month(ahead)
    part = {"end": "สิ้น", "beginning": "ต้น", "middle": "กลาง", "ท้าย": "ปลาย"}.get(hit["en"] or hit["part"])
    part = part or re.sub("[\u0e47-\u0e4c]", "", hit["part"]).replace("ตน", "ต้น").replace("สิน", "สิ้น")
    if part == "สิ้น":
        return ask(hit, last)
    start, end = _PARTS[part]
    is_bare = not (named or hit["which"] or hit["en"])
    if is_bare and calendar.today.day > end:
        first, last = calendar.month(1)
    elif is_bare and calendar.today.day >= start:
        return ask(hit)
    return span(hit, first.replace(day=start), first.replace(day=min(end, last.day)))


def _whole_month(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    named = hit["month"] or hit["month2"]
    if named:
        return span(hit, *calendar.named_month(MONTH_OF[named]))
    this = hit["which"] or hit["en"]
    return span(hit, *calendar.month(0 if this[0] in "นt" else 1))


def _holiday(calendar: Calendar, hit: re.Match[str]) -> Mention[date]:
    """This function will read a holiday of one day or several; one that nobody told is asked."""
    key = next(name for name, value in hit.groupdict().items() if value)
    days = calendar.holiday(key)
    if days is None:
        return ask(hit)
    return one(hit, days[0]) if days[0] == days[1] else span(hit, *days)
