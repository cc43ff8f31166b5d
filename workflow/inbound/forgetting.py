"""Taking back what a person took back: an unsent message's words do not stay in our records."""

import json
import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.store.by_age import Forgotten, Portion, forget_portion
from workflow.store.insert_once import insert_once
from workflow.store.models import Channel, ChannelIdentity, CheckIn, InboundEvent, InboundState, Notice

# What stays of the event: who, when and which, but not what was said.
_KEPT = ("type", "mode", "timestamp", "source", "webhookEventId", "deliveryContext")
_LONGEST_ID = 64
# What notices hold of her words, and of what they tell of her health.
_QUOTED = ("words", "conditions")

# The kind of our own mark that a message was taken back; LINE sends no event of this kind.
UNSENT_MARK = "unsent"

log = structlog.get_logger(__name__)


def forget_message(session: Session, *, channel_id: uuid.UUID, message_id: str, now: datetime) -> int:
    """This will erase the words of an unsent message, and remember that it is unsent should it come later.

    Its words are erased from the events that carried it, from notices that quote it and from the check-in it was.

    Source: LINE, "Receive messages (webhook)", unsend event: delete the content with the utmost care for the user.

    Args:
        session: The turn's session.
        channel_id: Where the message was sent.
        message_id: The channel's id of the message.
        now: Aware UTC.

    Returns:
        How many events held it; 0 when it is not known or was forgotten before.
    """
    if not _remember(session, channel_id=channel_id, message_id=message_id, now=now):
        return 0
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
        _forget_quotes(session, event=event)
        forgotten += 1
    session.flush()
    if forgotten:
        log.info("inbound_event.forgotten", channel_id=str(channel_id), events=forgotten)
    return forgotten


# Kept, because it is asked with every message.
_IS_UNSENT = sa.select(
    sa.exists().where(
        InboundEvent.channel_id == sa.bindparam("channel_id"), InboundEvent.event_id == sa.bindparam("mark")
    )
)


def is_unsent(session: Session, *, channel_id: uuid.UUID, message_id: str) -> bool:
    """This will say whether a message was taken back, even if the taking back came first."""
    return bool(session.scalar(_IS_UNSENT, {"channel_id": channel_id, "mark": _mark(message_id)}))


def _remember(session: Session, *, channel_id: uuid.UUID, message_id: str, now: datetime) -> bool:
    """This will mark a message id as unsent, by a row that the unique event id finds fast.

    Returns:
        False when the channel is not one of the session's clinic.
    """
    clinic_id = session.scalar(sa.select(Channel.clinic_id).where(Channel.id == channel_id))
    if clinic_id is None:
        return False
    row = {
        "clinic_id": clinic_id,
        "channel_id": channel_id,
        "event_id": _mark(message_id),
        "person": "-",
        "kind": UNSENT_MARK,
        "happened_at": now,
        "received_at": now,
        "raw": "{}",
        "state": InboundState.HANDLED,
        "settled_at": now,
    }
    insert_once(session, InboundEvent, [row], unique=("channel_id", "event_id"))
    return True


def _mark(message_id: str) -> str:
    return f"unsent:{message_id}"[:_LONGEST_ID]


def _forget_quotes(session: Session, *, event: InboundEvent) -> None:
    """This will erase an event's words where its turn has written them down.

    The turn's notices carry the event's id in their key; a page of danger, which is given on, names it as its cause.
    Its check-in was written at the instant at which the event was settled, in the same transaction.
    """
    its_own = sa.or_(
        Notice.dedupe_key.endswith(f":{event.id}", autoescape=True),
        Notice.data["cause"].as_string() == str(event.id),
    )
    quoting = session.scalars(sa.select(Notice).where(Notice.made_at >= event.received_at, its_own))
    for notice in quoting:
        left = _unquoted(notice.data)
        if left != notice.data:
            notice.data = left
            notice.body = None  # should it still wait, it is worded anew
    if event.settled_at is None:
        return
    whose = sa.select(ChannelIdentity.customer_id).where(
        ChannelIdentity.channel_id == event.channel_id, ChannelIdentity.external_id == event.person
    )
    answers = session.scalars(
        sa.select(CheckIn).where(CheckIn.customer_id.in_(whose), CheckIn.at == event.settled_at)
    )
    for check_in in answers:
        check_in.text = None


def _unquoted(fact: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """This will give the facts of a notice without her words, also of one answer among several."""
    if isinstance(fact, list):
        return [_unquoted(one) for one in fact]
    if not isinstance(fact, dict):
        return fact
    return {name: None if name in _QUOTED and one else _unquoted(one) for name, one in fact.items()}


def forget_old_events(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This will delete the settled events that were received before an instant.

    A webhook that is replayed later than that counts as new; the turn refuses it for its age.

    Args:
        session: A session across clinics.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many were forgotten, and where to go on.
    """
    over = sa.delete(InboundEvent).where(
        InboundEvent.received_at < before, InboundEvent.state != InboundState.WAITING
    )
    made = InboundEvent.received_at
    return forget_portion(session, InboundEvent, over, made=made, before=before, portion=portion)
