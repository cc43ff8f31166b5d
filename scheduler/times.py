"""When a clock rings next, by the wall clock of a zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_daily(after: datetime, *, at: time, zone: ZoneInfo) -> datetime:
    """This will give the first instant strictly after `after` at which the zone's wall clock shows `at`.

    Args:
        after: Aware UTC.
        at: Local wall clock.
        zone: Whose wall clock.
    """
    day = after.astimezone(zone).date()
    for ahead in range(3):
        moment = datetime.combine(day + timedelta(days=ahead), at, tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
    raise AssertionError("one of the next three days has this hour")
