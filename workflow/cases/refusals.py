"""What is answered when a treatment cannot begin yet, or not any more. IllegalMove stands beside the table it comes from."""

from workflow.refusal import OutOfDate


class TooEarly(OutOfDate):
    """The appointment is not yet near enough. Facts: `earliest_at`, `starts_at`."""

    code = "too_early"


class TooLate(OutOfDate):
    """The appointment has long passed; a new time is needed. Facts: `starts_at`."""

    code = "too_late"
