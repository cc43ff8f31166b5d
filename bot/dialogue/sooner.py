"""Sooner or later than what was offered: what there is of it is offered, and where there is none that is said."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.branch_slot import BRANCH
from bot.dialogue.diary import diary_of
from bot.dialogue.form import never_asked
from bot.dialogue.moment_slots import DAY, TIME, rule_out, settle, start_of
from bot.dialogue.reading import Read
from bot.dialogue.talk import Talk
from bot.dialogue.unsuited import is_among, times_out
from bot.wording.sooner_words import LATER, SOONER, sooner_or_later, speaks_of_days
from nlu import Entity

__all__ = ["DAY", "MOMENTS", "TIME", "rule_out", "settle", "start_of"]

_MOMENTS = ("date", "time")


def _read(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read "earlier" and "later"; where a day or time is named with it, that one says more."""
    if any(one.entity in _MOMENTS and one.text for one in entities):
        return None
    way = sooner_or_later(talk.event.text)
    return Read(value=way, whole=True) if way is not None else None


def _take(talk: Talk, read: Read) -> None:
    way = read.value or SOONER
    if "day" not in talk.filled or speaks_of_days(talk.event.text):
        _other_days(talk, way)
    else:
        _other_times(talk, way)


def _other_times(talk: Talk, way: str) -> None:
    """This function will offer the times of the day before, or after, the one that is chosen or those that are offered."""
    day = talk.filled["day"]
    out = times_out(talk, day)
    free = [at.isoformat("minutes") for at in sorted(diary_of(talk).times(date.fromisoformat(day)))]
    free = [at for at in free if not is_among(at, out)]
    shown = [talk.filled["time"]] if "time" in talk.filled else [str(one["v"]) for one in TIME.options(talk)]
    found = _beyond(free, shown, way)
    if not found:
        talk.note(f"none_{way}", **({"time": _end(free, way)} if free else {}), day=day)
        return
    for name in ("time", "times"):
        talk.filled.pop(name, None)
    talk.filled["times"] = (
        {"first": found[0], "last": ""} if way == LATER else {"first": "", "last": found[-1]}
    )


def _other_days(talk: Talk, way: str) -> None:
    """This function will offer the days before, or after, the one that is chosen or those that are offered."""
    out = talk.filled.get("not_days", ())
    free = [one.day.isoformat() for one in diary_of(talk).days if one.starts]
    free = [day for day in free if not is_among(day, out)]
    shown = [talk.filled["day"]] if "day" in talk.filled else [str(one["v"]) for one in DAY.options(talk)]
    found = _beyond(free, shown, way)
    if not found:
        talk.note(f"none_{way}_day", **({"day": _end(free, way)} if free else {}))
        return
    for name in ("day", "days"):
        talk.filled.pop(name, None)
    talk.filled["days"] = {"first": found[0], "last": found[-1]}


def _beyond(free: Sequence[str], shown: Sequence[str], way: str) -> list[str]:
    """This function will give what is free before the first that was shown, or after the last; all where none was."""
    if not shown:
        return list(free)
    return [one for one in free if (one > max(shown) if way == LATER else one < min(shown))]


def _end(free: Sequence[str], way: str) -> str:
    return free[-1] if way == LATER else free[0]


SHIFT = never_asked(name="shift", read=_read, take=_take)
MOMENTS = (BRANCH, SHIFT, DAY, TIME)
"""Where and when a visit is to be; the branch is asked only where she wants another one, and the shift never."""
