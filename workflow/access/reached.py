"""Who stands behind many accounts at once: what whoever writes to all of them must know."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Branch, ChannelIdentity, Customer, Staff
from workflow.store.reading import among


class Reached(NamedTuple):
    """Somebody who is reached on a channel.

    Attributes:
        identity_id: The account.
        external_id: The channel's own id of it.
        customer_id: The customer it is; None for staff and strangers.
        language: The customer's; None for others.
        is_active: False for staff who left.
        is_blocked: Whether this person blocked us.
        human_until: A person of the clinic is in charge of the talk until then.
        zone: Of the branch the person belongs to (IANA name); None for a stranger.
    """

    identity_id: uuid.UUID
    external_id: str
    customer_id: uuid.UUID | None
    language: str | None
    is_active: bool
    is_blocked: bool
    human_until: datetime | None
    zone: str | None


def who_is_reached(session: Session, *, identity_ids: Collection[uuid.UUID]) -> list[Reached]:
    """This will say who stands behind accounts, in one query; those that do not exist are left out.

    Args:
        session: A session of the clinic.
        identity_ids: The accounts.
    """
    rows = session.execute(
        sa.select(
            ChannelIdentity.id,
            ChannelIdentity.external_id,
            ChannelIdentity.customer_id,
            Customer.language,
            sa.func.coalesce(Staff.active, sa.true()),
            ChannelIdentity.blocked_at.is_not(None),
            ChannelIdentity.human_until,
            Branch.zone,
        )
        .outerjoin(Customer, Customer.id == ChannelIdentity.customer_id)
        .outerjoin(Staff, Staff.id == ChannelIdentity.staff_id)
        .outerjoin(Branch, Branch.id == sa.func.coalesce(Customer.branch_id, Staff.branch_id))
        .where(among(session, ChannelIdentity.id, identity_ids))
    )
    return [Reached._make(row) for row in rows]
