"""What the doors refuse."""

from workflow.refusal import NotAllowed, OutOfDate


class InviteWrong(NotAllowed):
    """No invitation has this code."""

    code = "invite_wrong"


class InviteExpired(OutOfDate):
    """The invitation is older than a day."""

    code = "invite_expired"


class InviteUsed(OutOfDate):
    """The invitation was used, by this or another LINE account."""

    code = "invite_used"


class TooManyWrongCodes(NotAllowed):
    """This LINE account tried too many wrong codes; owner or manager may forgive it."""

    code = "too_many_wrong_codes"


class SignInLinkDead(OutOfDate):
    """The sign-in link is unknown, used or older than ten minutes; which of them is nobody's business."""

    code = "sign_in_link_dead"
