"""The catalogue: what the clinic does, by which steps, and what was agreed and done."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, word


class Performer(StrEnum):
    """Who may do a treatment's main step (treatments.yaml `performer`)."""

    PHYSICIAN = "physician"
    OPERATOR = "operator"  # a trained operator where the clinic's physician has confirmed it
    BEAUTICIAN = "beautician"


class TreatmentType(ClinicRow):
    """One treatment of the catalogue, as loaded from the clinic's treatment file."""

    __tablename__ = "treatment_type"
    __table_args__ = (sa.UniqueConstraint("clinic_id", "key"),)

    key: Mapped[str] = mapped_column(sa.String(40))
    name_th: Mapped[str]
    name_en: Mapped[str]
    names_in_chat: Mapped[list[str]]
    performer: Mapped[Performer] = mapped_column(word(Performer))
    duration_min: Mapped[int]
    price_satang: Mapped[int | None]  # None: price only after a consultation
    concerns: Mapped[list[str]]
    resources: Mapped[list[str]]
    contraindications: Mapped[list[dict[str, Any]]]  # [{"factor", "action", what RiskFactor holds}]
    red_flags: Mapped[list[str]]  # group keys
    min_gap_days: Mapped[int | None]
    next_key: Mapped[str | None] = mapped_column(sa.String(40))  # what day 30 recommends next
    file_version: Mapped[str] = mapped_column(sa.String(64))  # sha256 of the file it came from
    active: Mapped[bool] = mapped_column(default=True)


class Protocol(ClinicRow):
    """The steps of a treatment, versioned: a session remembers which version it followed."""

    __tablename__ = "protocol"
    __table_args__ = (sa.UniqueConstraint("treatment_type_id", "version"),)

    treatment_type_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("treatment_type.id"))
    version: Mapped[int]
    prepare: Mapped[dict[str, Any]]  # {"th": [...], "en": [...]} how the customer prepares
    steps: Mapped[dict[str, Any]]  # {"th": [...], "en": [...]} what the beautician does
    aftercare: Mapped[dict[str, Any]]  # {"th": {"today", "d1", "d7", "d30", "d90": [...]}, "en": {...}}


class PlanState(StrEnum):
    """How far a plan is agreed."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done"


class TreatmentPlan(ClinicRow):
    """Sessions proposed or agreed for a case, with the price of that day."""

    __tablename__ = "treatment_plan"

    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    treatment_type_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("treatment_type.id"))
    sessions: Mapped[int]
    price_satang: Mapped[int | None]
    state: Mapped[PlanState] = mapped_column(word(PlanState), default=PlanState.PROPOSED)
    made_at: Mapped[datetime]


class TreatmentSession(ClinicRow):
    """One session done (or being done)."""

    __tablename__ = "treatment_session"
    __table_args__ = (sa.UniqueConstraint("appointment_id"),)

    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    appointment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("appointment.id"))
    treatment_type_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("treatment_type.id"))
    protocol_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("protocol.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
