"""What a talk is about, for some minutes: the last wish, a question which of two was meant, and what was not understood.

Only meanings and ids are kept, never words: those stay with the event that carried them, where taking the message back
erases them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflow.store.models import ChannelIdentity

TALK_VERSION = 1

ABOUT_LASTS = timedelta(minutes=10)
"""For so long "and fillers?" leans on what was said; later the words would be taken for another question's."""

ABOUT_MESSAGES = 6
"""And for so many messages: whoever has gone on to other things says anew what she means."""

GUESS_LASTS = timedelta(minutes=10)
"""For so long a bare "the first one" answers the question which of two was meant."""

MISSES_LAST = timedelta(minutes=30)
"""Misunderstandings further apart than this are not one difficulty."""

Named = tuple[str, str]
"""What a message names, without the words: the kind of entity and its value."""


@dataclass(frozen=True)
class About:
    """What is talked about.

    Attributes:
        intent: What was last wanted.
        entities: The treatment, day and place it was about.
        left: How many more messages may lean on it.
        until: And until when (aware UTC).
    """

    intent: str
    entities: tuple[Named, ...]
    left: int
    until: datetime


@dataclass(frozen=True)
class Guess:
    """A question which of two was meant.

    Attributes:
        event_id: The event whose words are in doubt.
        intents: What they may mean, in the order they were named.
        entities: What they name; a choice is about the same.
        until: Until when a bare word answers (aware UTC).
    """

    event_id: UUID
    intents: tuple[str, ...]
    entities: tuple[Named, ...]
    until: datetime


@dataclass(frozen=True)
class Miss:
    """One message that was not understood.

    Attributes:
        guesses: What it may have meant, likeliest first.
        asked: What was answered: `said` (that it was not understood), `offered` (the guesses, by buttons), `doubt`
            (which of two), `check_in` (how she feels), or our question once more (`form`, `confirm`, `consent`).
        event_id: The event that carried it.
    """

    guesses: tuple[str, ...]
    asked: str
    event_id: UUID


@dataclass(frozen=True)
class Talk:
    """How a talk stands.

    Attributes:
        about: What is talked about; None where it is nothing, or too long ago.
        guess: The question which of two was meant, while it is open.
        misses: What was not understood since something last was.
        misses_until: Until when they count (aware UTC).
    """

    about: About | None = None
    guess: Guess | None = None
    misses: tuple[Miss, ...] = ()
    misses_until: datetime | None = None

    def understood(self) -> "Talk":
        """This will give the talk after something was understood: nothing is in doubt any more."""
        return replace(self, guess=None, misses=(), misses_until=None)

    def missed(self, miss: Miss, now: datetime) -> "Talk":
        """This will give the talk after one more message was not understood."""
        return replace(self, misses=(*self.misses, miss), misses_until=now + MISSES_LAST)


def talk_of(identity: ChannelIdentity, now: datetime) -> Talk:
    """This will give how a talk stands; what has lasted its time is not in it."""
    kept = identity.talk
    if not kept or kept.get("v") != TALK_VERSION:
        return Talk()
    about, guess = _about(kept.get("about")), _guess(kept.get("guess"))
    until = _moment(kept.get("misses_until"))
    counts = until is not None and until > now
    return Talk(
        about=about if about is not None and about.left > 0 and about.until > now else None,
        guess=guess if guess is not None and guess.until > now else None,
        misses=tuple(_miss(one) for one in kept["misses"]) if counts else (),
        misses_until=until if counts else None,
    )


def keep_talk(session: Session, *, identity: ChannelIdentity, talk: Talk) -> None:
    """This will keep how a talk stands."""
    if talk == Talk():
        identity.talk = None
    else:
        identity.talk = {"v": TALK_VERSION, **_plain(asdict(talk))}
    session.flush()


def forget_talk(identity: ChannelIdentity) -> None:
    """This will forget what the talk was about."""
    identity.talk = None


def drop_guess(identity: ChannelIdentity) -> None:
    """This will forget which of two was asked about: a bare yes answers what is asked now."""
    if identity.talk is not None:
        identity.talk = {**identity.talk, "guess": None}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a dataclass holds
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _about(kept: dict[str, Any] | None) -> About | None:
    if kept is None:
        return None
    return About(
        kept["intent"], _named(kept["entities"]), kept["left"], datetime.fromisoformat(kept["until"])
    )


def _guess(kept: dict[str, Any] | None) -> Guess | None:
    if kept is None:
        return None
    return Guess(
        UUID(kept["event_id"]),
        tuple(kept["intents"]),
        _named(kept["entities"]),
        datetime.fromisoformat(kept["until"]),
    )


def _miss(kept: dict[str, Any]) -> Miss:
    return Miss(tuple(kept["guesses"]), kept["asked"], UUID(kept["event_id"]))


def _named(kept: Sequence[Sequence[str]]) -> tuple[Named, ...]:
    return tuple((kind, value) for kind, value in kept)


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None
