"""One inbound event as the turns see it: read from the raw JSON with a default for whatever is missing."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from bot.asides import Aside, aside_in
from bot.buttons import Press
from nlu import Request, Understanding, requests_in
from nlu.grounded import Hit
from workflow.inbound import InboundEvent
from workflow.notices import ReplyChance

LONGEST_TEXT = 5_000
TOO_OLD = timedelta(hours=24)
_STICKER_WORDS = 16
"""LINE gives at most 15, and what was written on it."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Then:
    """What is said behind the answer to an event, in the same messages: the question it came in between of.

    Attributes:
        kind: Which card.
        data: Its facts.
    """

    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One event, ready to be acted upon.

    Attributes:
        id: The row of the event; what a turn causes is keyed by it, so that doing it twice counts once.
        event_id: LINE's own id of it.
        channel_id: The channel it came through.
        person: LINE's id of who did it (or of the group, where LINE does not say who).
        kind: `follow`, `message.text`, `postback` and so on.
        happened_at: When LINE says it happened.
        text: What was typed; empty for everything else. Mentions of the bot are taken out.
        sticker: What LINE says of a sticker, and what was written on it; empty for everything else.
        message_id: LINE's id of the message, or None.
        unsent_id: The message that was taken back, or None.
        postback: What stands behind the button that was pressed; empty for everything else.
        picked: What was chosen on a button's calendar: an ISO date or time.
        photo_is_at_line: Whether LINE itself holds the photo.
        is_private: Whether it is a talk between one person and the bot.
        mentions_bot: Whether the bot was named with @.
        is_standby: Whether another bot of the account is to answer.
        is_redelivery: Whether LINE sends it again.
        received_at: When we got it.
        reply: How to answer for free, or None.
        press: The button that was pressed, once it is read and found to be ours.
        understanding: What the words mean, once they are understood.
        requests: What the words want, where they want several things.
        aside: The two parts of words that answer a question of ours and ask one of their own.
        is_part: Whether it is a part of a message: whatever is asked of the whole was seen to.
        gathered: Where answers are put, as their kind and facts, to be said as one; None where each is said at once.
        then: What is said behind the answer.
        passages: The clinic's approved passages that they may be about, the nearest first.
    """

    id: UUID
    event_id: str
    channel_id: UUID
    person: str
    kind: str
    happened_at: datetime
    received_at: datetime
    text: str = ""
    sticker: tuple[str, ...] = ()
    message_id: str | None = None
    unsent_id: str | None = None
    postback: str = ""
    picked: str = ""
    photo_is_at_line: bool = False
    is_private: bool = True
    mentions_bot: bool = False
    is_standby: bool = False
    is_redelivery: bool = False
    reply: ReplyChance | None = field(default=None, repr=False)
    press: Press | None = None
    understanding: Understanding | None = field(default=None, repr=False)
    requests: tuple[Request, ...] = field(default=(), repr=False)
    aside: Aside | None = field(default=None, repr=False)
    is_part: bool = False
    gathered: list[tuple[str, dict[str, Any]]] | None = field(default=None, repr=False, compare=False)
    then: Then | None = field(default=None, repr=False)
    passages: tuple[Hit, ...] = ()

    def said_at(self, now: datetime) -> datetime:
        """When it counts as done: as LINE says, which a redelivery does not change, but never later than now."""
        return min(self.happened_at, now)

    @property
    def is_too_old(self) -> bool:
        """Whether it lay somewhere for a day without LINE sending it again: a replayed body, most likely."""
        return not self.is_redelivery and self.received_at - self.happened_at > TOO_OLD


class FindsPassages(Protocol):
    """Finds approved passages, before the turn's transaction is open."""

    def find(self, event: Incoming, *, clinic_id: UUID) -> tuple[Hit, ...]: ...


def read_event(row: InboundEvent, *, reply_for: timedelta) -> Incoming:
    """This function will read a stored event.

    Args:
        row: The event as stored.
        reply_for: How long after it was received its reply token is used.
    """
    event = _mapping(json.loads(row.raw))
    source, message, postback = (_mapping(event.get(key)) for key in ("source", "message", "postback"))
    text, mentions_bot = _text(message)
    return Incoming(
        id=row.id,
        event_id=row.event_id,
        channel_id=row.channel_id,
        person=row.person,
        kind=row.kind,
        happened_at=row.happened_at,
        received_at=row.received_at,
        text=text if row.kind == "message.text" else "",
        sticker=_sticker(message) if row.kind == "message.sticker" else (),
        message_id=_word(message.get("id")) or None,
        unsent_id=_word(_mapping(event.get("unsend")).get("messageId")) or None,
        postback=_word(postback.get("data")),
        picked=_picked(_mapping(postback.get("params"))),
        photo_is_at_line=_mapping(message.get("contentProvider")).get("type", "line") == "line",
        is_private=source.get("type") == "user",
        mentions_bot=mentions_bot,
        is_standby=event.get("mode") == "standby",
        is_redelivery=_mapping(event.get("deliveryContext")).get("isRedelivery") is True,
        reply=_reply(event, row.received_at, reply_for),
    )


def parted(event: Incoming, understand: Callable[[str], Understanding]) -> Incoming:
    """This function will understand words as a whole, and their parts where they hold several things.

    Args:
        event: What was typed.
        understand: Says what words mean.
    """
    found = understand(event.text)
    return replace(
        event,
        understanding=found,
        requests=requests_in(event.text, found, understand),
        aside=aside_in(event.text, found, understand),
    )


def _reply(event: Mapping[str, Any], received_at: datetime, reply_for: timedelta) -> ReplyChance | None:
    token = _word(event.get("replyToken"))
    return ReplyChance(token=token, until=received_at + reply_for) if token and len(token) <= 64 else None  # noqa: PLR2004 - the column


def _text(message: Mapping[str, Any]) -> tuple[str, bool]:
    """This function will give the words, and whether the bot was named in them; its own name is cut out."""
    text = message.get("text")
    if not isinstance(text, str):
        return "", False
    mentions_bot = False
    mentionees = _mapping(message.get("mention")).get("mentionees")
    # Positions count UTF-16 units; from the end, so that cutting does not move the ones before.
    written = text.encode("utf-16-le", "surrogatepass")
    spans: list[tuple[int, int]] = []
    for mentionee in mentionees if isinstance(mentionees, list) else []:
        named = _mapping(mentionee)
        if named.get("isSelf") is not True:
            continue
        mentions_bot = True
        index, length = named.get("index"), named.get("length")
        if isinstance(index, int) and isinstance(length, int) and index >= 0 and length > 0:
            spans.append((index, length))
    for index, length in sorted(spans, reverse=True):
        written = written[: 2 * index] + written[2 * (index + length) :]
    cut = written.decode("utf-16-le", "replace")
    return _UNSTORABLE.sub("", cut).strip()[:LONGEST_TEXT], mentions_bot


def _sticker(message: Mapping[str, Any]) -> tuple[str, ...]:
    keywords = message.get("keywords")
    words = keywords if isinstance(keywords, list) else []
    return tuple(word for one in (*words, message.get("text")) if (word := _word(one)))[:_STICKER_WORDS]


def _picked(params: Mapping[str, Any]) -> str:
    return next((_word(params[key]) for key in ("date", "time", "datetime") if key in params), "")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else ""
