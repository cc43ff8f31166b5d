"""Agreed times, and the five-minute cells that make double booking impossible."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, ClinicTable, word


class AppointmentState(StrEnum):
    """How far an appointment is."""

    BOOKED = "booked"
    DONE = "done"
    CANCELLED = "cancelled"


class Appointment(ClinicRow):
    """An agreed time. Half-open: it ends where the next may start."""

    __tablename__ = "appointment"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index("ix_appointment_branch_id_starts_at", "branch_id", "starts_at"),  # scheduler/jobs/remind.py
    )

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    treatment_type_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("treatment_type.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[AppointmentState] = mapped_column(word(AppointmentState), default=AppointmentState.BOOKED)
    booked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # when the customer said that she comes


class Hold(ClinicRow):
    """A time kept for one case for a short while, so that somebody can decide. It keeps cells as an appointment does."""

    __tablename__ = "hold"
    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), unique=True)
    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    treatment_type_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("treatment_type.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    held_at: Mapped[datetime]
    held_until: Mapped[datetime] = mapped_column(index=True)


class ResourceCell(ClinicTable):
    """One resource taken for one five-minute cell. The primary key is the whole rule: nobody is in two places.

    `resource_id` is a staff member, room, device or customer; ids are unique across tables. A cell belongs to an
    appointment or to a hold; one whose hold is over counts as free, and whoever needs it takes it over.
    Source: facts/CLINIC.md 2.1 (289 double bookings without it, none with it).
    """

    __tablename__ = "resource_cell"
    __table_args__ = (
        sa.CheckConstraint("(appointment_id IS NULL) <> (hold_id IS NULL)", name="agreed_or_held"),
        sa.CheckConstraint("(hold_id IS NULL) = (held_until IS NULL)", name="a_hold_ends"),
    )

    resource_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    cell_at: Mapped[datetime] = mapped_column(primary_key=True)
    appointment_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
    hold_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("hold.id"), index=True)
    held_until: Mapped[datetime | None]
