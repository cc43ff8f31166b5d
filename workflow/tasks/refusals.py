"""What is answered to somebody who presses a button of a task and may not, or not any more."""

from workflow.refusal import NotAllowed, NotFound, OutOfDate


class NotYours(NotAllowed):
    """The task, case or button is somebody else's."""

    code = "not_yours"


class AlreadyAccepted(OutOfDate):
    """The task was accepted before; accepting it again changes nothing."""

    code = "already_accepted"


class AlreadyDone(OutOfDate):
    """What was asked for has been done before; asking again changes nothing."""

    code = "already_done"


class NobodyHasRole(NotFound):
    """No active member of staff of the branch has any of the roles the work needs. Facts: `roles`."""

    code = "nobody_has_role"
