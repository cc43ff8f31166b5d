"""What many customers said yes to, for whoever writes to all of them."""

import uuid
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Consent, Purpose


def refused_purposes(
    session: Session, *, customer_ids: Collection[uuid.UUID], purposes: Collection[Purpose]
) -> dict[uuid.UUID, frozenset[Purpose]]:
    """This will give, for each customer, which of the purposes her newest answer is not a yes to; never asked is no yes."""
    if not customer_ids:
        return {}
    rows = session.execute(
        sa.select(Consent.customer_id, Consent.purpose, Consent.granted)
        .where(Consent.customer_id.in_(customer_ids), Consent.purpose.in_(purposes))
        .order_by(Consent.at, Consent.id)
    )
    refused = {customer_id: set(purposes) for customer_id in customer_ids}
    for customer_id, purpose, granted in rows:
        (refused[customer_id].discard if granted else refused[customer_id].add)(purpose)
    return {customer_id: frozenset(those) for customer_id, those in refused.items()}
