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


class NobodyElse(NotAllowed):
    """Nobody else may do it, so it stays with whoever has it: a task is never without a holder."""

    code = "nobody_else"


class NotAble(NotAllowed):
    """The colleague it was to go to may not have it, or has left. Facts: `name`."""

    code = "not_able"


class NeedsNewTime(NotAllowed):
    """A treatment's time is agreed with the customer and one colleague: the appointment is moved, not the task."""

    code = "needs_new_time"


class CannotWait(NotAllowed):
    """This can be put off by nobody."""

    code = "cannot_wait"
