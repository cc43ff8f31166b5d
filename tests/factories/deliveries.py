"""Notices and inbound events."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tests.factories.people import NOW
from workflow.inbound import NewEvent
from workflow.notices import Notice, NoticePurpose, tell

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflow.store.models import Channel, ChannelIdentity

_numbers = count(1)


def a_notice(session: Session, to: ChannelIdentity, *, key: str | None = None, now: datetime = NOW) -> Notice:
    written = tell(
        session,
        to=to,
        kind="greeting",
        purpose=NoticePurpose.ANSWER,
        data={},
        key=key or f"notice:{next(_numbers)}",
        now=now,
    )
    assert written is not None
    return written


def a_new_event(
    channel: Channel, *, person: str = "Umali", event_id: str | None = None, happened_at: datetime = NOW
) -> NewEvent:
    """An event as the webhook hands it over; `keep_events` writes it."""
    return NewEvent(
        clinic_id=channel.clinic_id,
        channel_id=channel.id,
        event_id=event_id or f"01EVENT{next(_numbers):019d}",
        person=person,
        kind="message",
        happened_at=happened_at,
        received_at=happened_at,
        raw="{}",
    )
