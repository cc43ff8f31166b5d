"""What words say of a slot: one value, several that are possible, a range, or something that is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.talk import Talk
from bot.dialogue.unsuited import rules_anything, unsuited
from bot.wording.short_words import is_only, without_denial
from bot.wording.sooner_words import sooner_or_later
from nlu import Entity
from nlu.calendar_days import Calendar
from nlu.moments import moments_in
from nlu.spelling import tidy

_MOMENTS = ("date", "time")
_PARTS = frozenset({"date_range", "time_range"})
"""In "earlier than this" they are no part of a day that is meant: earlier may still be at noon."""


def names_moment(entities: Sequence[Entity]) -> bool:
    """This function will say whether a day or a time is among what words name."""
    return any(is_moment(one) for one in entities)


def is_moment(entity: Entity) -> bool:
    """This function will say whether an entity is a day or a time, clear or not."""
    return entity.entity.startswith(_MOMENTS)


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read of one slot; one of these is given.

    Attributes:
        value: The one value meant.
        choices: What it could be; empty where nobody knows.
        span: First and last, both count; an empty end is open.
        past: A day that is over.
        whole: Whether the words are surely for this slot, by its own judgement, whatever intent they sound like.
    """

    value: str | None = None
    choices: tuple[str, ...] | None = None
    span: tuple[str, str] | None = None
    past: str | None = None
    whole: bool = False


def read_slot(entities: Sequence[Entity], name: str) -> Read | None:
    """This function will read a slot whose entity has the same name; None where the words say nothing of it."""
    found = {one.entity: one.value for one in reversed(entities)}
    if name in found:
        return Read(value=found[name])
    if f"{name}_unclear" in found:
        return Read(choices=tuple(part for part in found[f"{name}_unclear"].split(",") if part))
    if f"{name}_range" in found:
        first, _, last = found[f"{name}_range"].partition("/")
        return Read(span=(first, last))
    if f"{name}_past" in found:
        return Read(past=found[f"{name}_past"])
    return None


def named_in(talk: Talk) -> tuple[Entity, ...]:
    """This function will give what the words name, but for days and times they rule out.

    After a leading no it is the day and time that come behind it: "no, this Saturday" rules nothing out while a day is
    asked for, it says which one instead.
    """
    understanding = talk.event.understanding
    entities = understanding.entities if understanding is not None else ()
    if sooner_or_later(talk.event.text) is not None:
        entities = tuple(one for one in entities if one.entity not in _PARTS)
    out = unsuited(talk)
    if out is not None:
        others = [one for one in entities if not is_moment(one)]
        return (*others, *_moments(talk, out.rest))
    behind = without_denial(talk.event.text)
    if behind is None or names_moment(entities):
        return entities
    return (*entities, *said_in(talk, behind))


def said_in(talk: Talk, words: str) -> tuple[Entity, ...]:
    """This function will read the day and time in words as they were typed."""
    return _moments(talk, tidy(words))


def _moments(talk: Talk, words: str) -> tuple[Entity, ...]:
    """This function will read the day and time in tidied words."""
    today = talk.now.astimezone(talk.zone).date()
    return tuple(moments_in(words, now=talk.now, zone=talk.zone, calendar=Calendar(today)))


def names_only_moments(talk: Talk) -> bool:
    """This function will say whether the words are only a day or a time that is not over, or rule one out."""
    out = unsuited(talk)
    if out is not None and rules_anything(out):
        return True
    entities = named_in(talk)
    moments = [one for one in entities if is_moment(one)]
    return (
        bool(moments) and is_bare(talk, entities) and not any(one.entity.endswith("_past") for one in moments)
    )


def is_bare(talk: Talk, entities: Sequence[Entity]) -> bool:
    """This function will say whether the message is only what it names, whatever intent it sounds like."""
    return is_only(talk.event.text, [one.text for one in entities])
