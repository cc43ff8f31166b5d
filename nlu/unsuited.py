"""Days and times that a message rules out: "tomorrow doesn't work", "not Friday", "เสาร์นี้ไม่ว่าง".

For the rules of days and times they are no day of a visit. Here they are what must not be offered any more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from nlu.calendar_days import Calendar
from nlu.dates import days_in
from nlu.mentions import Mention, Says
from nlu.numerals import loose
from nlu.spelling import tidy
from nlu.times import times_in

THAT = "that"
"""Stands for the day or the time that was just named by us: "that day doesn't work"."""

WEEKDAY = "w"
"""Before a number, 0 for Monday: every such day."""

_NO_QUESTION = r"(?! ?(?:หรอ|เหรอ|รึ|หรือ|ใช่(?:ไหม|มั้ย)|ไหม|มั้ย|\?))"
_ENDS = r"(?=$|[^\u0e00-\u0e7f]|ค่ะ|คะ|ครับ|คับ|ค่า|นะ|แล้ว|เลย|จ้า|อะ|อ่ะ|อ่า|แน่|จริง|ขอ|เปลี่ยน|ติด|เพราะ|ล่ะ|ละ|หรอก|ด้วย|สักวัน)"
_NOT_AHEAD = re.compile(
    loose(
        r"ไม่เอา|ยกเว้น|\bnot(?: on)?\b|\bexcept\b|\banything but\b|\bcan(?:'?t|not| not) (?:do|make|come)(?: it)?(?: on)?\b"
        r"|\b(?:not free|not available|busy)(?: on)?\b|ไม่(?:ว่าง|สะดวก)"
    )
    + _NO_QUESTION
)
_NOT_BEHIND = re.compile(
    loose(
        rf"(?:(?:ก็|หนู|เรา|พี่|คง|น่าจะ|คือ){{0,2}} ?(?:ไม่(?:ว่าง|สะดวก|เอา|โอเค)|(?<!ได้)ไม่(?:ได้|ทัน|ไหว|อยู่){_ENDS}))"
        r"|ติด(?:ธุระ|งาน|ประชุม)|(?:do|does|will|wo|is|are)(?: not|n'?t) (?:really )?(?:work|suit|good|ok|possible|great)\w*"
        r"|(?:is |are )?(?:not? (?:good|possible|ok|available|free)|bad)\b|i(?:'m| am) (?:busy|not free)|i can(?:'?t|not)(?! \w)"
    )
    + _NO_QUESTION
)
_NOT_SO = re.compile(loose("ไม่ใช่"))
_BETWEEN = re.compile(
    r" ?(?:วัน|วันที่|ตอน|ช่วง|เวลา|on|in|the|at|in the|on the|ก่อน|หลัง|before|after|ก่อนเวลา|หลังเวลา)? ?"
)
_CHAINED = re.compile(r"(?: ?,? ?(?:และ|กับ|and|or|nor|หรือ|แล้วก็) ?(?:วันที่|วัน|on|ตอน|ช่วง)? ?)?")
"""What joins two days or two times; a mere space or comma joins none: "not Saturday, Sunday" means the Sunday."""

_PAIRED = re.compile(r" ?(?:ตอน|ช่วง|เวลา|ที่|at|in the|on|on the|วัน|วันที่|ก่อน|หลัง|before|after|ของ)? ?")
"""What may stand between a day and its part."""

_MEANT = re.compile(
    loose(
        r" ?(?:ก็|น่าจะ|คง|อะ|อ่ะ){0,2} ?(?:ได้(?! ?ไม่(?:ได้)?$)|แทน|โอเค|ว่าง|สะดวก|ดีกว่า|ok\b|okay\b|instead\b|works\b|suits\b|would work\b|better\b"
        r"|(?:is|are|'s|would be|will be) (?:fine|ok|okay|good|better|possible|great|free)\b|i(?:'m| am) free\b|i can\b(?!'?t| ?not))"
    )
)
"""Behind a day or a time: it is what she wants."""

_ONLY_OF_TIME = re.compile(loose(r"ไม่เอา"))
"""Of a part of the day it leaves the day alone: "this Saturday, not before two"."""

_SATURDAY, _SUNDAY = 5, 6
_LAST_SIGN = re.compile(r"\|(?!\|)")
"""Where what rules out ends, a word may begin."""

_LISTED = re.compile(r" ?, ?| ")
_WANTED = re.compile(
    r"(?:ขอ|จอง|นัด|เอา|อยาก|เป็น|ได้|สะดวก|want|like|book|take|for|on|is|me) ?(?:วัน|on|for)? ?$"
)
"""Before a day: it is what she wants, whatever is said of the next one."""

_THAT_DAY = re.compile(r"(?:วันนั้น|that day) ?$")
_THAT_TIME = re.compile(r"(?:เวลา(?:นั้น|นี้)|ตอนนั้น|th(?:at|is) time) ?$")
_GAP = 8
"""So many letters may stand between a day and what rules it out: "เสาร์นี้ก็คง ... ไม่ว่าง"."""


Named = Mention[date] | Mention[time]


@dataclass(frozen=True, kw_only=True)
class Unsuited:
    """What a message rules out.

    Attributes:
        days: Each a date (ISO 8601), two with a slash for all between, `w` and a weekday, or `THAT`.
        times: Each a time (ISO 8601), two with a slash, or `THAT`.
        parts: Each a day, a space, and a time of that day only.
        rest: The tidied message without them: what it names there is meant.
        denied: None, or where the ruling out is only a "no, not so" (ไม่ใช่): the message without that word. Who is
            asked "Friday?" and says so of a Saturday corrects us; who says so of the Friday rules it out.
        is_close: Whether nothing stands between that word and what it denies.
    """

    days: tuple[str, ...]
    times: tuple[str, ...]
    rest: str
    parts: tuple[str, ...] = ()
    denied: str | None = None
    is_close: bool = False


@dataclass(frozen=True)
class _Hit:
    """Words that rule something out, and on which side of them it may stand."""

    start: int
    end: int
    looks_back: bool = False
    looks_ahead: bool = False
    is_soft: bool = False
    is_of_time: bool = False


def unsuited_in(text: str, *, calendar: Calendar) -> Unsuited | None:
    """This function will find what a message rules out; None where it rules out no day and no time.

    Args:
        text: The message.
        calendar: The branch's calendar on that day.
    """
    read = tidy(text)
    hits = _hits(read)
    if not hits:
        return None
    masked = list(read)
    for hit in hits:
        masked[hit.start : hit.end] = "|" * (hit.end - hit.start)
    days, times = _mentions("".join(masked), read, calendar)
    named: list[Named] = sorted([*days, *times], key=_start)
    named = [one for one in named if not _MEANT.match(read, one.end)]
    taken: dict[int, Named] = {}
    out: tuple[list[str], list[str], list[str]] = ([], [], [])
    soft: _Hit | None = None
    for hit in hits:
        denied = sorted(_denied(hit, read, named).items())
        of = {start: one for start, one in denied if start not in taken}
        taken |= of
        soft = hit if of and hit.is_soft else soft
        for kept, new in zip(out, _ruled_out(of, days), strict=True):
            kept.extend(new)
    out_days, out_times, parts = out
    that_days = [THAT] * any(_THAT_DAY.search(read[: hit.start]) for hit in hits)
    that_times = [THAT] * any(_THAT_TIME.search(read[: hit.start]) for hit in hits)
    if not any((out_days, out_times, parts, that_days, that_times)):
        return None
    rest = "".join(masked)
    for one in taken.values():
        rest = rest[: one.start] + "|" * (one.end - one.start) + rest[one.end :]
    return Unsuited(
        days=tuple(that_days + out_days),
        times=tuple(that_times + out_times),
        parts=tuple(parts),
        rest=rest.replace("|", " ").strip(),
        denied="".join(masked).replace("|", " ").strip() if soft else None,
        is_close=soft is not None and read[soft.end : soft.end + 1] != " ",
    )


def _hits(text: str) -> list[_Hit]:
    """This function will find the words that rule something out, in their order; no letter is read twice."""
    found = [
        _Hit(hit.end() - len(hit.group().lstrip()), hit.end(), looks_back=True)
        for hit in _NOT_BEHIND.finditer(text)
    ]
    for rule, is_soft in ((_NOT_AHEAD, False), (_NOT_SO, True)):
        for hit in rule.finditer(text):
            same = [one for one in found if one.start < hit.end() and hit.start() < one.end]
            found = [one for one in found if one not in same]
            both = _Hit(
                min([hit.start(), *(one.start for one in same)]),
                max([hit.end(), *(one.end for one in same)]),
                looks_back=bool(same),
                looks_ahead=True,
                is_soft=is_soft,
                is_of_time=_ONLY_OF_TIME.match(hit.group()) is not None,
            )
            found.append(both)
    return sorted(found, key=lambda one: one.start)


def may_rule_out(text: str) -> bool:
    """This function will say whether there are words in a tidied message by which a day or time can be ruled out."""
    return bool(_hits(text))


def _mentions(masked: str, text: str, calendar: Calendar) -> tuple[list[Mention[date]], list[Mention[time]]]:
    """This function will find the days and times that a message names, whatever is said of them."""
    found = [one for one in days_in(masked, calendar=calendar) if one.says not in {Says.PAST, Says.NOT}]
    days = [each for one in found for each in _each(one, text, calendar)]
    blank = masked
    for one in days:
        blank = blank[: one.start] + " " * (one.end - one.start) + blank[one.end :]
    blank = _LAST_SIGN.sub(" ", blank)
    return days, [one for one in times_in(blank) if one.says not in {Says.PAST, Says.NOT}]


def _each(days: Mention[date], text: str, calendar: Calendar) -> list[Mention[date]]:
    """This function will take days apart that nothing but a space or a comma joins; else they stay one."""
    apart: list[Mention[date]] = []
    at = days.start
    for words in _LISTED.split(text[days.start : days.end]):
        at = text.index(words, at)
        found = days_in(words, calendar=calendar)
        if len(found) != 1 or not words:
            return [days]
        apart.append(found[0].over(at + found[0].start, at + found[0].end))
        at += len(words)
    return apart if len(apart) > 1 else [days]


def _ruled_out(of: dict[int, Named], days: Sequence[Named]) -> tuple[list[str], list[str], list[str]]:
    """This function will write what one word rules out: days, times, and times of some days only."""
    on = [rule for one in of.values() if one in days for rule in _rules(one)]
    at = [rule for one in of.values() if one not in days for rule in _rules(one)]
    return ([], [], [f"{day} {part}" for day in on for part in at]) if on and at else (on, at, [])


def _start(one: Named) -> int:
    return one.start


def _denied(hit: _Hit, text: str, named: Sequence[Named]) -> dict[int, Named]:
    """This function will give the days and times that one such word rules out: those beside it, the nearer side.

    A day before it and a part of the day behind it belong together: "tomorrow I'm not free in the morning".
    """
    before = _before(hit, text, named) if hit.looks_back else {}
    behind = _behind(hit, text, named) if hit.looks_ahead else {}
    if not before or not behind:
        return before or behind
    has_times_only = all(isinstance(_value(one), time) for one in behind.values())
    if has_times_only and hit.is_of_time:
        return behind
    if has_times_only and all(isinstance(_value(one), date) for one in before.values()):
        return before | behind
    is_nearer = min(behind) - hit.end < hit.start - max(one.end for one in before.values())
    return behind if is_nearer else before


def _before(hit: _Hit, text: str, named: Sequence[Named]) -> dict[int, Named]:
    """This function will give the days and times that stand before a word, and belong together."""
    found: dict[int, Named] = {}
    last: Named | None = None
    for one in reversed([one for one in named if one.end <= hit.start]):
        if last is None:
            between = text[one.end : hit.start]
            is_near = len(between) <= _GAP and "," not in between
        else:
            is_near = _belong(one, last, text) or _is_listed(one, last, text)
        if not is_near:
            break
        found[one.start] = last = one
    return found


def _is_listed(one: Named, other: Named, text: str) -> bool:
    """This function will say whether two weekdays stand side by side as a list: "จันทร์ อังคารไม่ว่าง" is both."""
    is_same_kind = one.repeats and other.repeats and None not in (one.weekday, other.weekday)
    between = _LISTED.fullmatch(text, one.end, other.start)
    return is_same_kind and between is not None and _WANTED.search(text[: one.start]) is None


def _behind(hit: _Hit, text: str, named: Sequence[Named]) -> dict[int, Named]:
    """This function will give the days and times that stand right behind a word, and belong together."""
    found: dict[int, Named] = {}
    last: Named | None = None
    for one in (one for one in named if one.start >= hit.end):
        is_near = (
            _BETWEEN.fullmatch(text, hit.end, one.start) is not None
            if last is None
            else _belong(last, one, text, is_soft=hit.is_soft)
        )
        if not is_near:
            break
        found[one.start] = last = one
    return found


def _belong(one: Named, other: Named, text: str, *, is_soft: bool = False) -> bool:
    """This function will say whether what is said of a day or time is said of its neighbour too.

    "เสาร์ อาทิตย์" is the weekend, if no "not so" stands before it.
    """
    if isinstance(_value(one), date) is not isinstance(_value(other), date):
        return _PAIRED.fullmatch(text, one.end, other.start) is not None
    is_weekend = (one.weekday, other.weekday) == (_SATURDAY, _SUNDAY) and not is_soft
    return (is_weekend and text[one.end : other.start] == " ") or (
        _CHAINED.fullmatch(text, one.end, other.start) is not None
    )


def _value(one: Named) -> date | time | None:
    """This function will give a day or time that a mention names, to tell which of the two it is."""
    return next(iter([*one.possible, *(value for value in (one.first, one.last) if value is not None)]), None)


def _rules(one: Named) -> list[str]:
    """This function will write what is ruled out; "not before two" leaves two o'clock itself free."""
    if one.says is Says.SPAN:
        return [f"{_written(one.first)}/{_written(one.last, is_open=one.first is None)}"]
    if one.repeats and one.weekday is not None:
        return [f"{WEEKDAY}{one.weekday}"]
    return [_written(value) for value in one.possible]


def _written(value: date | time | None, *, is_open: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, time):
        return (minute_before(value) if is_open else value).isoformat("minutes")
    return value.isoformat()


def minute_before(at: time) -> time:
    """This function will give the last minute before a time of day; midnight has none and stays."""
    minutes = max(0, at.hour * 60 + at.minute - 1)
    return time(minutes // 60, minutes % 60)
