"""The slots of a day and a time: what is free is offered, what is unclear is asked, what is over or closed is said."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.dialogue.diary import diary_of
from bot.dialogue.form import Options, Slot
from bot.dialogue.reading import Read, read_slot, said_in
from bot.dialogue.talk import Talk
from bot.dialogue.unsuited import is_among, rule_out, times_out
from bot.wording.cancel_words import without_staying
from bot.wording.talk_words import is_weekday, says_before
from nlu import Entity
from nlu.unsuited import minute_before
from workflow.refusal import BadRequest

__all__ = ["DAY", "TIME", "rule_out", "settle", "start_of"]

_OFFERED = 10
"""Days or times offered as buttons: LINE takes 13 in all, and there are ways to another day and to give up."""

_WEEKS = 13
"""As far ahead as a time can be booked."""

OTHER_DAY = "other_day"
"""Stands for going back from the times to the days."""


def settle(talk: Talk) -> None:
    """This function will make day, time and what narrows them agree with what is free, and note what does not."""
    day = talk.filled.get("day")
    if day is None:
        if not any(_suits(talk, free.day) for free in diary_of(talk).days if free.starts):
            talk.filled.pop("not_days", None)
        return
    times = diary_of(talk).times(date.fromisoformat(day))
    wished = talk.filled.get("time")
    if wished is not None and time.fromisoformat(wished) not in times:
        talk.note("time_not_free", time=wished, day=day)
        talk.filled["times"] = {"near": talk.filled.pop("time")}
    if not any(_suits_at(talk, at) for at in times):
        talk.filled.pop("not_times", None)
    narrow = talk.filled.get("times")
    if narrow and not any(_fits(at.isoformat("minutes"), narrow) for at in times):
        talk.note("none_then", day=day)
        talk.filled.pop("times")


def start_of(talk: Talk) -> datetime | None:
    """This function will give when the day and time that are filled in begin; None where that is free no more."""
    times = diary_of(talk).times(date.fromisoformat(talk.filled["day"]))
    return times.get(time.fromisoformat(talk.filled["time"]))


def _take_day(talk: Talk, read: Read) -> None:
    """This function will take a day, the days it could be, or a range of them; what is over or closed is said."""
    if read.past is not None:
        _take_past(talk, read.past)
    elif read.value is not None:
        _take_one_day(talk, date.fromisoformat(read.value))
    elif read.choices is not None:
        talk.note("which_day")
        _forget(talk, "day", "days")
        if read.choices:
            talk.filled["days"] = {"choices": list(read.choices)}
    elif read.span is not None:
        _forget(talk, "day", "days")
        talk.filled["days"] = {"first": read.span[0], "last": read.span[1]}


def _take_past(talk: Talk, day: str) -> None:
    """This function will say that a day is over, where one is asked for; what she told of it changes no day she chose."""
    if "day" not in talk.filled:
        talk.note("past_day", **({"day": day} if day else {}))
        _forget(talk, "days")


def _take_one_day(talk: Talk, day: date) -> None:
    found = diary_of(talk).on(day)
    written = day.isoformat()
    if day < talk.now.astimezone(talk.zone).date():
        talk.note("past_day", day=written)
    elif found is None:
        talk.note("too_far", day=written)
    elif found.opening.hours is None:
        names = {"name_th": found.opening.name_th, "name_en": found.opening.name_en}
        talk.note("day_closed", day=written, **names)
    elif not found.starts:
        talk.note("day_full", day=written)
    else:
        talk.filled["day"] = written
        talk.filled.pop("days", None)
        return
    _forget(talk, "day")


def _press_day(talk: Talk, value: str) -> None:
    if value == "unsure":
        talk.note("pick")
        return
    try:
        _take_one_day(talk, date.fromisoformat(value))
    except ValueError as error:
        raise BadRequest(day=value) from error


def _days(talk: Talk) -> Options:
    """This function will offer days with a free time; where a time was named already, those on which it is free."""
    narrow, wished = talk.filled.get("days"), talk.filled.get("time")
    free = [day for day in diary_of(talk).days if day.starts and _suits(talk, day.day)]
    fitting = [day for day in free if _fits(day.day.isoformat(), narrow)] or free
    if wished:
        at = time.fromisoformat(wished)
        fitting = [day for day in fitting if at in diary_of(talk).times(day.day)] or fitting
    return [{"v": day.day.isoformat()} for day in fitting[:_OFFERED]]


def _take_time(talk: Talk, read: Read) -> None:
    """This function will take a time, the times it could be, or a part of the day."""
    if read.value is not None:
        talk.filled["time"] = read.value
        talk.filled.pop("times", None)
    elif read.choices is not None:
        talk.note("which_time")
        _forget(talk, "time", "times")
        if read.choices:
            talk.filled["times"] = {"choices": list(read.choices)}
    elif read.span is not None:
        first, last = read.span
        _take_part(talk, first, _last_start(last) if says_before(talk.event.text) else last)


def _take_part(talk: Talk, first: str, last: str) -> None:
    """This function will take a part of the day; it settles which of two times was meant, where it was asked that.

    What is open at one end closes what was open at the other: "after four", and then "before five".
    """
    narrow = talk.filled.get("times", {})
    asked = narrow.get("choices", ())
    if not first and narrow.get("first") and not narrow.get("last"):
        first = narrow["first"] if narrow["first"] <= last else first
    elif not last and narrow.get("last") and not narrow.get("first"):
        last = narrow["last"] if first <= narrow["last"] else last
    inside = [at for at in asked if _fits(at, {"first": first, "last": last})]
    _forget(talk, "time", "times")
    if len(inside) == 1:
        talk.filled["time"] = inside[0]
    else:
        talk.filled["times"] = {"first": first, "last": last}


def _press_time(talk: Talk, value: str) -> None:
    if value == OTHER_DAY:
        _forget(talk, "day", "days")
        return
    if value == "unsure":
        talk.note("pick")
        return
    try:
        talk.filled["time"] = time.fromisoformat(value).isoformat("minutes")
    except ValueError as error:
        raise BadRequest(time=value) from error
    talk.filled.pop("times", None)


def _times(talk: Talk) -> Options:
    """This function will offer the free times of the day, as far as she has narrowed them; near to one she named."""
    narrow = talk.filled.get("times")
    free = [at for at in diary_of(talk).times(date.fromisoformat(talk.filled["day"])) if _suits_at(talk, at)]
    if narrow and "near" in narrow:
        wished = time.fromisoformat(narrow["near"])
        free = sorted(sorted(free, key=lambda at: abs(_minutes(at) - _minutes(wished)))[:_OFFERED])
    fitting = [at for at in free if _fits(at.isoformat("minutes"), narrow)]
    return [{"v": at.isoformat("minutes")} for at in _spread(fitting)]


def _spread(times: list[time]) -> list[time]:
    """This function will choose no more times than there are buttons: full hours first, from all over the day."""
    if len(times) <= _OFFERED:
        return times
    full = [at for at in times if at.minute == 0] or times
    return full[:: -(-len(full) // _OFFERED)]


def _fits(value: str, narrow: dict[str, Any] | None) -> bool:
    """This function will say whether a day or time (ISO 8601, which sorts) is among what is possible."""
    if not narrow or "near" in narrow:
        return True
    if "choices" in narrow:
        return value in narrow["choices"]
    return (not narrow["first"] or narrow["first"] <= value) and (
        not narrow["last"] or value <= narrow["last"]
    )


def _last_start(ends: str) -> str:
    """This function will give when a visit before a time can begin at the latest: "before two" is none at two."""
    return minute_before(time.fromisoformat(ends)).isoformat("minutes") if ends else ends


def _suits(talk: Talk, day: date) -> bool:
    return not is_among(day.isoformat(), talk.filled.get("not_days", ()))


def _suits_at(talk: Talk, at: time) -> bool:
    return not is_among(at.isoformat("minutes"), times_out(talk, talk.filled.get("day")))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _forget(talk: Talk, *names: str) -> None:
    for name in names:
        talk.filled.pop(name, None)


def _read_day(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a day; one on which she says that she goes nowhere suits her."""
    around = without_staying(talk.event.text)
    if around is None:
        return _among_days(talk, entities, read_slot(entities, "date"))
    found = read_slot(said_in(talk, around), "date")
    return replace(found, whole=True) if found is not None else None


def _among_days(talk: Talk, entities: tuple[Entity, ...], read: Read | None) -> Read | None:
    """This function will take a mere weekday as the one among the days she has narrowed it to: of next week, if she said so."""
    narrow = talk.filled.get("days") or {}
    named = [one.text for one in entities if one.entity == "date"]
    if read is None or read.value is None or not narrow.get("first") or not all(map(is_weekday, named)):
        return read
    ahead = [date.fromisoformat(read.value) + timedelta(weeks=week) for week in range(_WEEKS)]
    inside = [day.isoformat() for day in ahead if _fits(day.isoformat(), narrow)]
    return replace(read, value=inside[0]) if inside else read


DAY = Slot(
    name="day",
    read=_read_day,
    take=_take_day,
    press=_press_day,
    options=_days,
    is_open=lambda talk: "day" not in talk.filled,
    short={"unsure": "unsure"},
)
TIME = Slot(
    name="time",
    read=lambda _talk, entities: read_slot(entities, "time"),
    take=_take_time,
    press=_press_time,
    options=_times,
    is_open=lambda talk: "time" not in talk.filled,
    short={"unsure": "unsure"},
)
