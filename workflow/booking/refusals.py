"""Why a time cannot be had."""

from workflow.refusal import BadRequest, OutOfDate


class SlotTaken(OutOfDate):
    """Somebody or something needed is taken at that time. Facts: `starts_at`."""

    code = "slot_taken"


class SlotPassed(OutOfDate):
    """The time has passed. Facts: `starts_at`."""

    code = "slot_passed"


class OutsideHours(BadRequest):
    """The branch is not open for the whole of it. Facts: `opens_at`, `closes_at` (aware UTC), `zone`."""

    code = "outside_hours"


class TooSoon(BadRequest):
    """Too few days after the same treatment. Facts: `first_safe_on` (ISO date), `earliest_at` (aware UTC), `zone`."""

    code = "too_soon"


class BranchClosed(BadRequest):
    """The branch is closed on that day. Facts: `day` (ISO date), `name_th`, `name_en` (why; empty on a usual day off)."""

    code = "branch_closed"


class StaffAway(OutOfDate):
    """Whoever treats is not there for the whole of it. Facts: `starts_at`, `staff_id`."""

    code = "staff_away"
