"""Looking at what came in."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import InboundEvent


def happened_since(
    session: Session, *, channel_id: uuid.UUID, person: str, kinds: Sequence[str], moment: datetime
) -> bool:
    """This will say whether a person did one of some things after a moment, whatever order they came in.

    Args:
        session: A session of the clinic.
        channel_id: Where.
        person: The channel's user id.
        kinds: What is asked about ("follow", …).
        moment: Aware UTC, as the channel tells time.
    """
    later = sa.exists().where(
        InboundEvent.channel_id == channel_id,
        InboundEvent.person == person,
        InboundEvent.kind.in_(kinds),
        InboundEvent.happened_at > moment,
    )
    return bool(session.scalar(sa.select(later)))


def inbound_event(session: Session, *, event_id: uuid.UUID) -> InboundEvent | None:
    """This will give an event as it came in; None once it is forgotten."""
    return session.get(InboundEvent, event_id)
