"""Which day and time a message means, of all it mentions. Where it is not clear, what it could be."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from nlu.calendar_days import Calendar
from nlu.date_words import SLIP
from nlu.dates import days_in, visits
from nlu.in_role import in_their_roles
from nlu.mentions import Mention, Says, T, after, before
from nlu.numerals import loose
from nlu.times import times_in
from nlu.understanding import Entity

_MOVED_TO = re.compile(
    loose(
        r"(?:เป็น|ไปเป็น|ไป|เปลี่ยนเป็น|แทน|\bto(?: the)?(?: same time on)?(?: next| this| coming)?) ?(?:วันที่|วัน|ตอน|เวลา)? ?$"
    )
)
_MOVED_FROM = re.compile(
    loose(
        r"จาก|ไม่ใช่|\bfrom\b|เปลี่ยน|เลื่อน|ย้าย|ขยับ|แก้|\bmove\b|\bchange\b|reschedul|\bswitch\b|\bshift\b|\bswap\b|\bpush\b|นัดไว้|เดิม|ไม่ทัน"
    )
)
_SLIP = re.compile(SLIP)
"""Who says this between two days takes the first one back."""

_SLIP_RIGHT_AFTER = re.compile(
    rf"^[ ,.]{{0,2}}(?:ค่ะ|คะ|ครับ|นะคะ|th|st|nd|rd)?[ ,.]{{0,2}}(?!(?:ขอโทษ|sorry)(?!.{{0,12}}\d))(?:{SLIP})"
)
"""Nothing that was read stands for what was taken back: it must be asked."""
_INSTEAD = re.compile(
    r" ?(?:ค่ะ|คะ|ครับ)? ?(?:แทน(?:ที่)?|instead of|rather than|in place of) ?(?:ของ)? ?(?:วันที่|วัน|the|on)? ?"
)
_CHOSEN_BEFORE = re.compile(
    loose(
        r"(?:ขอ|เอา|จอง|ลงให้|ลงคิว|นัดให้|สรุป|ตกลง(?:เป็น)?|ขอใช้|ใช้|make it|book(?: me)?|go with|so|let's do) ?(?:เป็น|ย้าย|พา[^ ]{1,6}ไป|ไป|คิว|for)? ?(?:วันที่|วัน|ตอน|ช่วง|รอบ|เวลา|on|the)? ?$"
    )
)
_CHOSEN_AFTER = re.compile(
    loose(r"^ ?(?:นี้)? ?(?:แทน(?!ที่)|ดีกว่า|ละกัน|แล้วกัน|ไปเลย|it is\b|then\b|please\b|pls\b|instead\b)")
)
"""Beside a day or time: of all that are named, this one is asked for."""
_INSTEAD_RIGHT_BEFORE = re.compile("แทน(?:ที่)?(?:ของ)?(?:วันที่|วัน)?$")
"""Between two days: the first one counts; before the only one: who knows."""

_END = re.compile(
    loose(r"(?:ขอ|เอา|เป็น)วัน(?:(?P<first>แรก)|สุดท้าย)(?! ?ของ)|\bthe (?:(?P<first_en>first)|last) day\b")
)
"""Of several days she names one end."""
_NEAR = 12
"""A time that stands no farther than this many letters behind a day belongs to it."""


def moments_in(text: str, *, now: datetime, zone: ZoneInfo, calendar: Calendar) -> Iterator[Entity]:
    """This function will find the day and the time that are meant, at most one of each, and days that are over.

    Args:
        text: The message, tidied, without phone numbers.
        now: When it was sent, aware UTC.
        zone: The branch's time zone.
        calendar: The branch's calendar on that day.
    """
    days = days_in(text, calendar=calendar)
    blank = list(text)
    for day in days:
        if not _names_a_part(text[day.start : day.end]):
            blank[day.start : day.end] = " " * (day.end - day.start)
    without_days = "".join(blank)
    moments = [at for at in times_in(without_days) if not _is_over(at, days)]
    days, times, old = in_their_roles(days, moments, text)
    moments = [at for at in times if at.says not in {Says.PAST, Says.NOT}]
    day_meant, time_meant = _meant(list(visits(days)), text), _meant(moments, without_days)
    end = _END.search(text)
    if day_meant and day_meant.says is Says.SPAN and end:
        ends = (day_meant.first if end["first"] or end["first_en"] else day_meant.last,)
        day_meant = replace(
            day_meant, says=Says.ASK, first=None, last=None, choices=tuple(day for day in ends if day)
        )
    if _has_passed(day_meant, time_meant, now.astimezone(zone)) and time_meant:
        time_meant = replace(time_meant, says=Says.ASK, first=None, choices=())
    yield from _told("date", day_meant, text)
    yield from _told("time", time_meant, text)
    for day in days:
        if day.says is Says.PAST:
            yield Entity("date_past", _written(day.first), text[day.start : day.end].strip())
    for day in old:
        if not (day_meant and day_meant.start == day.start):
            yield Entity("date_standing", _listed(day.possible), text[day.start : day.end].strip())


def _names_a_part(words: str) -> bool:
    """This function will tell whether a day's words name a part of the day too: "tonight"."""
    return bool(re.match(loose("(?:เย็น|บ่าย|เช้า|ค่ำ|คืน|แลง)นี้|ton(?:ight|ite|igt|ihgt)|2nite"), words))


