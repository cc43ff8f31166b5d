"""The expressions in which times of day are written, and how each is read."""

import re
from collections.abc import Callable
from datetime import time
from functools import partial

from nlu.mentions import Mention, Rule, ask, one, span
from nlu.numerals import COUNT, ENGLISH_NUMBER, FIVES, NUMBER, NUMBER_WORDS, loose, number_of

_NO_COUNT = r"(?! ?(?:คน|ครั้ง|ยู|บาท|ท่าน|วัน(?!เดิม|เดียวกัน|ไหน|นั้น|อื่น)|พัน|ร้อย|cc|ซีซี|เข็ม|จุด))"
_MINUTES = loose(
    rf"(?: ?(?P<half>ครึ่ง)| ?(?:(?P<min>{COUNT}) ?นาที|(?P<five>{FIVES}|[1-5][05]){_NO_COUNT}(?!\d|เอ็ด|[^ ]{{0,6}}(?:โมง|ทุ่ม)| ?(?:โมง|ทุ่ม))))?"
)
_TO = loose(r" ?(?:-|–|~|ถึง|to|and) ?")
_RANGE = rf"(?:(?P<from>{NUMBER}){_TO})?"
_HOUR = rf"(?P<h>{NUMBER})"
_AT = r"(?<![\d.:/])"

_MORNING = re.compile(
    rf"{_AT}{_RANGE}{_HOUR} ?โมง{_MINUTES} ?(?:ตอน)?{loose('เช้า')}|{loose('เช้า')} ?{_RANGE.replace('<from>', '<from2>')}{_HOUR.replace('<h>', '<h2>')} ?โมง(?P<half2> ?{loose('ครึ่ง')})?"
)
_EVENING = re.compile(
    rf"{_AT}{_RANGE}{_HOUR} ?โมง{_MINUTES} ?(?:ตอน)?{loose('เย็น')}|{loose('เย็น')} ?{_RANGE.replace('<from>', '<from2>')}{_HOUR.replace('<h>', '<h2>')} ?โมง(?P<half2> ?{loose('ครึ่ง')})?"
)
_AFTERNOON = re.compile(
    rf"บ่?าย ?(?:(?:ๆ)? ?{_RANGE}{_HOUR}(?!\d|[:.]\d)(?: ?โมง|{_NO_COUNT})|(?P<one>โมง)){_MINUTES}|{_AT}{_RANGE.replace('<from>', '<from2>')}{_HOUR.replace('<h>', '<h2>')} ?โมง(?P<half2> ?{loose('ครึ่ง')})? ?(?:ตอน)?บ่าย"
)
_NIGHT = re.compile(
    rf"(?<!กี่)(?<!กี่ )(?:{_AT}{_RANGE}{_HOUR} ?)?{loose('ทุ่ม')}(?!เท|ทุน){loose(' ?(?:นึง|หนึ่ง)')}?{_MINUTES}"
)
_DEEP_NIGHT = re.compile(
    rf"(?<![\u0e01-\u0e2e])ตี ?(?P<h>[1-5](?!\d)|หนึ่ง|นึง|{loose('สอง|สาม|สี่|ห้า')}){_MINUTES}"
)
_NOON = re.compile(
    r"(?:(?<!พัก)(?<!ช่วง)(?<!ตอน)(?<!ข้าว)(?<!มื้อ)(?<!แถว)"
    + loose(r"|(?<=ตอน)(?=เที่ยง ?(?:ครึ่ง|ตรง|\d)))")  # "ตอนเที่ยง" alone is a part of the day
    + loose("เที่ยง(?!คืน|ง|ธรรม)(?:ตรง|วัน)?")
    + _MINUTES
    + r"|\b(?:at )?noon\b"
)
_PLAIN_HOUR = re.compile(rf"{_AT}{_RANGE}{_HOUR} ?โมง{_MINUTES}")
_UNIT = r"น\.|น(?![\u0e01-\u0e4e])|นาฬิกา|pm\b|am\b|p\.m\.|a\.m\."
_CLOCK = re.compile(
    rf"{_AT}(?P<h>[01]?\d|2[0-3])(?P<cut>[:.])(?P<m>[0-5]\d)(?![\d:]|-\d\d?-|\.\d| ?(?:บาท|cc|ซีซี|ml|%|ล้าน|หมื่น|ยู|k\b)) ?(?P<unit>{_UNIT})?"
)
_WHOLE_HOUR = re.compile(rf"{_AT}(?:(?P<from>\d{{1,2}}){_TO})?(?P<h>\d{{1,2}}) ?(?P<unit>{_UNIT})")
_HOURS = 24
_TO_24 = "|".join(
    loose(word)
    for word, number in sorted(NUMBER_WORDS.items(), key=lambda item: -len(item[0]))
    if number < _HOURS
)
_SAID_BY_24 = re.compile(rf"(?P<h>{_TO_24}) ?นาฬิกา(?: ?(?P<half>ครึ่ง)| ?(?P<min>{COUNT}) ?นาที)?(?:ตรง)?")
_ENGLISH_HOUR = re.compile(
    r"\b(?P<h2>\d{1,2}) ?o'? ?clock\b|(?:\bat|\baround|\babout|\b(?:after|before|by|from|until)(?= \d\d? ?(?:$|[,.!?)]|on\b|to(?:day|morrow)|tmrw?|please|pls|possible|works|ok|is\b|only\b|if\b|or\b|ka\b|krub|[\u0e01-\u0e5b]))) (?P<h>\d{1,2})(?![\d:.,/%k]|st|nd|rd|th| ?(?:am|pm|a\.m|p\.m|baht|cc|units?|days?|weeks?|months?|people|times|years?|hours?|min))"
)

