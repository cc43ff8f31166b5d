"""When a branch is open, and who is there."""

import uuid
from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow, word


class DayKind(StrEnum):
    """Why a day is unlike its weekday."""

    HOLIDAY = "holiday"
    CLOSURE = "closure"
    HOURS = "hours"  # open, at other hours


class OpeningHours(ClinicRow):
    """A branch's hours on one weekday, where they differ from its usual ones. Without hours: closed on that weekday."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        sa.UniqueConstraint("branch_id", "weekday"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="is_a_weekday"),
        sa.CheckConstraint("(opens_at IS NULL) = (closes_at IS NULL)", name="both_hours_or_none"),
    )

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    weekday: Mapped[int]  # 0 is Monday
    opens_at: Mapped[time | None]  # local wall clock
    closes_at: Mapped[time | None]


class SpecialDay(ClinicRow):
    """One date on which a branch is closed, or open at other hours. A date set by hand goes before the file's."""

    __tablename__ = "special_day"
    __table_args__ = (
        sa.UniqueConstraint("branch_id", "day", "by_hand"),
        sa.CheckConstraint("(opens_at IS NULL) = (closes_at IS NULL)", name="both_hours_or_none"),
    )

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(word(DayKind))
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    name_th: Mapped[str]
    name_en: Mapped[str]
    by_hand: Mapped[bool] = mapped_column(default=False)


class Shift(ClinicRow):
    """Hours in which somebody works at a branch: every week, or on one date, which then goes before the week's."""

    __tablename__ = "shift"
    __table_args__ = (
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="weekday_or_date"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="is_a_weekday"),
        sa.Index("ix_shift_branch_id_staff_id", "branch_id", "staff_id"),
    )

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    weekday: Mapped[int | None]  # 0 is Monday
    day: Mapped[date | None]
    starts_at: Mapped[time]  # local wall clock
    ends_at: Mapped[time]
    by_hand: Mapped[bool] = mapped_column(default=False)


class TimeOff(ClinicRow):
    """A time in which somebody is not there, whatever their shifts say. Half-open."""

    __tablename__ = "time_off"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index("ix_time_off_staff_id_ends_at", "staff_id", "ends_at"),
    )

    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]  # a word, as leave or sick; never a story
    noted_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    noted_at: Mapped[datetime]
