"""Why a photo is not even looked at."""

from workflow.refusal import NotAllowed


class ConsentMissing(NotAllowed):
    """The customer has not said yes to having her photo read. Facts: `purpose`, `customer_id`."""

    code = "consent_missing"
