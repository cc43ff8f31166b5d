"""What words say of a slot: one value, several that are possible, a range, or something that is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.talk import Talk
from bot.wording.short_words import is_only, without_denial
from nlu import Entity
from nlu.calendar_days import Calendar
from nlu.moments import moments_in
from nlu.spelling import tidy


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read of one slot; one of these is given.

    Attributes:
        value: The one value meant.
        choices: What it could be; empty where nobody knows.
        span: First and last, both count; an empty end is open.
        past: A day that is over.
    """

    value: str | None = None
    choices: tuple[str, ...] | None = None
    span: tuple[str, str] | None = None
    past: str | None = None


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
    """This function will give what the words name; after a leading no, the day and time that come behind it.

    "No, this Saturday" rules nothing out while a day is asked for: it says which one instead.
    """
    understanding = talk.event.understanding
    entities = understanding.entities if understanding is not None else ()
    behind = without_denial(talk.event.text)
    if behind is None or any(one.entity.startswith(("date", "time")) for one in entities):
        return entities
    today = talk.now.astimezone(talk.zone).date()
    corrected = moments_in(tidy(behind), now=talk.now, zone=talk.zone, calendar=Calendar(today))
    return (*entities, *corrected)


def is_bare(talk: Talk, entities: Sequence[Entity]) -> bool:
    """This function will say whether the message is only what it names, whatever intent it sounds like."""
    return is_only(talk.event.text, [one.text for one in entities])
