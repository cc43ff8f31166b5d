"""Times put together, cut and compared."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendars.hours import common, holds, joined, span_of, without

BANGKOK, BERLIN = ZoneInfo("Asia/Bangkok"), ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 23, tzinfo=UTC)


def span(first: int, last: int) -> tuple[datetime, datetime]:
    return START + timedelta(minutes=first), START + timedelta(minutes=last)


def minutes(spans: list[tuple[datetime, datetime]]) -> set[int]:
    whole = timedelta(minutes=1)
    return {
        minute
        for starts, ends in spans
        for minute in range((starts - START) // whole, (ends - START) // whole)
    }


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda two: span(two[0], two[0] + two[1])),
    max_size=6,
)


@pytest.mark.parametrize(
    ("day", "opens", "closes", "zone", "expected"),
    [
        (date(2026, 11, 23), time(10), time(20), BANGKOK, ("2026-11-23T03:00", "2026-11-23T13:00")),
        # Both sides of a change of the clocks: ten in the morning stays ten in the morning.
        (date(2026, 10, 24), time(10), time(20), BERLIN, ("2026-10-24T08:00", "2026-10-24T18:00")),
        (date(2026, 10, 25), time(10), time(20), BERLIN, ("2026-10-25T09:00", "2026-10-25T19:00")),
        # Past midnight.
        (date(2026, 11, 23), time(16), time(1), BANGKOK, ("2026-11-23T09:00", "2026-11-23T18:00")),
        (date(2026, 12, 31), time(0), time(0), BANGKOK, ("2026-12-30T17:00", "2026-12-31T17:00")),
    ],
)
def test_it_follows_the_branchs_own_clock(
    day: date, opens: time, closes: time, zone: ZoneInfo, expected: tuple[str, str]
) -> None:
    starts, ends = span_of(day, opens, closes, zone)

    assert (f"{starts:%Y-%m-%dT%H:%M}", f"{ends:%Y-%m-%dT%H:%M}") == expected


@given(some=spans, away=spans)
def test_it_leaves_every_minute_that_nobody_is_away(
    some: list[tuple[datetime, datetime]], away: list[tuple[datetime, datetime]]
) -> None:
    assert minutes(without(some, away)) == minutes(some) - minutes(away)


@given(some=spans, others=spans)
def test_it_keeps_the_minutes_that_stand_in_both(
    some: list[tuple[datetime, datetime]], others: list[tuple[datetime, datetime]]
) -> None:
    assert minutes(common(joined(some), joined(others))) == minutes(some) & minutes(others)


@given(some=spans)
def test_it_joins_without_losing_a_minute_or_leaving_a_seam(some: list[tuple[datetime, datetime]]) -> None:
    whole = joined(some)

    assert minutes(whole) == minutes(some)
    assert all(one[1] < two[0] for one, two in pairwise(whole))


@pytest.mark.parametrize(
    ("wanted", "held"),
    [((0, 60), True), ((10, 20), True), ((0, 61), False), ((50, 70), False), ((60, 70), False)],
)
def test_it_holds_only_what_it_holds_whole(wanted: tuple[int, int], held: bool) -> None:
    assert holds([span(0, 60), span(90, 120)], span(*wanted)) is held