def _is_over(at: Mention[time], days: Sequence[Mention[date]]) -> bool:
    """This function will tell whether a time belongs to a day that is over."""
    ahead = [day for day in days if day.end <= at.start]
    if ahead and ahead[-1].says in {Says.PAST, Says.NOT} and at.start - ahead[-1].end <= _NEAR:
        return ahead[-1].says is Says.PAST
    return bool(days) and all(day.says is Says.PAST for day in days)


def _has_passed(day: Mention[date] | None, at: Mention[time] | None, here: datetime) -> bool:
    return bool(
        day
        and at
        and day.says is at.says is Says.ONE
        and day.first == here.date()
        and at.first
        and at.first <= here.time()
    )


def _meant(mentions: Sequence[Mention[T]], text: str) -> Mention[T] | None:
    """This function will choose the mention that is meant; several that do not agree become a question."""
    mentions = _settled(_not_replaced(mentions, text), text)
    if len(mentions) > 1 and _is_moved(mentions[-1], text):
        mentions = mentions[-1:]
    mentions = _chosen(mentions, text)
    if not mentions:
        return None
    sure = [mention for mention in mentions if mention.says is Says.ONE]
    if len({mention.first for mention in sure}) == 1 and all(
        _holds(mention, sure[0]) for mention in mentions
    ):
        return sure[0]
    if len({(mention.says, mention.first, mention.last, mention.choices) for mention in mentions}) == 1:
        return mentions[0]
    if all(mention.says is Says.SPAN for mention in mentions):
        return _overlap(mentions)
    choices = {value for mention in mentions for value in mention.possible}
    return replace(mentions[0], says=Says.ASK, first=None, last=None, choices=tuple(sorted(choices)))


def _chosen(mentions: Sequence[Mention[T]], text: str) -> Sequence[Mention[T]]:
    """This function will leave out what is only told of, where another one is asked for in so many words."""
    asked_for = [
        one
        for one in mentions
        if _CHOSEN_BEFORE.search(before(text, one)) or _CHOSEN_AFTER.match(after(text, one))
    ]
    return asked_for if asked_for and asked_for[-1] is mentions[-1] else mentions


def _not_replaced(mentions: Sequence[Mention[T]], text: str) -> Sequence[Mention[T]]:
    """This function will leave out what another day or time stands in for: "2 Dec instead of 25 Nov"."""
    first = mentions[0] if mentions else None
    if first and _INSTEAD_RIGHT_BEFORE.search(text[: first.start]):
        return mentions[1:] or [replace(first, says=Says.ASK, first=None, last=None, choices=first.possible)]
    return [
        mention
        for at, mention in enumerate(mentions)
        if at == 0 or not _INSTEAD.fullmatch(text[mentions[at - 1].end : mention.start])
    ]


def _settled(mentions: Sequence[Mention[T]], text: str) -> Sequence[Mention[T]]:
    """This function will leave out what was taken back; where nothing stands for it, it is asked."""
    left = _after_a_slip(mentions, text)
    if not mentions or len(left) < len(mentions):
        return left
    last = mentions[-1]
    is_read = _SLIP.search(text, last.start, last.end)
    if is_read or not _SLIP_RIGHT_AFTER.match(text[last.end :]):
        return mentions
    asked = list(mentions)
    asked[-1] = replace(last, says=Says.ASK, first=None, last=None, choices=last.possible)
    return asked


def _after_a_slip(mentions: Sequence[Mention[T]], text: str) -> Sequence[Mention[T]]:
    """This function will leave out what was taken back: "tomorrow, sorry, the day after"."""
    for at in range(len(mentions) - 1, 0, -1):
        if _SLIP.search(text[mentions[at - 1].end : mentions[at].start]):
            return mentions[at:]
    return mentions


def _overlap(mentions: Sequence[Mention[T]]) -> Mention[T]:
    """This function will give what several ranges have in common: "after two, before five"."""
    firsts = [mention.first for mention in mentions if mention.first is not None]
    lasts = [mention.last for mention in mentions if mention.last is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first is not None and last is not None and first >= last:
        return replace(mentions[0], says=Says.ASK, first=None, last=None)
    return replace(mentions[0], first=first, last=last)


def _holds(mention: Mention[T], sure: Mention[T]) -> bool:
    """This function will tell whether a mention may mean the sure one."""
    if sure.first is None or mention.says is not Says.SPAN:
        return sure.first in mention.possible
    return (mention.first is None or mention.first <= sure.first) and (
        mention.last is None or sure.first <= mention.last
    )


def _is_moved(last: Mention[T], text: str) -> bool:
    ahead = text[: last.start]
    return bool(_MOVED_TO.search(ahead.rstrip()[-30:]) and _MOVED_FROM.search(ahead))


def _told(kind: str, meant: Mention[T] | None, text: str) -> Iterator[Entity]:
    """This function will write what is meant as an entity: sure, a range, or a question with what it could be."""
    if meant is None:
        return
    words = text[meant.start : meant.end].strip()
    if meant.says is Says.ONE:
        yield Entity(kind, _written(meant.first), words)
    elif meant.says is Says.SPAN:
        yield Entity(f"{kind}_range", f"{_written(meant.first)}/{_written(meant.last)}", words)
    else:
        yield Entity(f"{kind}_unclear", _listed(meant.choices), words)


def _listed(values: Iterable[date | time]) -> str:
    return ",".join(_written(value) for value in values)


def _written(value: date | time | None) -> str:
    if value is None:
        return ""
    return value.isoformat("minutes") if isinstance(value, time) else value.isoformat()
