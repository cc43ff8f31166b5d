"""From the bytes of a webhook to rows: tolerant of everything, because LINE changes its events without notice.

The SDK's parser loses a whole batch over one odd event (facts/LINE.md section 2.1), so raw JSON is read here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from workflow.inbound import NewEvent

LONGEST_WORD = 64
LONGEST_KIND = 40
NOBODY = "-"
# A clock that is further off than this is not believed; the time we received the event counts then.
_LATEST = timedelta(minutes=10)
_EARLIEST = datetime(2011, 1, 1, tzinfo=UTC)


class NotJsonError(ValueError):
    """The body is no JSON object."""


@dataclass(frozen=True, kw_only=True)
class KnownChannel:
    """What the webhook must know of a channel.

    Attributes:
        id: The row of the channel.
        clinic_id: Its clinic.
        bot_user_id: What its webhooks carry as `destination`.
        secrets: Each one whose signature counts: the newest, and the one before while it is being changed.
    """

    id: UUID
    clinic_id: UUID
    bot_user_id: str
    secrets: tuple[bytes, ...]


def read_envelope(body: bytes) -> Mapping[str, Any]:
    """This function will read the body as a JSON object.

    Raises:
        NotJsonError: It is something else.
    """
    try:
        envelope = orjson.loads(body)
    except orjson.JSONDecodeError:
        envelope = _read_leniently(body)
    if not isinstance(envelope, dict):
        raise NotJsonError("the body is no JSON object")
    return envelope


def _read_leniently(body: bytes) -> object:
    """This function will read what orjson is too strict for: half emoji (lone surrogates), NaN."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotJsonError("the body is no JSON") from error


def rows_in(envelope: Mapping[str, Any], *, channel: KnownChannel, received_at: datetime) -> list[NewEvent]:
    """This function will make a row of each event, whatever stands in it.

    Args:
        envelope: The webhook's JSON object.
        channel: Whose webhook it is.
        received_at: When it came, aware UTC.

    Returns:
        One row for each member of `events`, in order; none where `events` is no list.
    """
    events = envelope.get("events")
    if not isinstance(events, list):
        return []
    return [_row(event, channel=channel, received_at=received_at) for event in events]


def _row(event: object, *, channel: KnownChannel, received_at: datetime) -> NewEvent:
    known = event if isinstance(event, dict) else {}
    raw = _written(event)
    return NewEvent(
        clinic_id=channel.clinic_id,
        channel_id=channel.id,
        event_id=_event_id(known, raw),
        person=_person(known),
        kind=_kind(known),
        happened_at=_happened_at(known, received_at),
        received_at=received_at,
        raw=raw,
    )


def _written(event: object) -> str:
    try:
        return orjson.dumps(event).decode()
    except orjson.JSONEncodeError:
        return json.dumps(event)


def _event_id(event: Mapping[str, Any], raw: str) -> str:
    """This function will find what makes the event the same when it is sent again."""
    given = event.get("webhookEventId")
    if isinstance(given, str) and given:
        return _short(given)
    # Only `deliveryContext` differs between two deliveries of one event.
    same = {key: value for key, value in event.items() if key != "deliveryContext"}
    return "sha256-" + hashlib.sha256((_written(same) if event else raw).encode()).hexdigest()[:56]


def _person(event: Mapping[str, Any]) -> str:
    source = event.get("source")
    if isinstance(source, dict):
        for key in ("userId", "groupId", "roomId"):
            found = source.get(key)
            if isinstance(found, str) and found:
                return _short(found)
    return NOBODY


def _kind(event: Mapping[str, Any]) -> str:
    kind = event.get("type")
    message = event.get("message")
    if not isinstance(kind, str) or not kind:
        return "unknown"
    if kind == "message":
        inner = message.get("type") if isinstance(message, dict) else None
        kind = f"message.{inner}" if isinstance(inner, str) and inner else "message.unknown"
    return kind if kind.isascii() and kind.isprintable() and len(kind) <= LONGEST_KIND else "unknown"


def _happened_at(event: Mapping[str, Any], received_at: datetime) -> datetime:
    stamp = event.get("timestamp")
    if isinstance(stamp, bool) or not isinstance(stamp, int | float):
        return received_at
    try:
        happened_at = datetime.fromtimestamp(stamp / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return received_at
    return happened_at if _EARLIEST <= happened_at <= received_at + _LATEST else received_at


def _short(word: str) -> str:
    """This function will keep ids as they are, and put a fingerprint in the place of what no id looks like."""
    if word.isascii() and word.isprintable() and len(word) <= LONGEST_WORD:
        return word
    return "sha256-" + hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()[:56]
