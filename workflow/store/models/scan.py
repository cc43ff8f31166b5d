"""Photos taken to be read, and what vision read in them."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, DueRow, partial_index, word


class ScanKind(StrEnum):
    """Why the photo was sent."""

    FIRST = "first"  # opens a case
    PROGRESS = "progress"  # belongs to a follow-up and is compared with the first


class ScanState(StrEnum):
    """How far a scan is."""

    WAITING = "waiting"  # only the message id is known; nothing was downloaded
    READ = "read"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"  # unsent, or consent withdrawn: the photo is gone


class Scan(DueRow):
    """A photo a person sent to be read. A waiting scan is due work: claimed by lease, read outside any transaction."""

    __tablename__ = "scan"
    __table_args__ = (
        sa.UniqueConstraint("channel_id", "message_id"),
        # scheduler/jobs/read_scans.py: which are due, and which were tried too often
        partial_index("ix_scan_due", "due_at", where="state = 'waiting'"),
        partial_index("ix_scan_customer", "customer_id", where="state = 'waiting'"),
        partial_index("ix_scan_worn_out", "lease_until", where="state = 'waiting' AND attempts >= 5"),
        # workflow/scans/withdrawals.py: pictures that show a photo beside a later one
        partial_index("ix_scan_compared_with", "compared_with_id", where="compared_with_id IS NOT NULL"),
    )

    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"))
    follow_up_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("follow_up.id"))
    kind: Mapped[ScanKind] = mapped_column(word(ScanKind))
    channel_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("channel.id"))
    message_id: Mapped[str] = mapped_column(sa.String(64))  # where the channel keeps the photo
    sender_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("channel_identity.id")
    )  # customer, or sales for her
    state: Mapped[ScanState] = mapped_column(word(ScanState), default=ScanState.WAITING)
    unreadable_reason: Mapped[str | None] = mapped_column(sa.String(40))
    photo_key: Mapped[str | None] = mapped_column(sa.String(64))  # in the photo store; random, tells nothing
    overlay_key: Mapped[str | None] = mapped_column(sa.String(64))
    # A progress photo beside the scan it was compared with. These pictures show both photos, so they go with either.
    compared_with_id: Mapped[uuid.UUID | None]
    comparison: Mapped[dict[str, Any] | None]  # vision.Comparison.to_json
    pair_key: Mapped[str | None] = mapped_column(sa.String(64))
    before_key: Mapped[str | None] = mapped_column(sa.String(64))
    after_key: Mapped[str | None] = mapped_column(sa.String(64))
    chart_key: Mapped[str | None] = mapped_column(sa.String(64))
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime]


#: The columns of a scan that name pictures in the photo store, and those of them that show another scan's photo too.
PAIR_PICTURES = ("pair_key", "before_key", "after_key", "chart_key")
PICTURES = ("photo_key", "overlay_key", *PAIR_PICTURES)


class SkinReading(ClinicRow):
    """What vision read in one scan: raw values with unit, score, minimal detectable change or why not measurable."""

    __tablename__ = "skin_reading"
    __table_args__ = (sa.UniqueConstraint("scan_id"),)

    scan_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("scan.id"))
    overall: Mapped[int | None]
    concern: Mapped[str | None] = mapped_column(sa.String(40))
    quality: Mapped[dict[str, Any]]
    metrics: Mapped[dict[str, Any]]
    vision_version: Mapped[str] = mapped_column(sa.String(64))
    read_at: Mapped[datetime]
