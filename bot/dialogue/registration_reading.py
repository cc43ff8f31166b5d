"""How words fill a registration: a name, a number, a birthday; what could be anything else is left to other turns."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.dialogue import CONFIRM, Read, Talk
from bot.dialogue.reading import is_bare
from bot.events import Incoming
from bot.wording.contact_words import (
    as_typed,
    asks_why,
    before_number,
    changes_said,
    gives_own_name,
    is_of_another,
    name_said,
    number_asked_about,
    number_said,
    numbers_abroad,
    says_skip,
    without_birthday_words,
)
from bot.wording.short_words import bare, says_no, says_unsure, says_yes
from nlu import SIDE_EFFECT, Entity
from nlu.calendar_days import Calendar
from nlu.moments import moments_in
from nlu.requests import SMALL_TALK
from nlu.spelling import tidy

SKIP, CHANGE, WHY = "skip", "change", "why"
"""What stands for leaving a question out, for asking it anew, and for asking what it is for."""

_ABOUT_NUMBER = {"abroad": "phone_abroad", "family": "phone_family"}
"""What she may ask about which number to tell, and what is said to it."""

_LEAVES_A_NAME_OPEN = SMALL_TALK | {"register", "out_of_scope"}
"""A bare name sounds like any of these to an engine that knows no names."""

_SAYS_MORE = frozenset({"amount", "brand", "treatment", "date", "time"})
_OF_HER_SKIN = frozenset({"symptom", "no_symptom", "since", "area"})
_SHORT_NAME = 3
"""Letters of a nickname that may as well be a treatment's short name."""

_YEAR = re.compile(r"\d{4}")
_LONGEST_YEAR = 366

_BEHIND_DIGITS = re.compile(r"^.*\d", re.DOTALL)

_LONG_ENOUGH = 8
"""Digits that are a number without having been asked for."""


