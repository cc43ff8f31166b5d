"""What happens after a treatment: promised contacts, the answers to them, and points."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, DueRow, partial_index, word


class FollowUpState(StrEnum):
    """How far a follow-up is."""

    PLANNED = "planned"
    SENT = "sent"
    ANSWERED = "answered"
    CANCELLED = "cancelled"
    FAILED = "failed"  # a bug of ours; put aside with its reason, and somebody is asked to call


class FollowUp(DueRow):
    """A promised contact on day 1, 7, 30 or 90 after a session. A planned one is due work."""

    __tablename__ = "follow_up"
    __table_args__ = (
        sa.UniqueConstraint("session_id", "day"),  # each once
        # scheduler/jobs/due_follow_ups.py: which are due, and which were tried too often
        partial_index("ix_follow_up_due", "due_at", where="state = 'planned'"),
        partial_index("ix_follow_up_customer", "customer_id", where="state = 'planned'"),
        partial_index("ix_follow_up_worn_out", "lease_until", where="state = 'planned' AND attempts >= 5"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    session_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("treatment_session.id"))
    day: Mapped[int]
    due_at: Mapped[datetime]
    state: Mapped[FollowUpState] = mapped_column(word(FollowUpState), default=FollowUpState.PLANNED)
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")  # older rows had none
    failure: Mapped[str | None]  # class of the error


class CheckIn(ClinicRow):
    """A customer's answer to a follow-up (or something she told us by herself)."""

    __tablename__ = "check_in"

    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    follow_up_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("follow_up.id"))
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"))
    text: Mapped[str | None]
    scan_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("scan.id"))
    red_flags: Mapped[list[str]]
    at: Mapped[datetime]


class LoyaltyLedgerEntry(ClinicRow):
    """Points earned or spent, with the reason. Never edited; the balance is the sum."""

    __tablename__ = "loyalty_ledger_entry"
    __table_args__ = (
        sa.UniqueConstraint("clinic_id", "key"),  # the same cause earns once
        sa.CheckConstraint("points <> 0", name="moves_something"),
    )

    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str] = mapped_column(sa.String(80))
    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"))
    at: Mapped[datetime]