_ENGLISH_SAID = re.compile(
    rf"(?:\b(?P<part>quarter|half|ten|twenty|five|\d{{1,2}}(?= minutes?)) (?:minutes? )?(?P<side>past|to|after|before) |\bat (?P<half>half) )?(?P<h>{ENGLISH_NUMBER})"
    rf"(?: (?P<min>thirty|fifteen|forty[- ]?five)\b)?(?: o'? ?clock\b)? ?(?:(?P<unit>a\.m|p\.m|am\b|pm\b)\.?|(?:in the|at) (?P<of>morning|afternoon|evening|night)\b)?"
)
_BETWEEN = re.compile(
    r"\b(?P<from>\d{1,2}) ?(?:-|to|and) ?(?P<h>\d{1,2}) in the (?P<of>morning|afternoon|evening)\b"
)
_MINUTES_SAID = {"quarter": 15, "half": 30, "thirty": 30, "fifteen": 15, "ten": 10, "twenty": 20, "five": 5}
_HALVES = {
    "morning": (6, 11),
    "afternoon": (12, 18),
    "evening": (16, 22),
    "night": (18, 23),
    "am": (6, 11),
    "pm": (12, 22),
}
"""The hours that English names of a half or quarter of the day leave."""

_FIRST_OPEN, _LAST_OPEN = 6, 22
"""No branch is open outside these hours; a figure outside them was not meant as a time of day as it stands."""

_LAST_EARLY = 7
"""Up to this hour, figures without a unit are as often meant after noon: people do not write 19.30 who say 7.30."""

_NOON_HOUR = 12
_AT_BEFORE = re.compile(r"(?:\bthere|\bat|ไปถึง|ตอน|เวลา) ?$")
"""Before figures: they are a time of day, be they no quarter."""
_QUARTERS = frozenset({"00", "15", "30", "45"})


def _said(read: Callable[[int], int | None], hit: re.Match[str]) -> Mention[time]:
    """This function will read a time in the Thai way of counting the day's quarters, or a range of such."""
    parts = hit.groupdict()
    minute = _minute(parts)
    written = parts.get("h") or parts.get("h2")
    hour = read(1 if not written else number_of(written))
    until = time(hour % 24, minute) if hour is not None else None
    start = parts.get("from") or parts.get("from2")
    if not start:
        return ask(hit) if until is None else one(hit, until)
    first = read(number_of(start))
    return ask(hit) if first is None or until is None else span(hit, time(first % 24), until)


def _morning(hit: re.Match[str]) -> Mention[time]:
    """This function will read "9 โมงเช้า"; "3 โมงเช้า" is nine to the old and three to the young, and is asked."""
    written = hit["h"] or hit["h2"]
    hour, start = number_of(written), hit["from"] or hit["from2"]
    if 1 <= hour <= 5 and not start:  # noqa: PLR2004
        return ask(hit, time(hour + 6, _minute(hit.groupdict())))
    return _said(lambda said: said if 6 <= said <= 11 else None, hit)  # noqa: PLR2004


def _minute(parts: dict[str, str | None]) -> int:
    if parts.get("half") or parts.get("half2"):
        return 30
    written = parts.get("min") or parts.get("five")
    minute = number_of(written) if written else 0
    return minute if minute < 60 else 0  # noqa: PLR2004 - minutes of an hour


def _plain(hit: re.Match[str]) -> Mention[time]:
    """This function will read "10 โมง"; from one to six it could be before noon or after, and is asked."""
    hour, minute = number_of(hit["h"]), _minute(hit.groupdict())
    if 7 <= hour <= 11:  # noqa: PLR2004
        first = number_of(hit["from"]) if hit["from"] else None
        if first is None:
            return one(hit, time(hour, minute))
        return span(hit, time(first), time(hour, minute)) if 6 <= first < hour else ask(hit)  # noqa: PLR2004
    if 12 <= hour <= 20 and not hit["from"]:  # noqa: PLR2004 - those who count to 24
        return one(hit, time(hour, minute))
    if not 1 <= hour <= 6 or hit["from"]:  # noqa: PLR2004
        return ask(hit)
    # Counted the old way, "3 โมง" is nine in the morning; counted from noon it is three; "6 โมง" is either end of day.
    old = hour + 6 if hour < 6 else hour  # noqa: PLR2004
    return ask(hit, time(old, minute), time(hour + 12, minute))


