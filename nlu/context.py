"""What a message means after the ones before it: "แล้วฟิลเลอร์ล่ะ" asks of fillers what was asked of botox."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from nlu.alone import without_small_words
from nlu.aspects import asked_of_it, may_price_another, names_another, points_back
from nlu.concerns import concerns_in
from nlu.other_treatments import OTHER
from nlu.understanding import SIDE_EFFECT, Entity, Understanding
from nlu.wishes import tells_nothing_wrong, wants_of_its_own, wishes_for

_TREATMENTS = frozenset({"treatment", "treatment_unclear", OTHER, "brand"})
_DAYS = frozenset({"date", "date_range", "date_unclear", "date_past"})
_TIMES = frozenset({"time", "time_range", "time_unclear"})
_MOMENTS = _DAYS | _TIMES
_PLACES = frozenset({"branch"})
_WHERE = frozenset({"area"})
_GIVES_WAY = ((_TREATMENTS, _TREATMENTS), (_DAYS, _MOMENTS), (_TIMES, _TIMES), (_PLACES, _PLACES))
"""What a message names, and what was said before that gives way to it: another day takes the time with it."""

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

_NO_LETTERS = re.compile(r"[\W\d_]+", re.UNICODE)
_OF_ALL = re.compile(
    r"ทั้งหมด|ทุก|อะไรบ้าง|ไรบ้าง|(?<!วัน)(?<!เวลา)(?<!ช่วง)อื่น|รายการ|เรท|โปรแกรม|เมนู|\ball\b|\bother(?! day| time)|\beverything\b|\bmenu\b|\blist\b|\bwhich\b",
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
        The same where it stands for itself, or tells of danger; a bare day or time is a wish for it. What may be urgent stays so, whatever else it asks.
    """
    found = wish_for_treatment(_wish_for_time(_of_a_service(_no_alarm(found, text)), text), text)
    if context is None or found.red_flags or len(text) > LONGEST_LEANING:
        return found
    return _leaning(context, _narrowed(context, found, text), text)


def _leaning(context: Context, found: Understanding, text: str) -> Understanding:
    """This function will give what a message means that may lean on what was talked of."""
    named = _kinds(found.entities)
    if _names_in_its_place(context, named, text, found.entities):
        repeated = (*found.entities, *_others(context.entities, named, context.intent))
        return _meaning(found, context.intent, repeated)
    if named & _TREATMENTS:
        return found
    about = tuple(entity for entity in context.entities if entity.entity in _TREATMENTS)
    asked = asked_of_it(text) if about else None
    if asked is not None:
        return _meaning(found, asked, (*found.entities, *about))
    if _OF_ALL.search(text) and found.intent != "ask_aftercare":
        return found
    if _names_another(context, found, text):
        return _meaning(found, context.intent, _named_anew(text))
    return replace(found, entities=(*found.entities, *about)) if _is_about_it(found, text) else found


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
    return not _NO_LETTERS.sub("", without_small_words(left))


def _no_alarm(found: Understanding, text: str) -> Understanding:
    """This function will take the alarm off a message that is only a day or time, asks what is offered, or is a bare "why".

    An engine's guess alone is no side effect where all words are known to mean something else. What names a symptom, or
    anything that is not a day, a treatment or a service, keeps its alarm.
    """
    if not found.urgent or found.red_flags or not tells_nothing_wrong(text, found.entities):
        return found
    left = tuple((name, chance) for name, chance in found.ranking if name != SIDE_EFFECT)
    is_guess = found.intent == SIDE_EFFECT and bool(left)
    return replace(
        found,
        urgent=False,
        ranking=left,
        intent=left[0][0] if is_guess else found.intent,
        confidence=left[0][1] if is_guess else found.confidence,
        fallback=True if is_guess else found.fallback,
    )


def _of_a_service(found: Understanding) -> Understanding:
    """This function will take a message that names a service we do not have as a question about it, whatever else it sounds like."""
    named = _kinds(found.entities)
    if not found.fallback or found.red_flags or OTHER not in named or "treatment" in named:
        return found
    asked = next((intent for intent, _ in found.ranking if intent in FILLED), "ask_treatment_info")
    return _meaning(found, asked, found.entities)


def _wish_for_time(found: Understanding, text: str) -> Understanding:
    """This function will take a bare day or time for what it nearly always is: the wish to come then."""
    named = _kinds(found.entities)
    if (
        found.urgent
        or found.red_flags
        or not named
        or not named <= _MOMENTS
        or not is_bare(text, found.entities)
    ):
        return found
    return _meaning(found, "book_appointment", found.entities)


def wish_for_treatment(found: Understanding, text: str) -> Understanding:
    """This function will take a treatment and a word of wishing for a wish to book, however unsure an engine is of it."""
    if found.red_flags or not wishes_for(text, found.entities):
        return found
    return replace(_meaning(found, "book_appointment", found.entities), urgent=False)


def _names_in_its_place(
    context: Context, named: frozenset[str], text: str, entities: Collection[Entity]
) -> bool:
    """This function will say whether a message names things and no more, in the place of what was talked of or to it."""
    if not named:
        return points_back(text)
    takes = TAKES.get(context.intent, frozenset())
    return named - _WHERE <= takes and bool(named - _WHERE) and is_bare(text, entities)


def _names_another(context: Context, found: Understanding, text: str) -> bool:
    """This function will say whether a message names a thing that nobody knows, in the place of the treatment talked of."""
    if context.intent not in FILLED or found.entities or not (found.fallback or found.intent in FILLED):
        return False
    return names_another(text) is not None


def _named_anew(text: str) -> tuple[Entity, ...]:
    """This function will give the thing that nobody knows; a concern of hers is none, but what she asks about."""
    return () if concerns_in(text) else (Entity(OTHER, "", names_another(text) or ""),)


def _narrowed(context: Context, found: Understanding, text: str) -> Understanding:
    """This function will take what could be several for the one talked of, where that is among them; not where it is set against it."""
    if not _WHERE & _kinds(found.entities) and is_bare(text, found.entities):
        return found
    talked = {one.value for one in context.entities if one.entity == "treatment"}
    narrowed = tuple(
        Entity("treatment", min(known), one.text)
        if one.entity == "treatment_unclear" and len(known := talked & set(one.value.split(","))) == 1
        else one
        for one in found.entities
    )
    return replace(found, entities=narrowed)


def _is_about_it(found: Understanding, text: str) -> bool:
    """This function will say whether what a message asks for is about the treatment talked of, as it names none itself."""
    if found.intent not in FILLED or found.fallback or found.urgent:
        return False
    if found.intent == "ask_treatment_info" and wants_of_its_own(text, found.entities):
        return is_bare(text, found.entities)
    return not (found.intent == "ask_price" and may_price_another(text, found.entities))


def _meaning(found: Understanding, intent: str, entities: tuple[Entity, ...]) -> Understanding:
    return replace(
        found,
        intent=intent,
        confidence=1.0,
        ranking=((intent, 1.0),),
        entities=entities,
        fallback=False,
    )


def _kinds(entities: Collection[Entity]) -> frozenset[str]:
    return frozenset(entity.entity for entity in entities)


def _others(before: Collection[Entity], named: frozenset[str], intent: str) -> tuple[Entity, ...]:
    """This function will give what the talk was about besides, as far as nothing new was named in its place."""
    taken = frozenset[str]().union(*(old for new, old in _GIVES_WAY if new & named))
    return tuple(one for one in before if one.entity in TAKES[intent] and one.entity not in taken)
