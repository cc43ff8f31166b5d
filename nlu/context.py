"""What a message means after the ones before it: "แล้วฟิลเลอร์ล่ะ" asks of fillers what was asked of botox."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from nlu.understanding import Entity, Understanding

_TREATMENTS = frozenset({"treatment", "brand"})
_MOMENTS = frozenset(
    {"date", "time", "date_range", "time_range", "date_unclear", "time_unclear", "date_past"}
)
_PLACES = frozenset({"branch"})
FAMILIES = (_TREATMENTS, _MOMENTS, _PLACES)
"""Kinds of entity that stand for each other: who names another day takes back the day before."""

KEPT = _TREATMENTS | _MOMENTS | _PLACES
"""What of a message is remembered; names, numbers of phones and symptoms are not."""

TAKES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ask_price": _TREATMENTS | _PLACES,
        "ask_promotion": _TREATMENTS,
        "ask_treatment_info": _TREATMENTS,
        "ask_aftercare": _TREATMENTS,
        "ask_payment": _TREATMENTS,
        "ask_doctor": _TREATMENTS | _MOMENTS | _PLACES,
        "book_appointment": _TREATMENTS | _MOMENTS | _PLACES,
        "reschedule_appointment": _MOMENTS | _PLACES,
        "ask_opening_hours": _MOMENTS | _PLACES,
        "ask_location": _PLACES,
        "request_leave": _MOMENTS,
        "check_appointment": _MOMENTS,
    }
)
"""Which entities each intent can be about. "And X?" repeats the last intent only if that can be about X."""

FILLED = frozenset({"ask_price", "ask_promotion", "ask_treatment_info", "ask_aftercare", "book_appointment"})
"""Intents that are about the treatment just talked of, where they name none themselves."""

LONGEST_LEANING = 60
"""A longer message says itself what it is about (letters)."""

_OPENS = re.compile(
    r"^(?:(?:แล้ว|เเล้ว|แล้ว?ว|ละ|และ|ส่วน|ถ้าเป็น|ถ้า|งั้น|หรือ|หรือว่า|กับ|แต่|ของ|เป็น|สำหรับ|ก็|"
    r"what about|how about|and|or|then|also|for|on|at|the)\s*)+",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:(?:ล่ะ|หล่ะ|ละ|ล่า|อ่ะ|อะ|ด้วย|บ้าง|มั่ง|แทน|นะ|น่ะ|คะ|ค่ะ|คับ|ครับ|ค้าบ|จ้า|จ๊ะ|จ้ะ|ฮะ|ได้|ไหม|มั้ย|ม้าย|มะ|ป่ะ|ปะ|"
    r"then|too|please|instead|is ok)\s*)+$",
    re.IGNORECASE,
)
_NO_LETTERS = re.compile(r"[\W\d_]+", re.UNICODE)
_OF_ALL = re.compile(
    r"ทั้งหมด|ทุก|อะไรบ้าง|ไรบ้าง|อื่น|รายการ|เรท|โปรแกรม|เมนู|\ball\b|\bother|\beverything\b|\bmenu\b|\blist\b|\bwhich\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Context:
    """What a talk is about.

    Attributes:
        intent: What was last wanted.
        entities: The treatment, day and place it was about.
    """

    intent: str
    entities: tuple[Entity, ...]


def carried(context: Context | None, found: Understanding, text: str) -> Understanding:
    """This function will give what a message means after what was talked of before.

    Args:
        context: What was talked of; None where that is nothing, or too long ago.
        found: What the message means by itself.
        text: The message.

    Returns:
        The same where it stands for itself, or may be urgent.
    """
    if context is None or found.urgent or len(text) > LONGEST_LEANING:
        return found
    named = _kinds(found.entities)
    if named and named <= TAKES.get(context.intent, frozenset()) and is_bare(text, found.entities):
        return replace(
            found,
            intent=context.intent,
            confidence=1.0,
            ranking=((context.intent, 1.0),),
            entities=(*found.entities, *_others(context.entities, named, context.intent)),
            fallback=False,
        )
    if found.intent in FILLED and not found.fallback and not named & _TREATMENTS and not _OF_ALL.search(text):
        about = tuple(entity for entity in context.entities if entity.entity in _TREATMENTS)
        return replace(found, entities=(*found.entities, *about)) if about else found
    return found


def talked_of(context: Context | None, found: Understanding) -> Context | None:
    """This function will give what a talk is about after a message was acted upon; small talk leaves it as it was."""
    takes = TAKES.get(found.intent)
    if found.fallback or takes is None:
        return context
    about = tuple(
        Entity(entity.entity, entity.value, "") for entity in found.entities if entity.entity in KEPT
    )
    if context is not None and not _kinds(about) & _TREATMENTS:
        about += tuple(entity for entity in context.entities if entity.entity in _TREATMENTS)
    return Context(found.intent, about)


def is_bare(text: str, entities: Collection[Entity]) -> bool:
    """This function will say whether a message names things and says nothing about them ("แล้ววันอาทิตย์ล่ะ")."""
    left = text.strip().lower()
    for entity in sorted(entities, key=lambda one: -len(one.text)):
        if entity.text:
            left = left.replace(entity.text.lower(), " ", 1)
    opened = _OPENS.sub("", left.strip(), count=1)
    return not _NO_LETTERS.sub("", _CLOSES.sub("", opened.strip(" ?!.~…\n"), count=1))


def _kinds(entities: Collection[Entity]) -> frozenset[str]:
    return frozenset(entity.entity for entity in entities)


def _others(before: Collection[Entity], named: frozenset[str], intent: str) -> tuple[Entity, ...]:
    """This function will give what the talk was about besides, as far as nothing new was named in its place."""
    taken = frozenset[str]().union(*(family for family in FAMILIES if family & named))
    return tuple(one for one in before if one.entity in TAKES[intent] and one.entity not in taken)
