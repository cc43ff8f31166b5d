"""Simulated pictures: a customer's own photo, edited to show what a member of staff expects, with what proves it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import DueRow, partial_index, word


class SimulationState(StrEnum):
    """How far a simulation is."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"  # nothing of the wish can be shown in this photo, or it could not be made
    WITHDRAWN = "withdrawn"  # the photo was taken back, or the consent: the picture is gone


class Simulation(DueRow):
    """A wish on one kept photo, and what came of it. A waiting one is due work, as a waiting scan is.

    The same wish on the same photo is one row as long as it would be made alike, with the same words on it: the picture
    would be the same, byte by byte. One that would be made otherwise is the next edition, beside the older.
    """

    __tablename__ = "simulation"
    __table_args__ = (
        sa.UniqueConstraint("scan_id", "wish_code", "edition"),
        # scheduler/jobs/make_simulations.py: which are due, and which were tried too often
        partial_index("ix_simulation_due", "due_at", where="state = 'waiting'"),
        partial_index("ix_simulation_customer", "customer_id", where="state = 'waiting'"),
        partial_index("ix_simulation_worn_out", "lease_until", where="state = 'waiting' AND attempts >= 3"),
    )

    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"))
    scan_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("scan.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))  # whose estimate it is: the first
    askers: Mapped[list[str]] = mapped_column(default=list)  # ids of staff who are told when it is made
    wish: Mapped[dict[str, Any]]  # metric -> relative change, as the member of staff stated it
    wish_code: Mapped[str] = mapped_column(sa.String(120))  # the same in one word
    edition: Mapped[int] = mapped_column(default=1, server_default=sa.text("1"))
    words_version: Mapped[str] = mapped_column(sa.String(40))  # of the watermark and the promise beside it
    state: Mapped[SimulationState] = mapped_column(word(SimulationState), default=SimulationState.WAITING)
    failure: Mapped[str | None] = mapped_column(sa.String(40))
    measured: Mapped[dict[str, Any] | None]  # strengths, before and after of every metric, texture kept
    vision_version: Mapped[str | None] = mapped_column(sa.String(64))
    picture_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)  # in the photo store
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]  # to the customer
    sent_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
