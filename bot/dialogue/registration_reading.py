"""How words fill a registration: a name, a number, a birthday; what could be anything else is left to other turns."""

from collections.abc import Sequence

from bot.dialogue import CONFIRM, Read, Talk
from bot.wording.contact_words import (
    changes_said,
    name_said,
    number_said,
    says_skip,
    without_birthday_words,
)
from bot.wording.short_words import says_no, says_unsure, says_yes
from nlu import Entity
from nlu.calendar_days import Calendar
from nlu.moments import moments_in
from nlu.requests import SMALL_TALK
from nlu.spelling import tidy

SKIP, CHANGE = "skip", "change"
"""What stands for leaving a question out, and for asking it anew."""

_LEAVES_A_NAME_OPEN = SMALL_TALK | {"register", "out_of_scope"}
"""A bare name sounds like any of these to an engine that knows no names."""

_SAYS_MORE = frozenset(
    {"symptom", "no_symptom", "since", "area", "amount", "brand", "treatment", "date", "time", "phone"}
)
_LONG_ENOUGH = 8
"""Digits that are a number without having been asked for."""


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
    said = name_said(text)
    if said is not None and (said.introduced or (is_asked and _may_be_name(talk, entities))):
        return Read(value=said.name, whole=True)
    person = next((one.value for one in entities if one.entity == "person"), None)
    has_phone = any(one.entity == "phone" for one in entities)
    return Read(value=person, whole=True) if person and (has_phone or is_asked) else None


def read_phone(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a number, also one that is none: she is told why. Of two, the one that is new is meant."""
    text, is_asked = talk.event.text, talk.state.asked == "phone"
    if is_asked and says_skip(text):
        return Read(value=SKIP, whole=True)
    named = list(dict.fromkeys(one.value for one in entities if one.entity == "phone"))
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
    """This function will read a birthday: a day where it is asked for, or words that call it one."""
    text, is_asked = talk.event.text, talk.state.asked == "birthday"
    if is_asked and says_skip(text):
        return Read(value=SKIP, whole=True)
    told = without_birthday_words(text)
    if told is None and not is_asked:
        return None
    named = _days(talk, told) if told is not None else entities
    found = {one.entity: one.value for one in named}
    day = found.get("date") or found.get("date_past")
    if day:
        return Read(value=day, whole=True)
    if is_asked and "date_unclear" in found:
        return Read(choices=(), whole=True)
    return Read(value=CHANGE, whole=True) if _is_to_change(talk, "birthday", entities) else None


def _is_to_change(talk: Talk, slot: str, entities: Sequence[Entity]) -> bool:
    """This function will say whether words ask to change a thing without saying into what."""
    is_read_back = talk.state.asked == CONFIRM
    return is_read_back and slot in changes_said(talk.event.text) and not _names_anew(slot, talk, entities)


def _names_anew(slot: str, talk: Talk, entities: Sequence[Entity]) -> bool:
    if slot != "name":
        return False
    said = name_said(talk.event.text)
    return (said is not None and said.introduced) or any(one.entity == "person" for one in entities)


def _may_be_name(talk: Talk, entities: Sequence[Entity]) -> bool:
    """This function will say whether bare words can be a name: nothing that is surely a wish, and nothing of her skin."""
    found = talk.event.understanding
    if any(one.entity in _SAYS_MORE for one in entities):
        return False
    if found is None or found.intent in _LEAVES_A_NAME_OPEN:
        return True
    return found.fallback and not found.urgent


def _days(talk: Talk, text: str) -> tuple[Entity, ...]:
    today = talk.now.astimezone(talk.zone).date()
    return tuple(moments_in(tidy(text), now=talk.now, zone=talk.zone, calendar=Calendar(today)))
