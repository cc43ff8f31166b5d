"""Why a photo is not even looked at."""

from workflow.refusal import BadRequest, NotAllowed, OutOfDate


class ConsentMissing(NotAllowed):
    """The customer has not said yes to having her photo read. Facts: `purpose`, `customer_id`."""

    code = "consent_missing"


class PhotoTakenBack(OutOfDate):
    """The photo was unsent, or withdrawn with the consent it was sent under; it must be sent anew."""

    code = "photo_taken_back"


class PhotoOfSomebodyElse(NotAllowed):
    """The photo was kept for another customer before. It is not read for two."""

    code = "photo_of_somebody_else"


class PhotoNotKept(OutOfDate):
    """The photo was read and not kept, or its time is over: there is nothing to make a picture of."""

    code = "photo_not_kept"


class WishNotPromised(BadRequest):
    """No picture may promise this. Facts: `why` (vision.WishRefused), `metric`, `most` (a share, 0-1)."""

    code = "wish_not_promised"
