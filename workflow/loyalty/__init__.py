"""Points: a ledger whose sum is the balance."""

from workflow.loyalty.operations import earn_points, spend_points
from workflow.loyalty.points import points_for
from workflow.loyalty.queries import balance, history
from workflow.loyalty.refusals import NotEnoughPoints
from workflow.store.models import LoyaltyLedgerEntry

__all__ = [
    "LoyaltyLedgerEntry",
    "NotEnoughPoints",
    "balance",
    "earn_points",
    "history",
    "points_for",
    "spend_points",
]
