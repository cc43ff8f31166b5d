"""Agreed times, and the five-minute cells that make double booking impossible."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import Base, ClinicRow, word


class AppointmentState(StrEnum):
    """How far an appointment is."""

    BOOKED = "booked"
    DONE = "done"
    CANCELLED = "cancelled"


class Appointment(ClinicRow):
    """An agreed time. Half-open: it ends where the next may start."""

    __tablename__ = "appointment"
    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    treatment_type_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("treatment_type.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[AppointmentState] = mapped_column(word(AppointmentState), default=AppointmentState.BOOKED)
    booked_at: Mapped[datetime]


class ResourceCell(Base):
    """One resource taken for one five-minute cell. The primary key is the whole rule: nobody is in two places.

    `resource_id` is a staff member, room, device or customer; ids are unique across tables.
    Source: facts/CLINIC.md 2.1 (289 double bookings without it, none with it).
    """

    __tablename__ = "resource_cell"

    resource_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    cell_at: Mapped[datetime] = mapped_column(primary_key=True)
    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"))
    appointment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
