"""Taking back what a person took back: an unsent message's words do not stay in our records."""

import json
import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.store.models import InboundEvent, InboundState

# What stays of the event: who, when and which, but not what was said.
_KEPT = ("type", "mode", "timestamp", "source", "webhookEventId", "deliveryContext")

log = structlog.get_logger(__name__)


def forget_message(session: Session, *, channel_id: uuid.UUID, message_id: str) -> int:
    """This will erase the words of an unsent message from the events that carried it.

    Source: LINE, "Receive messages (webhook)", unsend event: delete the content with the utmost care for the user.

    Args:
        session: The turn's session.
        channel_id: Where the message was sent.
        message_id: The channel's id of the message.

    Returns:
        How many events held it; 0 when it is not known or was forgotten before.
    """
    candidates = session.scalars(
        sa.select(InboundEvent).where(
            InboundEvent.channel_id == channel_id,
            InboundEvent.kind.startswith("message"),
            InboundEvent.raw.contains(json.dumps(message_id), autoescape=True),
        )
    )
    forgotten = 0
    for event in candidates:
        said: dict[str, Any] = json.loads(event.raw)
        message = said.get("message")
        if not isinstance(message, dict) or message.get("id") != message_id:
            continue  # the id only stands in somebody else's words, as in a quoted message
        kept = {name: said[name] for name in _KEPT if name in said}
        kept["message"] = {"type": message.get("type"), "id": message_id}
        if said == kept:
            continue
        event.raw = json.dumps(kept, ensure_ascii=False)
        forgotten += 1
    session.flush()
    if forgotten:
        log.info("inbound_event.forgotten", channel_id=str(channel_id), events=forgotten)
    return forgotten


def forget_old_events(session: Session, *, before: datetime) -> int:
    """This will delete the settled events that were received before an instant.

    A webhook that is replayed later than that counts as new; the turn refuses it for its age.

    Args:
        session: A session across clinics.
        before: Aware UTC.

    Returns:
        How many were deleted.
    """
    gone = session.scalars(
        sa.delete(InboundEvent)
        .where(InboundEvent.received_at < before, InboundEvent.state != InboundState.WAITING)
        .returning(InboundEvent.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())
