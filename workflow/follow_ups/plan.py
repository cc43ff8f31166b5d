"""When a follow-up is due, by the branch's own clock. Pure: no row, no clock.

Source: the clinic's promise of day 1, 7, 30 and 90; facts/ENGINE.md section 5 ("day N at 10:00 local", quiet hours
checked when planned and again when sent, so that a late catch-up never rings at three in the morning).
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = (1, 7, 30, 90)
# A care message two weeks late no longer speaks of the day it was promised for.
LATEST = timedelta(days=14)


def due_times(finished_at: datetime, zone: ZoneInfo, at: time = time(10, 0)) -> dict[int, datetime]:
    """This will say when each follow-up of a treatment is due.

    Args:
        finished_at: When the treatment was finished (aware UTC).
        zone: The branch's zone. Day N is N calendar days after the branch's date of `finished_at`, so a change of
            the clocks between moves nothing on the wall.
        at: The branch's wall-clock time of every follow-up. Where the clocks skip that time, it is taken as the
            time before the change reads it (PEP 495, fold 0); where it happens twice, the first counts.

    Returns:
        Day to aware UTC time.
    """
    finished_on = finished_at.astimezone(zone).date()
    return {
        day: datetime.combine(finished_on + timedelta(days=day), at, tzinfo=zone).astimezone(UTC)
        for day in DAYS
    }


def next_polite(now: datetime, zone: ZoneInfo, *, polite_from: time, polite_until: time) -> datetime:
    """This will give the first polite time from now on: now itself, or when the polite hours next begin.

    Args:
        now: Aware UTC.
        zone: The branch's zone.
        polite_from: The first polite minute of a day on the branch's wall clock.
        polite_until: The first impolite one after it.
    """
    local = now.astimezone(zone)
    wall = local.time()
    if polite_from <= wall < polite_until:
        return now
    on = local.date() if wall < polite_from else local.date() + timedelta(days=1)
    return datetime.combine(on, polite_from, tzinfo=zone).astimezone(UTC)


def is_too_late(promised_at: datetime, now: datetime) -> bool:
    """This will say whether a follow-up has missed its day by so much that it had better stay unsent."""
    return now - promised_at > LATEST
