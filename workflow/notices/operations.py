"""Telling somebody something: a row now, a message as soon as the channel takes it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from workflow.notices.queries import identity_of
from workflow.notices.simulated import refuse_simulated_pictures
from workflow.store.base import new_id
from workflow.store.insert_once import insert_once
from workflow.store.models import ChannelIdentity, Notice, NoticePurpose

log = structlog.get_logger(__name__)

# A lane is worked off by its own claims, so that a queue of care messages never delays an answer, and nothing a red flag.
LANES = {
    NoticePurpose.URGENT: 0,
    NoticePurpose.ANSWER: 1,
    NoticePurpose.TRANSACTIONAL: 2,
    NoticePurpose.STAFF: 2,
    NoticePurpose.CARE: 3,
}


@dataclass(frozen=True)
class ReplyChance:
    """The channel's offer to answer one event for free, once, while it lasts.

    Attributes:
        token: LINE's reply token.
        until: When it is certainly dead (aware UTC).
    """

    token: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What one person must be told, as one of many.

    Attributes:
        to: Where the person is reached.
        kind: Which card the wording room makes of it.
        purpose: Which class of message it is; decides its lane and what the send gate allows.
        data: Facts to be worded, JSON values only: ids, numbers, names, times as ISO 8601 UTC.
        key: What it is about; the same key is told once per clinic, however often the cause repeats.
        due_at: Not before this time; at once if absent.
        case_id: The case it is about.
        reply: The free answer it may use.
    """

    to: ChannelIdentity
    kind: str
    purpose: NoticePurpose
    data: dict[str, Any]
    key: str
    due_at: datetime | None = None
    case_id: uuid.UUID | None = None
    reply: ReplyChance | None = None


def tell_all(session: Session, *, tellings: Sequence[Telling], now: datetime) -> list[uuid.UUID | None]:
    """This will write down what people must be told, all of it in one statement.

    Args:
        session: A session of the clinic that tells.
        tellings: Whom and what.
        now: The time of the change (aware UTC).

    Returns:
        For each the notice's id, or None when its key was told already.

    Raises:
        SimulationNotForOthers: One carries a simulated picture to somebody it is not for; nothing is written.
    """
    ids = [new_id() for _ in tellings]
    rows = [
        {
            "id": notice_id,
            "clinic_id": one.to.clinic_id,
            "channel_id": one.to.channel_id,
            "recipient_id": one.to.id,
            "case_id": one.case_id,
            "kind": one.kind,
            "purpose": one.purpose,
            "lane": LANES[one.purpose],
            "data": one.data,
            "dedupe_key": one.key,
            "reply_token": one.reply.token if one.reply else None,
            "reply_until": one.reply.until if one.reply else None,
            "made_at": now,
            "due_at": one.due_at or now,
        }
        for notice_id, one in zip(ids, tellings, strict=True)
    ]
    session.flush()  # what the rows point at must be there first
    refuse_simulated_pictures(session, tellings)
    written = set(insert_once(session, Notice, rows, unique=("clinic_id", "dedupe_key")))
    return [notice_id if notice_id in written else None for notice_id in ids]


def tell(
    session: Session,
    *,
    to: ChannelIdentity,
    kind: str,
    purpose: NoticePurpose,
    data: dict[str, Any],
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    case_id: uuid.UUID | None = None,
    reply: ReplyChance | None = None,
) -> Notice | None:
    """This will write down that a person must be told something.

    Args:
        session: A session of the clinic that tells.
        to: Where the person is reached.
        kind: Which card the wording room makes of it.
        purpose: Which class of message it is; decides its lane and what the send gate allows.
        data: Facts to be worded, JSON values only: ids, numbers, names, times as ISO 8601 UTC.
        key: What it is about; the same key is told once per clinic, however often the cause repeats.
        now: The time of the change (aware UTC).
        due_at: Not before this time; at once if absent.
        case_id: The case it is about.
        reply: The free answer it may use.

    Returns:
        The notice, or None when this key was told already.
    """
    telling = Telling(
        to=to, kind=kind, purpose=purpose, data=data, key=key, due_at=due_at, case_id=case_id, reply=reply
    )
    (written,) = tell_all(session, tellings=[telling], now=now)
    return session.get_one(Notice, written) if written else None


def tell_customer(
    session: Session,
    *,
    customer_id: uuid.UUID,
    kind: str,
    purpose: NoticePurpose,
    data: dict[str, Any],
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    case_id: uuid.UUID | None = None,
    reply: ReplyChance | None = None,
) -> Notice | None:
    """This will tell a customer where she is reached; None when she is known on no channel (and that is logged)."""
    to = identity_of(session, customer_id=customer_id)
    if to is None:
        log.warning("notice.unreachable", kind=kind, customer_id=str(customer_id))
        return None
    return tell(
        session,
        to=to,
        kind=kind,
        purpose=purpose,
        data=data,
        key=key,
        now=now,
        due_at=due_at,
        case_id=case_id,
        reply=reply,
    )


def tell_staff(
    session: Session,
    *,
    staff_id: uuid.UUID,
    kind: str,
    purpose: NoticePurpose,
    data: dict[str, Any],
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    case_id: uuid.UUID | None = None,
    reply: ReplyChance | None = None,
) -> Notice | None:
    """This will tell a member of staff; None when no LINE account of theirs is known yet (and that is logged)."""
    to = identity_of(session, staff_id=staff_id)
    if to is None:
        log.warning("notice.unreachable", kind=kind, staff_id=str(staff_id))
        return None
    return tell(
        session,
        to=to,
        kind=kind,
        purpose=purpose,
        data=data,
        key=key,
        now=now,
        due_at=due_at,
        case_id=case_id,
        reply=reply,
    )
