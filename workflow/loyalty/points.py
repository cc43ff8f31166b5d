"""How many points a visit earns."""

from workflow.settings import ClinicRules


def points_for(price_satang: int | None, *, rules: ClinicRules | None = None) -> int:
    """This will give the points earned by a visit: one for each full amount paid, rounded down.

    Args:
        price_satang: What the treatment costs (satang, 0 or more); None when it has no list price.
        rules: `satang_per_point`, and `points_per_visit` for a visit without a price.

    Raises:
        ValueError: The price is below zero.
    """
    rules = rules or ClinicRules()
    if price_satang is None:
        return rules.points_per_visit
    if price_satang < 0:
        raise ValueError(f"a price cannot be below zero: {price_satang}")
    return price_satang // rules.satang_per_point
