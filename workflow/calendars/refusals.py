"""Why a calendar does not take what it was given."""

from workflow.refusal import BadRequest, NotAllowed, OutOfDate


class EndsBeforeItBegins(BadRequest):
    """A time must end after it begins. Facts: `starts_at`, `ends_at`."""

    code = "ends_before_it_begins"


class NotTheirRoster(NotAllowed):
    """Staff note their own time off; managers and owners that of everybody."""

    code = "not_their_roster"


class AlreadyOff(OutOfDate):
    """That time off is noted already. Facts: `starts_at`, `ends_at`."""

    code = "already_off"
