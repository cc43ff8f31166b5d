"""What the clinic has approved to be told, and questions whose answers are being phrased out of it."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, DueRow, partial_index, word


class PassageState(StrEnum):
    """How far a passage is."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"  # replaced by a newer version, or taken back; kept, because answers name it


class PassageOrigin(StrEnum):
    """Where a passage comes from."""

    CATALOGUE = "catalogue"  # texts.yaml of the clinic's catalogue
    CLINIC = "clinic"  # somebody of the clinic wrote it


class Passage(ClinicRow):
    """One version of a passage. Words never change once it is approved: a change is a new version."""

    __tablename__ = "passage"
    __table_args__ = (
        sa.UniqueConstraint("clinic_id", "key", "version"),
        # One approved version of each, whoever approves at the same moment.
        sa.Index(
            "uq_passage_approved",
            "clinic_id",
            "key",
            unique=True,
            postgresql_where=sa.text("state = 'approved'"),
            sqlite_where=sa.text("state = 'approved'"),
        ),
    )

    key: Mapped[str] = mapped_column(sa.String(60))  # the same for all versions
    version: Mapped[int]
    treatment_key: Mapped[str | None] = mapped_column(
        sa.String(40)
    )  # None: it holds for all, or for the clinic
    origin: Mapped[PassageOrigin] = mapped_column(word(PassageOrigin))
    title_th: Mapped[str]
    title_en: Mapped[str]
    lines_th: Mapped[list[str]]
    lines_en: Mapped[list[str]]
    asked: Mapped[list[str]]  # questions by which it is found as well
    state: Mapped[PassageState] = mapped_column(word(PassageState), default=PassageState.DRAFT)
    written_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))  # None: the catalogue
    written_at: Mapped[datetime]
    approved_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    retired_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    retired_at: Mapped[datetime | None]


class PhrasingState(StrEnum):
    """How far the answer to a question is."""

    WAITING = "waiting"
    PHRASED = "phrased"  # the endpoint's words were told
    VERBATIM = "verbatim"  # the passage was told as it stands
    AS_USUAL = "as_usual"  # answered as if there were no passages
    DROPPED = "dropped"  # taken back by her, or a person has the talk by now
    FAILED = "failed"


class Phrasing(DueRow):
    """A question that the endpoint may phrase an answer to: due work. It holds no words, only where they stand."""

    __tablename__ = "phrasing"
    __table_args__ = (
        sa.UniqueConstraint("event_id"),
        # bot/phrasing.py: which are due, and which were tried too often
        partial_index("ix_phrasing_due", "due_at", where="state = 'waiting'"),
        partial_index("ix_phrasing_customer", "customer_id", where="state = 'waiting'"),
        partial_index("ix_phrasing_worn_out", "lease_until", where="state = 'waiting' AND attempts >= 2"),
        sa.Index("ix_phrasing_called", "clinic_id", "called_at"),
    )

    event_id: Mapped[
        uuid.UUID
    ]  # the inbound event with the words; no key, because events are forgotten earlier
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    intent: Mapped[str] = mapped_column(sa.String(40))  # what answers as usual; empty: nothing was understood
    passage_ids: Mapped[list[str]]
    is_sure: Mapped[bool]  # the first passage is near enough to be told as it stands
    state: Mapped[PhrasingState] = mapped_column(word(PhrasingState), default=PhrasingState.WAITING)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    called_at: Mapped[datetime | None]  # when its words left the house; counts against the budgets
    verdict: Mapped[str | None] = mapped_column(sa.String(40))  # of the guards, or why nobody was asked
    answer_hash: Mapped[str | None] = mapped_column(
        sa.String(64)
    )  # sha256 of what came back, never the words
    told_ids: Mapped[list[str] | None]  # the passages that the answer named
