"""Who stands behind many accounts at once: what whoever writes to all of them must know."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Branch, ChannelIdentity, Customer, Staff
from workflow.store.reading import among


@dataclass(frozen=True, kw_only=True)
class Reached:
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
            ChannelIdentity.blocked_at,
            ChannelIdentity.human_until,
            Customer.language,
            Staff.active,
            Branch.zone,
        )
        .outerjoin(Customer, Customer.id == ChannelIdentity.customer_id)
        .outerjoin(Staff, Staff.id == ChannelIdentity.staff_id)
        .outerjoin(Branch, Branch.id == sa.func.coalesce(Customer.branch_id, Staff.branch_id))
        .where(among(session, ChannelIdentity.id, identity_ids))
    )
    return [
        Reached(
            identity_id=row.id,
            external_id=row.external_id,
            customer_id=row.customer_id,
            language=row.language,
            is_active=row.active is not False,
            is_blocked=row.blocked_at is not None,
            human_until=row.human_until,
            zone=row.zone,
        )
        for row in rows
    ]
