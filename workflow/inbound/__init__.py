"""Inbound events: kept first, handled once each, in order per person."""

from workflow.inbound.claims import (
    TOO_MANY_ATTEMPTS,
    LeaseLostError,
    claim_next_events,
    claim_worn_out,
    event_retry,
    postpone_event,
    settle_event,
)
from workflow.inbound.forgetting import UNSENT_MARK, forget_message, forget_old_events, is_unsent
from workflow.inbound.operations import NewEvent, keep_events
from workflow.inbound.queries import happened_since, inbound_event
from workflow.store.models import InboundEvent, InboundState

__all__ = [
    "TOO_MANY_ATTEMPTS",
    "UNSENT_MARK",
    "InboundEvent",
    "InboundState",
    "LeaseLostError",
    "NewEvent",
    "claim_next_events",
    "claim_worn_out",
    "event_retry",
    "forget_message",
    "forget_old_events",
    "happened_since",
    "inbound_event",
    "is_unsent",
    "keep_events",
    "postpone_event",
    "settle_event",
]
