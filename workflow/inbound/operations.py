"""Keeping what came in, before anything else is done with it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.store.insert_once import insert_many_once
from workflow.store.models import InboundEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEvent:
    """A webhook event as received.

    Attributes:
        clinic_id: Whose channel it came in by.
        channel_id: The channel.
        event_id: The channel's id of the event; a redelivery has the same.
        person: The channel's user id, or the group's where there is no user.
        kind: The channel's word for it ("message", "follow", …).
        happened_at: As the channel says (aware UTC).
        received_at: When our door took it (aware UTC).
        raw: The event's JSON text, untouched.
    """

    clinic_id: uuid.UUID
    channel_id: uuid.UUID
    event_id: str
    person: str
    kind: str
    happened_at: datetime
    received_at: datetime
    raw: str


_COLUMNS = tuple(field.name for field in fields(NewEvent))


def keep_events(session: Session, *, rows: Sequence[NewEvent]) -> int:
    """This will keep events of any clinics, in one statement; one that was kept before stays as it is.

    Args:
        session: A session across clinics.
        rows: What came in; the same event may stand in it twice.

    Returns:
        How many were new.
    """
    told = [{name: getattr(row, name) for name in _COLUMNS} for row in rows]
    return insert_many_once(session, InboundEvent, told, unique=("channel_id", "event_id"))
