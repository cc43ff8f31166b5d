"""The clinic itself: branches, channels, staff, rooms and devices."""

import uuid
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.actor import Role
from workflow.store.base import Base, ClinicRow, new_id


class Clinic(Base):
    """The business, our tenant."""

    __tablename__ = "clinic"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name_th: Mapped[str]
    name_en: Mapped[str]


class Branch(ClinicRow):
    """A place of the clinic, with its own zone and hours."""

    __tablename__ = "branch"
    __table_args__ = (sa.UniqueConstraint("clinic_id", "key"),)

    key: Mapped[str] = mapped_column(sa.String(40))
    name_th: Mapped[str]
    name_en: Mapped[str]
    zone: Mapped[str] = mapped_column(sa.String(64))  # IANA name
    opens_at: Mapped[time]  # local wall clock
    closes_at: Mapped[time]
    phone: Mapped[str] = mapped_column(sa.String(20))
    address_th: Mapped[str]
    address_en: Mapped[str]
    # Which public holidays it keeps is written as special days, up to this date; None: it keeps none.
    holidays_until: Mapped[date | None]


class Channel(ClinicRow):
    """One LINE (or Messenger) account of the clinic. Its secrets stand only in the environment."""

    __tablename__ = "channel"

    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    bot_user_id: Mapped[str] = mapped_column(sa.String(64))  # what LINE calls `destination`


class Staff(ClinicRow):
    """A person who works there."""

    __tablename__ = "staff"

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    name: Mapped[str]
    roles: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    # Keys of the treatments they are trained in; none are named: whatever their roles may do.
    skills: Mapped[list[str]] = mapped_column(default=list, server_default=sa.text("'[]'"))

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles as roles."""
        return frozenset(Role(role) for role in self.roles)

    @property
    def leads(self) -> bool:
        """Whether they answer for what others do."""
        return not self.role_set.isdisjoint({Role.MANAGER, Role.OWNER})


class StaffInvite(ClinicRow):
    """A one-time code by which a member of staff makes their LINE account known. Only its hash is kept."""

    __tablename__ = "staff_invite"

    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Resource(ClinicRow):
    """A room or device, or one place of a room with several, that one treatment at a time can use."""

    __tablename__ = "resource"
    __table_args__ = (sa.UniqueConstraint("branch_id", "kind", "name", "place"),)

    branch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("branch.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))  # as in treatments.yaml `resources`
    name: Mapped[str]
    place: Mapped[int] = mapped_column(default=1, server_default=sa.text("1"))  # counted from 1
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
