"""What the ledger refuses."""

from workflow.refusal import Refusal


class NotEnoughPoints(Refusal):
    """The customer has fewer points than she wants to spend."""

    code = "not_enough_points"
