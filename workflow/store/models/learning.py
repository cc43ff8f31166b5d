"""What the bot did not understand, masked, until a person has said what it means.

Nothing here holds words as they were typed: they are masked before they come in (nlu/masking.py).
"""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, word

LONGEST_UTTERANCE = 300


class UtteranceWhy(StrEnum):
    """Why an utterance is worth a look; the later ones tell more."""

    UNSURE = "unsure"  # acted upon, with little confidence
    UNKNOWN = "unknown"  # not understood
    TAKEN_OVER = "taken_over"  # a person of the clinic took the talk over after it
    CORRECTED = "corrected"  # she was asked what she meant, and chose


class UtteranceState(StrEnum):
    """How far an utterance is."""

    WAITING = "waiting"
    LEARNT = "learnt"  # a person said what it means; training reads it
    DISCARDED = "discarded"  # nothing is to be learnt from it


class Utterance(ClinicRow):
    """Something that customers of one clinic said, masked; the same words are one row."""

    __tablename__ = "utterance"
    __table_args__ = (sa.UniqueConstraint("clinic_id", "text"),)

    text: Mapped[str] = mapped_column(sa.String(LONGEST_UTTERANCE))
    language: Mapped[str] = mapped_column(sa.String(2))  # by its letters
    why: Mapped[UtteranceWhy] = mapped_column(word(UtteranceWhy))
    guess: Mapped[str] = mapped_column(sa.String(60))
    confidence: Mapped[float] = mapped_column(sa.Float())
    ranking: Mapped[list[dict[str, Any]]]  # the likeliest few: {"intent", "confidence"}
    engine: Mapped[str] = mapped_column(sa.String(40))
    model: Mapped[str] = mapped_column(sa.String(80))
    chosen: Mapped[str | None] = mapped_column(sa.String(60))  # what a customer said she meant
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    state: Mapped[UtteranceState] = mapped_column(word(UtteranceState), default=UtteranceState.WAITING)
    intent: Mapped[str | None] = mapped_column(sa.String(60))  # what a person of the clinic said it means
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None]
    reviews: Mapped[list[dict[str, Any]]] = mapped_column(
        default=list
    )  # every answer ever given: who, what, when


class UtteranceSource(ClinicRow):
    """Who said an utterance that waits: gone when it is reviewed, unsent, or her consent is taken back."""

    __tablename__ = "utterance_source"
    __table_args__ = (sa.UniqueConstraint("utterance_id", "message_id"),)

    utterance_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("utterance.id"))
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    message_id: Mapped[str] = mapped_column(sa.String(64), index=True)  # the channel's id of the message
    at: Mapped[datetime]


class LastWords(ClinicRow):
    """A customer's latest message, masked: only what she does next shows whether it was understood."""

    __tablename__ = "last_words"
    __table_args__ = (sa.UniqueConstraint("customer_id"),)

    customer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("customer.id"))
    message_id: Mapped[str] = mapped_column(sa.String(64))
    heard: Mapped[dict[str, Any]]  # as `workflow.learning.Heard`
    at: Mapped[datetime]
