"""Who is signed in on the web pages. Only hashes of tokens are kept."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import ClinicRow


class SignInLink(ClinicRow):
    """A one-time link sent to a member of staff's own LINE chat."""

    __tablename__ = "sign_in_link"

    staff_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WebSession(ClinicRow):
    """A signed-in browser of a member of staff (admin web) or a customer (portal)."""

    __tablename__ = "web_session"
    __table_args__ = (sa.CheckConstraint("(staff_id IS NULL) <> (customer_id IS NULL)", name="one_somebody"),)

    staff_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("customer.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