def or_why(
    slot: str,
    read: Callable[[Talk, tuple[Entity, ...]], Read | None],
    take: Callable[[Talk, Read], None],
) -> tuple[Callable[[Talk, tuple[Entity, ...]], Read | None], Callable[[Talk, Read], None]]:
    """This function will let a slot that is asked for hear what for, and say so before it asks again.

    Args:
        slot: Its name.
        read: How it reads everything else.
        take: How it takes that.

    Returns:
        How it reads and takes both.
    """

    def reads(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
        if talk.state.asked == slot and asks_why(talk.event.text):
            return Read(value=WHY, whole=True)
        about = number_asked_about(talk.event.text) if talk.state.asked == slot == "phone" else None
        if about is not None and not _has_number(talk.event):
            return Read(value=about, whole=True)
        return read(talk, entities)

    def takes(talk: Talk, said: Read) -> None:
        if said.value == WHY:
            talk.note(f"why_{slot}")
        elif said.value in _ABOUT_NUMBER:
            talk.note(_ABOUT_NUMBER[said.value])
        else:
            take(talk, said)

    return reads, takes


def names_number(event: Incoming) -> bool:
    """This function will say whether words give a number by which somebody is called, and it is not another's."""
    return _has_number(event) and not is_of_another(event.text)


def gives_contact(event: Incoming) -> bool:
    """This function will say whether words give her number, or what she is called."""
    return names_number(event) or (gives_own_name(event.text) and _name_in(event) is not None)


def is_contact(event: Incoming) -> bool:
    """This function will say whether words are her name, her number or both, and nothing else."""
    if not gives_contact(event) or {one.entity for one in _entities(event)} - {"phone", "person"}:
        return False
    if number_said(event.text) is not None:
        return True
    name = name_said(before_number(event.text))
    if not _has_number(event):
        return name is not None and name.introduced
    return name is not None and not bare(_BEHIND_DIGITS.sub("", event.text))


def _entities(event: Incoming) -> Sequence[Entity]:
    return event.understanding.entities if event.understanding is not None else ()


def _has_number(event: Incoming) -> bool:
    number = number_said(event.text) or ""
    is_long = sum(letter.isdigit() for letter in number) >= _LONG_ENOUGH
    named = any(one.entity == "phone" for one in _entities(event)) or bool(numbers_abroad(event.text))
    return is_long or named


def _name_in(event: Incoming) -> str | None:
    said = name_said(event.text)
    if said is not None and said.introduced:
        return said.name
    return next((one.value for one in _entities(event) if one.entity == "person"), None)


def read_name(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read what she wants to be called: introduced at any time, bare only where it is asked for."""
    text = talk.event.text
    if _is_to_change(talk, "name", entities):
        return Read(value=CHANGE, whole=True)
    is_asked = talk.state.asked == "name"
    if is_asked and says_skip(text):
        return Read(value=SKIP, whole=True)
    if says_yes(text) or says_no(text) or says_unsure(text):
        return None
    has_phone = _has_number(talk.event)
    said = name_said(before_number(text) if has_phone else text)
    if said is not None and (said.introduced or (is_asked and _may_be_name(said.name, talk, entities))):
        return Read(value=said.name, whole=True)
    person = next((one.value for one in entities if one.entity == "person"), None)
    is_hers = has_phone or is_asked or gives_own_name(text)
    return Read(value=as_typed(person, text), whole=True) if person and is_hers else None


def read_phone(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a number, also one that is none: she is told why. Of two, the one that is new is meant."""
    text, is_asked = talk.event.text, talk.state.asked == "phone"
    if is_asked and says_skip(text):
        return Read(value=SKIP, whole=True)
    here = [one.value for one in entities if one.entity == "phone"]
    named = list(dict.fromkeys(here + numbers_abroad(text)))
    if len(named) > 1:
        return Read(choices=tuple(named), whole=True)
    if named:
        return Read(value=named[0], whole=True)
    number = number_said(text)
    if number is not None and talk.state.asked != "birthday":
        digits = sum(letter.isdigit() for letter in number)
        if is_asked or digits >= _LONG_ENOUGH:
            return Read(value=number, whole=True)
    return Read(value=CHANGE, whole=True) if _is_to_change(talk, "phone", entities) else None


def read_birthday(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a birthday: a bare day where it is asked for, or words that call it one."""
    text, is_asked = talk.event.text, talk.state.asked == "birthday"
    if is_asked and says_skip(text):
        return Read(value=SKIP, whole=True)
    told = without_birthday_words(text)
    if told is None and not (is_asked and is_bare(talk, entities)):
        return None
    named = _days(talk, told) if told is not None else entities
    found = {one.entity: one.value for one in named}
    day = found.get("date") or found.get("date_past")
    if day:
        is_future = _names_future(day, named, today=talk.now.astimezone(talk.zone).date())
        return Read(choices=(), whole=True) if is_future else Read(value=day, whole=True)
    if is_asked and "date_unclear" in found:
        return Read(choices=(), whole=True)
    return Read(value=CHANGE, whole=True) if _is_to_change(talk, "birthday", entities) else None


def _names_future(day: str, named: Sequence[Entity], *, today: date) -> bool:
    """This function will say whether a day is of a year to come: without a year the next such day is read, which is meant."""
    ahead = date.fromisoformat(day) - today
    has_year = any(_YEAR.search(one.text) for one in named)
    return ahead > timedelta(days=_LONGEST_YEAR if not has_year else 0)


def _is_to_change(talk: Talk, slot: str, entities: Sequence[Entity]) -> bool:
    """This function will say whether words ask to change a thing without saying into what."""
    is_read_back = talk.state.asked == CONFIRM
    return is_read_back and slot in changes_said(talk.event.text) and not _names_anew(slot, talk, entities)


def _names_anew(slot: str, talk: Talk, entities: Sequence[Entity]) -> bool:
    if slot != "name":
        return False
    said = name_said(talk.event.text)
    return (said is not None and said.introduced) or any(one.entity == "person" for one in entities)


def _may_be_name(name: str, talk: Talk, entities: Sequence[Entity]) -> bool:
    """This function will say whether bare words can be a name: nothing that is surely a wish, and nothing of her skin.

    With a number behind them they are one; so is a nickname of a letter or three, though treatments are called so too.
    """
    found, named = talk.event.understanding, {one.entity for one in entities}
    if named & _OF_HER_SKIN or (found is not None and found.intent == SIDE_EFFECT):
        return False
    if "phone" in named or len(name) <= _SHORT_NAME:
        return True
    if named & _SAYS_MORE:
        return False
    if found is None or found.intent in _LEAVES_A_NAME_OPEN:
        return True
    return found.fallback and not found.urgent


def _days(talk: Talk, text: str) -> tuple[Entity, ...]:
    today = talk.now.astimezone(talk.zone).date()
    return tuple(moments_in(tidy(text), now=talk.now, zone=talk.zone, calendar=Calendar(today)))
