"""What does not suit her: days and times she rules out are offered no more, until she names one of them herself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.dialogue.talk import Talk
from bot.wording.talk_words import says_cancel
from nlu.calendar_days import Calendar
from nlu.unsuited import THAT, WEEKDAY, Unsuited, unsuited_in

_MOST = 30
"""So many things ruled out are kept, the last ones; a form is small."""


def unsuited(talk: Talk) -> Unsuited | None:
    """This function will read what the words of this turn rule out; None where they rule out nothing.

    A mere "not so" rules out what is chosen, and corrects us where it stands before anything else: then nothing is ruled
    out, and what it names is meant.
    """
    if "unsuited" not in talk.memo:
        talk.memo["unsuited"] = _read(talk)
    found: Unsuited | None = talk.memo["unsuited"]
    return found


def rule_out(talk: Talk) -> bool:
    """This function will keep what she rules out, and forget it where it was chosen; False where she rules out nothing.

    A part of a day rules out that part of it only; the day itself stays.
    """
    found = unsuited(talk)
    if found is None or not rules_anything(found) or says_cancel(talk.event.text):
        return False
    _keep(talk, "day", _named(found.days, talk.filled.get("day")))
    _keep(talk, "time", _named(found.times, talk.filled.get("time")))
    _keep(talk, "time", list(found.parts))
    return True


def rules_anything(found: Unsuited) -> bool:
    """This function will say whether anything is left that does not suit."""
    return bool(found.days or found.times or found.parts)


def times_out(talk: Talk, day: str | None) -> list[str]:
    """This function will give the times that do not suit on a day: those of every day, and those of that day only."""
    of: list[str] = []
    for rule in talk.filled.get("not_times", ()):
        on, _, part = rule.rpartition(" ")
        if not on or (day is not None and is_among(day, [on])):
            of.append(part)
    return of


def is_among(value: str, rules: Sequence[str]) -> bool:
    """This function will say whether a day or time (ISO 8601, which sorts) is among some that are ruled out."""
    return any(_is(value, rule) for rule in rules)


def _read(talk: Talk) -> Unsuited | None:
    today = talk.now.astimezone(talk.zone).date()
    found = unsuited_in(talk.event.text, calendar=Calendar(today))
    if found is None or found.denied is None:
        return found
    day, at = talk.filled.get("day"), talk.filled.get("time")
    of_parts = [word for part in found.parts for word in part.split(" ")]
    exact = [rule for rule in (*found.days, *found.times, *of_parts) if "/" not in rule]
    is_chosen = any(value is not None and is_among(value, exact) for value in (day, at))
    if is_chosen or (found.is_close and day is None and at is None):
        return found
    return replace(found, days=(), times=(), parts=(), rest=found.denied)


def _named(rules: Sequence[str], chosen: str | None) -> list[str]:
    """This function will put what is chosen in the place of "that one"."""
    named = [chosen if rule == THAT else rule for rule in rules]
    return [rule for rule in named if rule is not None]


def _keep(talk: Talk, name: str, rules: list[str]) -> None:
    if not rules:
        return
    key = f"not_{name}s"
    talk.filled[key] = [*talk.filled.get(key, []), *rules][-_MOST:]
    chosen = talk.filled.get(name)
    here = rules if name == "day" else times_out(talk, talk.filled.get("day"))
    if chosen is not None and is_among(chosen, here):
        talk.filled.pop(name)
    talk.filled.pop(f"{name}s", None)
    is_one = len(rules) == 1 and not set("/ ") & set(rules[0]) and not rules[0].startswith(WEEKDAY)
    if is_one:
        talk.note(f"{name}_out", **{name: rules[0], **_on_day(talk, name)})
    else:
        talk.note(f"{name}s_out")


def _on_day(talk: Talk, name: str) -> dict[str, str]:
    return {"day": talk.filled["day"]} if name == "time" and "day" in talk.filled else {}


def _is(value: str, rule: str) -> bool:
    if rule.startswith(WEEKDAY):
        if ":" in value:
            return False
        return date.fromisoformat(value).weekday() == int(rule.removeprefix(WEEKDAY))
    first, slash, last = rule.partition("/")
    if not slash:
        return value == rule
    return (not first or first <= value) and (not last or value <= last)
