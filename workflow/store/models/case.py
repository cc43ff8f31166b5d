"""A customer's way through one skin goal, what happened on it, and the work it makes for people."""

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


class TaskKind(StrEnum):
    """What a task asks for."""

    PREPARE_TREATMENT = "prepare_treatment"  # beautician: look at the reading, flags and protocol, and accept
    BOOK_APPOINTMENT = "book_appointment"  # sales: agree a time with the customer
    DO_TREATMENT = "do_treatment"  # beautician: start and finish on the day
    OFFER_AFTER_TREATMENT = "offer_after_treatment"  # sales: what to offer next
    RED_FLAG = "red_flag"  # reach the customer now
    CALL_CUSTOMER = "call_customer"  # talk to a person; a message could not be delivered


class TaskState(StrEnum):
    """How far a task is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    CANCELLED = "cancelled"


class Task(ClinicRow):
    """Work for one member of staff, with a due time."""

    __tablename__ = "task"
    __table_args__ = (
        sa.Index(
            "ix_task_waiting",
            "staff_id",
            "due_at",
            postgresql_where=sa.text("state IN ('open', 'accepted')"),
            sqlite_where=sa.text("state IN ('open', 'accepted')"),
        ),
    )

    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"))
    kind: Mapped[TaskKind] = mapped_column(word(TaskKind))
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    state: Mapped[TaskState] = mapped_column(word(TaskState), default=TaskState.OPEN)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
