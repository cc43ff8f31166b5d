"""Customers, how people are known on a channel, and what customers said yes and no to."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, word


class Customer(ClinicRow):
    """A person who may buy."""

    __tablename__ = "customer"
    __table_args__ = (
        sa.UniqueConstraint("clinic_id", "code"),
        sa.Index("ix_customer_birthday", "clinic_id", "birthday"),  # scheduler/jobs/birthdays.py
        # Not unique: a mother and her daughter may share one (workflow/customers/contacts.py).
        sa.Index("ix_customer_phone", "clinic_id", "phone"),
    )

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    code: Mapped[str] = mapped_column(sa.String(12))  # what people see
    name: Mapped[str]  # the name she goes by: as the channel told it, until she tells another
    # As the channel showed her before she told another name: staff know her by it there, and it is hidden like the other.
    shown_name: Mapped[str | None]
    language: Mapped[str] = mapped_column(sa.String(2), default="th")
    sales_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    # "02-14": day and month as she told us, never the year; gone when she takes back her yes to messages.
    birthday: Mapped[str | None] = mapped_column(sa.String(5))
    # E.164 ("+66812345678"), told by her for her appointments; gone when she takes it back.
    phone: Mapped[str | None] = mapped_column(sa.String(16))
    registered_at: Mapped[datetime | None]  # when she last said that what is kept of her is right
    phone_asked_at: Mapped[
        datetime | None
    ]  # when she was offered to tell her number: once, of our own accord


class ChannelIdentity(ClinicRow):
    """How a person is known on one channel: a customer, a member of staff, or nobody yet."""

    __tablename__ = "channel_identity"
    __table_args__ = (
        sa.UniqueConstraint("channel_id", "external_id"),
        # One LINE account is one somebody, never a customer and a member of staff at once.
        sa.CheckConstraint("customer_id IS NULL OR staff_id IS NULL", name="one_somebody"),
    )

    channel_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("channel.id"))
    external_id: Mapped[str] = mapped_column(sa.String(64))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    staff_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    blocked_at: Mapped[datetime | None]
    # The question the bot has open with this person: {"kind": ..., "ref": ...}; yes and no count only against it.
    open_question: Mapped[dict[str, Any] | None]
    open_question_until: Mapped[datetime | None]
    # The form she is filling in by talk, and until when bare words go into it; kept a little longer to be picked up.
    open_form: Mapped[dict[str, Any] | None]
    open_form_until: Mapped[datetime | None]
    # What the talk is about, which of two was asked about, and what was not understood: meanings and ids, no words.
    talk: Mapped[dict[str, Any] | None]
    # A person of the clinic has taken over this talk until then; the bot stays silent.
    human_until: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)


class Purpose(StrEnum):
    """What a customer's yes is for; each is asked separately (PDPA s.19 and s.26, facts/CLINIC.md 6.2)."""

    SCAN_ANALYSIS = "scan_analysis"  # her photo is downloaded and measured
    PROGRESS_PHOTOS = "progress_photos"  # her photos are kept to compare before and after
    MARKETING_MESSAGES = "marketing_messages"  # offers may be sent to her
    HEALTH_ANSWERS = (
        "health_answers"  # what she says of her health before a treatment is kept for those who treat her
    )
    IMPROVE_UNDERSTANDING = (
        "improve_understanding"  # what the bot did not understand may be learnt from, masked
    )
    OUTSIDE_WORDS = "outside_words"  # her questions, masked, may go to the service that phrases answers


class Consent(ClinicRow):
    """A customer's yes or no to one purpose. Never edited: the newest row of a purpose counts."""

    __tablename__ = "consent"
    __table_args__ = (sa.Index("ix_consent_newest", "customer_id", "purpose", "at"),)

    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"))
    purpose: Mapped[Purpose] = mapped_column(word(Purpose))
    granted: Mapped[bool]
    wording_version: Mapped[str] = mapped_column(sa.String(40))
    channel_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("channel.id"))
    event_id: Mapped[str | None] = mapped_column(sa.String(64))  # the webhook event that carried the answer
    at: Mapped[datetime]
