"""When a clock rings next, by the wall clock of a zone."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from scheduler.times import next_daily

BANGKOK = ZoneInfo("Asia/Bangkok")
BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "at", "zone", "expected"),
    [
        # 03:00 in Bangkok is 20:00 UTC of the day before.
        ("2026-11-22T08:00", time(3), BANGKOK, "2026-11-22T20:00"),
        ("2026-11-22T19:59:59", time(3), BANGKOK, "2026-11-22T20:00"),
        # Strictly after: at the very instant, the next one is tomorrow's.
        ("2026-11-22T20:00", time(3), BANGKOK, "2026-11-23T20:00"),
        # Where summer time ends, the wall clock counts, not 24 hours.
        ("2026-10-24T02:00", time(3, 30), BERLIN, "2026-10-25T02:30"),
    ],
)
def test_it_rings_at_the_branchs_wall_clock(after: str, at: time, zone: ZoneInfo, expected: str) -> None:
    assert next_daily(utc(after), at=at, zone=zone) == utc(expected)
