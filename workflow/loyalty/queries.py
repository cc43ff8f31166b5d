"""What a customer has, and why."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import LoyaltyLedgerEntry


def balance(session: Session, *, customer_id: uuid.UUID) -> int:
    """This will give the customer's points: the sum of her ledger, 0 without entries."""
    return (
        session.scalar(
            sa.select(sa.func.coalesce(sa.func.sum(LoyaltyLedgerEntry.points), 0)).where(
                LoyaltyLedgerEntry.customer_id == customer_id
            )
        )
        or 0
    )


def history(session: Session, *, customer_id: uuid.UUID, limit: int = 10) -> list[LoyaltyLedgerEntry]:
    """This will give the customer's ledger entries, the newest first."""
    return list(
        session.scalars(
            sa.select(LoyaltyLedgerEntry)
            .where(LoyaltyLedgerEntry.customer_id == customer_id)
            .order_by(LoyaltyLedgerEntry.at.desc(), LoyaltyLedgerEntry.id.desc())
            .limit(limit)
        )
    )
