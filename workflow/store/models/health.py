"""What a customer answered about her health before a treatment: no more than yes, no or not sure to a known question."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, word


class HealthSaid(StrEnum):
    """What she said to a question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class HealthAnswer(ClinicRow):
    """An answer of hers to the question of one risk factor; it goes with her consent.

    The newest counts. An earlier one is there only while a treatment that was done on it has its record.
    """

    __tablename__ = "health_answer"

    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    factor: Mapped[str] = mapped_column(sa.String(40))  # a key of treatments.yaml `risk_factors`
    said: Mapped[HealthSaid] = mapped_column(word(HealthSaid))
    at: Mapped[datetime]
    counts_until: Mapped[datetime]  # until it is too old, or she answers anew
