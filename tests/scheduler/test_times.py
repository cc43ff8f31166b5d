"""When a clock rings next, by the wall clock of a zone, where clocks are changed and where they never are."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from scheduler.times import Daily, Monthly, Times

BANGKOK = ZoneInfo("Asia/Bangkok")
BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def times_from(times: Times, zone: ZoneInfo, after: str, count: int) -> list[datetime]:
    found, moment = [], utc(after)
    for _ in range(count):
        moment = times.following(moment, zone=zone)
        found.append(moment)
    return found


@pytest.mark.parametrize(
    ("times", "zone", "after", "expected"),
    [
        # 03:00 in Bangkok is 20:00 UTC of the day before.
        (Daily(at=time(3)), BANGKOK, "2026-11-22T08:00", ["2026-11-22T20:00", "2026-11-23T20:00"]),
        (Daily(at=time(3)), BANGKOK, "2026-11-22T19:59:59", ["2026-11-22T20:00", "2026-11-23T20:00"]),
        # Strictly after: at the very instant, the next one is tomorrow's.
        (Daily(at=time(3)), BANGKOK, "2026-11-22T20:00", ["2026-11-23T20:00"]),
        (Daily(at=time(0)), BANGKOK, "2026-12-31T12:00", ["2026-12-31T17:00", "2027-01-01T17:00"]),
        (Daily(at=time(23, 59)), BANGKOK, "2026-11-22T00:00", ["2026-11-22T16:59", "2026-11-23T16:59"]),
        # Where summer time ends, the wall clock counts, not 24 hours.
        (Daily(at=time(9)), BERLIN, "2026-10-24T07:00", ["2026-10-25T08:00", "2026-10-26T08:00"]),
        # 02:30 comes twice that night: the first time, and not again.
        (Daily(at=time(2, 30)), BERLIN, "2026-10-24T12:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        (Daily(at=time(2, 30)), BERLIN, "2026-10-25T00:30", ["2026-10-26T01:30"]),
        # 02:30 does not come that night: as much later as the clocks jump, 03:30 by the wall clock.
        (Daily(at=time(2, 30)), BERLIN, "2026-03-28T12:00", ["2026-03-29T01:30", "2026-03-30T00:30"]),
        (Daily(at=time(9)), BERLIN, "2026-03-28T12:00", ["2026-03-29T07:00", "2026-03-30T07:00"]),
        # Months: the first, over the end of a year, and a short one.
        (Monthly(day=1, at=time(9)), BANGKOK, "2026-11-22T08:00", ["2026-12-01T02:00", "2027-01-01T02:00"]),
        (Monthly(day=1, at=time(9)), BANGKOK, "2026-12-01T02:00", ["2027-01-01T02:00"]),
        (Monthly(day=1, at=time(0)), BANGKOK, "2026-11-30T16:59", ["2026-11-30T17:00", "2026-12-31T17:00"]),
        (Monthly(day=28, at=time(9)), BANGKOK, "2027-01-28T02:00", ["2027-02-28T02:00", "2027-03-28T02:00"]),
        (Monthly(day=1, at=time(9)), BERLIN, "2026-03-01T08:00", ["2026-04-01T07:00"]),
    ],
)
def test_it_rings_at_the_branchs_wall_clock(
    times: Times, zone: ZoneInfo, after: str, expected: list[str]
) -> None:
    assert times_from(times, zone, after, len(expected)) == [utc(moment) for moment in expected]


@pytest.mark.parametrize("zone", [BANGKOK, BERLIN])
@pytest.mark.parametrize("at", [time(0), time(2), time(2, 30), time(3), time(9), time(23, 59)])
def test_every_date_of_two_years_rings_once(zone: ZoneInfo, at: time) -> None:
    found = times_from(Daily(at=at), zone, "2026-01-01T12:00", 730)
    dates = [moment.astimezone(zone).date() for moment in found]

    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(dates))


@pytest.mark.parametrize(
    ("times", "crontab"),
    [
        (Daily(at=time(8, 30)), "30 8 * * *"),
        (Daily(at=time(0)), "0 0 * * *"),
        (Monthly(day=1, at=time(9)), "0 9 1 * *"),
    ],
)
def test_where_clocks_are_never_changed_it_agrees_with_apscheduler(times: Times, crontab: str) -> None:
    cron = CronTrigger.from_crontab(crontab, timezone=BANGKOK)
    moment = utc("2026-11-22T08:00")
    for _ in range(100):
        following = times.following(moment, zone=BANGKOK)
        assert following == cron.get_next_fire_time(None, moment + timedelta(microseconds=1))
        moment = following
