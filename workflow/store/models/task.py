"""Work for one member of staff, and what became of it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, word


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
    """Work for one member of staff, with a due time. While it waits it has exactly one holder."""

    __tablename__ = "task"
    __table_args__ = (
        sa.Index(
            "ix_task_waiting",
            "staff_id",
            "due_at",
            postgresql_where=sa.text("state IN ('open', 'accepted')"),
            sqlite_where=sa.text("state IN ('open', 'accepted')"),
        ),
        # Only what time still has to do something about: small, however many tasks are done.
        sa.Index(
            "ix_task_to_look_at",
            "look_at",
            "id",
            postgresql_where=sa.text("look_at IS NOT NULL"),
            sqlite_where=sa.text("look_at IS NOT NULL"),
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
    # The roles that may hold it, first asked first; empty where it was made for one person.
    roles: Mapped[list[str]] = mapped_column(default=list, server_default=sa.text("'[]'"))
    snoozed_until: Mapped[datetime | None]  # the holder wants to be reminded then
    look_at: Mapped[
        datetime | None
    ]  # when time makes the next thing happen to it: a reminder, or word to the next role
    step: Mapped[int] = mapped_column(
        default=0, server_default=sa.text("0")
    )  # how many steps upwards were taken
    look_attempts: Mapped[int] = mapped_column(
        default=0, server_default=sa.text("0")
    )  # how often looking at it failed since it last went well
    look_failure: Mapped[str | None] = mapped_column(
        sa.String(40)
    )  # why time does nothing more about it: looking at it was given up
    notice_id: Mapped[
        uuid.UUID | None
    ]  # the card its first holder was told by; whoever holds it next gets it too


class TaskEvent(ClinicRow):
    """What happened to a task, and who has it since. Never edited."""

    __tablename__ = "task_event"
    __table_args__ = (sa.UniqueConstraint("task_id", "seq"),)

    task_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("task.id"))
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(40))
    by_kind: Mapped[str] = mapped_column(sa.String(16))
    by_id: Mapped[uuid.UUID | None]
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))  # the holder after it
    detail: Mapped[
        dict[str, Any]
    ]  # the reason, in words of a closed list; who was chosen among how many, and why
    at: Mapped[datetime]
