"""A customer's way through one skin goal, and what happened on it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, word


class Stage(StrEnum):
    """The stages of a case, fixed by the clinic, in order."""

    SCANNED = "scanned"
    TREATMENT_SCHEDULED = "treatment_scheduled"
    IN_TREATMENT = "in_treatment"
    COMPLETED = "completed"
    FOLLOW_UP = "follow_up"


class Case(ClinicRow):
    """One customer's way through one skin goal. Open until closed_at; which moves are legal stands in cases/transitions.py."""

    __tablename__ = "case"
    __table_args__ = (
        sa.UniqueConstraint("clinic_id", "code"),
        sa.CheckConstraint("version >= 1", name="version_counts_up"),
    )

    code: Mapped[str] = mapped_column(sa.String(12))
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    sales_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    beautician_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    stage: Mapped[Stage] = mapped_column(word(Stage))
    concern: Mapped[str | None] = mapped_column(sa.String(40))
    treatment_type_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("treatment_type.id"))
    version: Mapped[int] = mapped_column(default=1)  # each transition counts it up; a stale writer loses
    opened_at: Mapped[datetime]
    stage_at: Mapped[datetime]  # when it reached this stage
    closed_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads this name from the class


class CaseEvent(ClinicRow):
    """What happened to a case. Never edited."""

    __tablename__ = "case_event"
    __table_args__ = (sa.UniqueConstraint("case_id", "seq"),)

    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"))
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(40))
    by_kind: Mapped[str] = mapped_column(sa.String(16))
    by_id: Mapped[uuid.UUID | None]
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime]
