"""What came in, what must go out, and what rings when: the tables that are also the queues."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import Base, DueRow, partial_index, word


class InboundState(StrEnum):
    """How far an inbound event is."""

    WAITING = "waiting"
    HANDLED = "handled"
    IGNORED = "ignored"  # of a kind we do not know or do not act on; kept raw
    FAILED = "failed"  # a bug of ours; pushed aside with its reason, somebody is told


class InboundEvent(DueRow):
    """A webhook event exactly as received. Unique per channel and event id, so it may come twice and counts once."""

    __tablename__ = "inbound_event"
    __table_args__ = (
        sa.UniqueConstraint("channel_id", "event_id"),
        # bot/inbox.py: which come first, what else of the same person waits, and which were tried too often
        partial_index("ix_inbound_event_first", "happened_at", where="state = 'waiting'"),
        partial_index("ix_inbound_event_due", "person", "happened_at", where="state = 'waiting'"),
        partial_index(
            "ix_inbound_event_worn_out", "lease_until", where="state = 'waiting' AND attempts >= 3"
        ),
    )

    # Without the index every other table has: nobody asks for a clinic's events, and each insert would pay for it.
    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"))
    channel_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("channel.id"))
    event_id: Mapped[str] = mapped_column(sa.String(64))
    person: Mapped[str] = mapped_column(
        sa.String(64)
    )  # the channel's user id, or the group's where there is no user
    kind: Mapped[str] = mapped_column(sa.String(40))
    happened_at: Mapped[datetime]  # as the channel says
    received_at: Mapped[datetime]
    raw: Mapped[str]  # the event's JSON text
    state: Mapped[InboundState] = mapped_column(word(InboundState), default=InboundState.WAITING)
    failure: Mapped[str | None]  # class of the error, never a customer's words


class NoticePurpose(StrEnum):
    """Which class of message this is; the send gate treats them differently (facts/CLINIC.md 2.4, 6.1)."""

    ANSWER = "answer"  # the direct answer to what the person just did
    TRANSACTIONAL = "transactional"  # own appointment, own result: at once
    CARE = "care"  # follow-ups: at a polite hour
    STAFF = "staff"  # work for staff
    URGENT = "urgent"  # red flags: at any hour, past every cap


class NoticeState(StrEnum):
    """How far a notice is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"  # the channel took it; nobody can know that it was read
    SKIPPED = "skipped"  # the gate said no; the reason stands on the row
    DEAD = "dead"  # the channel will never take it
    UNKNOWN = "unknown"  # it may or may not have gone; not sent again by itself


class Notice(DueRow):
    """What one person must be told. Written in the transaction of the change that causes it; its id is the retry key."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("clinic_id", "dedupe_key"),
        # bot/outbox.py: due rows by lane, and earlier rows of the same person, which go first
        partial_index("ix_notice_due", "lane", "due_at", where="state = 'waiting'"),
        partial_index("ix_notice_recipient", "recipient_id", "id", where="state = 'waiting'"),
    )

    channel_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("channel.id"))
    recipient_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("channel_identity.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))  # the wording room has a card for each
    purpose: Mapped[NoticePurpose] = mapped_column(word(NoticePurpose))
    lane: Mapped[
        int
    ]  # 0 urgent, 1 answers, 2 transactional and staff, 3 care: a slow lane never blocks a fast one
    data: Mapped[dict[str, Any]]  # facts to be worded: ids, times, numbers, names
    dedupe_key: Mapped[str] = mapped_column(sa.String(120))
    # For as long as only replies were tried: gone as soon as a push may have left with the notice's id as its key.
    reply_token: Mapped[str | None] = mapped_column(sa.String(64))
    reply_until: Mapped[datetime | None]  # after that the token is dead
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[NoticeState] = mapped_column(word(NoticeState), default=NoticeState.WAITING)
    reason: Mapped[str | None] = mapped_column(sa.String(80))  # of the gate, or of the channel
    body: Mapped[str | None]  # the frozen bytes that are sent, and sent again: a retry key demands the same
    first_sent_at: Mapped[datetime | None]
    # An attempt was begun whose end nobody knows; what a later attempt is told never takes that back.
    may_have_gone: Mapped[bool] = mapped_column(default=False)
    # The channel certainly took nothing, and the wait is long: later ones of this person need not wait for it.
    lets_others_pass: Mapped[bool] = mapped_column(default=False)
    request_id: Mapped[str | None] = mapped_column(sa.String(64))


class Schedule(Base):
    """One clock of the service. The row is the truth: whoever advances it by compare-and-set does the work, once."""

    __tablename__ = "schedule"

    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)  # what, and for which clinic or branch
    next_run_at: Mapped[datetime] = mapped_column(index=True)  # the first time that was not rung for yet
    last_run_at: Mapped[datetime | None]
    rings: Mapped[str | None] = mapped_column(sa.String(120))  # the rule by which that time was found
    not_before: Mapped[datetime | None]  # its work failed; it is left alone until then
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")  # of the time that is due