def _noon(hit: re.Match[str]) -> Mention[time]:
    return one(hit, time(12, _minute(hit.groupdict())))


def _clock(hit: re.Match[str]) -> Mention[time] | None:
    """This function will read "13.00 น.", "15:30", "3:30 pm"."""
    # With a dot and no unit it may be a price or a campaign's name: only quarters of an hour are read.
    is_said = _AT_BEFORE.search(hit.string[max(0, hit.start() - 8) : hit.start()])
    if hit["cut"] == "." and not hit["unit"] and hit["m"] not in _QUARTERS and not is_said:
        return None
    return _figures(hit, int(hit["h"]), int(hit["m"]))


def _whole_hour(hit: re.Match[str]) -> Mention[time]:
    until = _figures(hit, int(hit["h"]), 0)
    if not hit["from"]:
        return until
    first, is_afternoon = int(hit["from"]), hit["unit"].startswith("p")
    if is_afternoon and first < int(hit["h"]) % 12:
        first += 12
    return span(hit, time(first), until.first) if until.first and first < until.first.hour else ask(hit)


def _figures(hit: re.Match[str], hour: int, minute: int) -> Mention[time]:
    """This function will read hour, minute and unit; early hours without a unit are asked."""
    unit = (hit["unit"] or "").replace(".", "")
    if unit in {"pm", "am"} and hour <= _NOON_HOUR:
        hour = hour % 12 + (12 if unit == "pm" else 0)
        return one(hit, time(hour, minute)) if hour >= _FIRST_OPEN else ask(hit, time(hour, minute))
    if 1 <= hour <= _LAST_EARLY and (not unit or hour < _FIRST_OPEN):
        both = (time(hour, minute), time(hour + 12, minute))
        return ask(hit, *(at for at in both if at.hour >= _FIRST_OPEN))
    return one(hit, time(hour, minute)) if _FIRST_OPEN <= hour <= _LAST_OPEN else ask(hit)


def _english_hour(hit: re.Match[str]) -> Mention[time] | None:
    """This function will read "at 4": after noon, most likely, but nobody said so."""
    hour = int(hit["h"] or hit["h2"])
    if not 1 <= hour <= 23:  # noqa: PLR2004
        return None
    asked = ask(hit, *(time(at) for at in (hour, hour + 12) if _FIRST_OPEN <= at <= _LAST_OPEN))
    return asked.over(hit.start("h") if hit["h"] else hit.start(), hit.end())


def _english_said(hit: re.Match[str]) -> Mention[time] | None:
    """This function will read "quarter past five in the afternoon"; without a half of the day it is asked."""
    of, is_word = hit["of"] or (hit["unit"] or "").replace(".", ""), not hit["h"].isdecimal()
    minute = hit["part"] or hit["half"] or hit["min"]
    if not (minute or (of and (is_word or hit["of"]))):
        return None
    minutes = (
        (_MINUTES_SAID.get(minute) or (45 if minute.startswith("forty") else number_of(minute)))
        if minute
        else 0
    )
    hour, back = number_of(hit["h"]), hit["side"] in {"to", "before"}
    if not 1 <= hour <= _NOON_HOUR or minutes >= 60 or (hit["part"] == "half" and back):  # noqa: PLR2004 - minutes of an hour
        return None
    first, last = _HALVES.get(of, (_FIRST_OPEN, _LAST_OPEN))
    hours = [at for at in (hour % 12, hour % 12 + 12) if first <= at <= last]
    times = [time(at - back, 60 - minutes if back else minutes) for at in hours]
    return one(hit, times[0]) if of and len(times) == 1 else ask(hit, *times)


def _between(hit: re.Match[str]) -> Mention[time]:
    """This function will read "between 1 and 3 in the afternoon"."""
    low, high = _HALVES[hit["of"]]
    ends = [
        next((at for at in (int(hit[part]), int(hit[part]) + 12) if low <= at <= high), None)
        for part in ("from", "h")
    ]
    return ask(hit) if None in ends else span(hit, time(ends[0] or 0), time(ends[1] or 0))


CLOCK_RULES: tuple[Rule[time], ...] = (
    (_MORNING, _morning),
    (_EVENING, partial(_said, lambda hour: hour + 12 if 3 <= hour <= 7 else None)),  # noqa: PLR2004
    (_AFTERNOON, partial(_said, lambda hour: hour + 12 if 1 <= hour <= 5 else None)),  # noqa: PLR2004
    (_NIGHT, partial(_said, lambda hour: hour + 18 if 1 <= hour <= 5 else None)),  # noqa: PLR2004
    (_DEEP_NIGHT, partial(_said, lambda hour: hour)),
    (_NOON, _noon),
    (_PLAIN_HOUR, _plain),
    (_BETWEEN, _between),
    (_ENGLISH_SAID, _english_said),
    (_CLOCK, _clock),
    (_SAID_BY_24, lambda hit: one(hit, time(number_of(hit["h"]), _minute(hit.groupdict())))),
    (_WHOLE_HOUR, _whole_hour),
    (_ENGLISH_HOUR, _english_hour),
)
