"""What words mean in the middle of a talk: leaning on what was said, and what they may mean where that is in doubt."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import Turn, identity_of
from nlu import SIDE_EFFECT, Entity, Understanding
from nlu.context import KEPT, TAKES, Context, carried, talked_of
from nlu.doubt import guesses, in_doubt
from nlu.requests import SMALL_TALK
from nlu.short_words import shows_interest
from workflow.access import Person
from workflow.customers import (
    ABOUT_LASTS,
    ABOUT_MESSAGES,
    About,
    ChannelIdentity,
    Talk,
    is_with_person,
    keep_talk,
    open_form,
    open_question,
    talk_of,
)

NEVER_ASKED = SMALL_TALK | {SIDE_EFFECT}
"""Small talk is no wish to choose, and what may be a side effect waits behind no question."""

WORTH_OFFERING = 0.02
"""A guess less likely than this is not offered even where nothing was understood."""

_BOOKING = "booking"
_TREATMENTS = frozenset({"treatment", "brand"})

FILLED_BY_FORMS = frozenset({"book_appointment", "reschedule_appointment"})
"""While a form is open, what it asks for is read from the words alone: it knows better what was said before."""


def lean(person: Person, event: Incoming, now: datetime) -> Incoming:
    """This function will read words after what was talked of before: "and fillers?" means what was just asked."""
    identity = identity_of(person)
    found = event.understanding
    if found is None:
        return event
    talk = talk_of(identity, now)
    context = _context(_with_booked(identity, talk.about, now))
    if shows_interest(event.text) and context is not None and not found.red_flags and talk.guess is None:
        return _interested(identity, event, context, now)
    meant = carried(context, found, event.text)
    if open_form(identity, now) is not None:
        if meant.intent in FILLED_BY_FORMS:
            return event
        kept = tuple(one for one in meant.entities if one in found.entities or one.entity in _TREATMENTS)
        meant = replace(meant, entities=kept)
    return replace(event, understanding=meant)


def _with_booked(identity: ChannelIdentity, about: About | None, now: datetime) -> About | None:
    """This function will let words lean on the treatment that is being booked, where none was talked of since."""
    form = open_form(identity, now)
    booked = form.filled.get("treatment") if form is not None and form.kind == _BOOKING else None
    if not booked or (about is not None and any(kind in _TREATMENTS for kind, _ in about.entities)):
        return about
    named = ("treatment", str(booked))
    if about is None:
        return About("book_appointment", (named,), ABOUT_MESSAGES, now + ABOUT_LASTS)
    return replace(about, entities=(*about.entities, named))


def _interested(identity: ChannelIdentity, event: Incoming, context: Context, now: datetime) -> Incoming:
    """This function will take "I am interested" for a wish to book the treatment just talked of, if nothing waits for a yes."""
    about = [(one.entity, one.value) for one in context.entities if one.entity in _TREATMENTS]
    if not about or open_form(identity, now) is not None or open_question(identity, now) is not None:
        return event
    return replace(event, understanding=as_chosen("book_appointment", about))


def note_talk(session: Session, *, person: Person, found: Understanding | None, now: datetime) -> None:
    """This function will remember what a talk is about after words were understood; nothing is in doubt any more.

    A person who has the talk has all of it: then nothing is remembered.
    """
    identity = identity_of(person)
    if is_with_person(identity, now):
        return
    before = talk_of(identity, now)
    after = replace(before.understood(), about=_about(before.about, found, now))
    if after != before:
        keep_talk(session, identity=identity, talk=after)


def note_miss(session: Session, *, person: Person, talk: Talk) -> None:
    """This function will remember a talk in which something was not understood; it leans on older words a little less."""
    about = talk.about
    if about is not None:
        talk = replace(talk, about=replace(about, left=about.left - 1))
    keep_talk(session, identity=identity_of(person), talk=talk)


def in_question(found: Understanding | None, by_intent: Mapping[str, Turn]) -> tuple[str, ...]:
    """This function will name the intents to ask about; none where the words are sure enough, or hopeless.

    Args:
        found: What the words mean.
        by_intent: What this person can want. Intents that lead to the same turn are one.
    """
    if found is None:
        return ()
    return in_doubt(_folded(found, by_intent), askable=_askable(by_intent))


def offered(found: Understanding | None, by_intent: Mapping[str, Turn], *, most: int) -> tuple[str, ...]:
    """This function will name the likeliest wishes, however unlikely, for somebody who was not understood."""
    if found is None:
        return ()
    askable = _askable(by_intent)
    likely = guesses(_folded(found, by_intent))
    return tuple(name for name, chance in likely if name in askable and chance >= WORTH_OFFERING)[:most]


def kept_of(event: Incoming) -> tuple[tuple[str, str], ...]:
    """This function will give what words name, as far as it is remembered."""
    if event.understanding is None:
        return ()
    return tuple((one.entity, one.value) for one in event.understanding.entities if one.entity in KEPT)


def as_chosen(intent: str, entities: Collection[tuple[str, str]]) -> Understanding:
    """This function will give what words mean once the person has said it herself."""
    return Understanding(
        intent=intent,
        confidence=1.0,
        ranking=((intent, 1.0),),
        entities=tuple(Entity(kind, value, "") for kind, value in entities),
        urgent=False,
        red_flags=(),
        fallback=False,
        engine="chosen",
        model="",
    )


def _about(before: About | None, found: Understanding | None, now: datetime) -> About | None:
    context = _context(before)
    after = talked_of(context, found) if found is not None else context
    if before is not None and (found is None or found.fallback or found.intent not in TAKES):
        return replace(before, left=before.left - 1)
    if after is None:
        return None
    named = tuple((one.entity, one.value) for one in after.entities)
    return About(after.intent, named, ABOUT_MESSAGES, now + ABOUT_LASTS)


def _context(about: About | None) -> Context | None:
    if about is None:
        return None
    return Context(about.intent, tuple(Entity(kind, value, "") for kind, value in about.entities))


def _askable(by_intent: Mapping[str, Turn]) -> frozenset[str]:
    return frozenset(by_intent) - NEVER_ASKED


def _folded(found: Understanding, by_intent: Mapping[str, Turn]) -> Understanding:
    """This function will add up the chances of intents that lead to the same turn, under the name of the likeliest."""
    names: dict[int, str] = {}
    chances: dict[str, float] = {}
    for name, chance in found.ranking:
        turn = by_intent.get(name)
        kept = name if turn is None else names.setdefault(_same(turn, by_intent), name)
        chances[kept] = chances.get(kept, 0.0) + chance
    ranking = tuple(sorted(chances.items(), key=lambda pair: (-pair[1], pair[0])))
    return replace(found, ranking=ranking)


def _same(turn: Turn, by_intent: Mapping[str, Turn]) -> int:
    """This function will give the place of the first intent of a table that leads to a turn."""
    return next(at for at, other in enumerate(by_intent.values()) if other == turn)
