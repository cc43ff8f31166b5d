"""When follow-ups are due and when it is polite to write, by the branch's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.follow_ups import DAYS, due_times, is_too_late, next_polite

BANGKOK, BERLIN, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Bangkok", "Europe/Berlin", "America/New_York"))
ZONES = (BANGKOK, BERLIN, NEW_YORK, ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe"))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("finished_at", "zone", "at", "due"),
    [
        # 14:00 in Bangkok: ten in the morning there is three in UTC.
        (
            utc(2026, 11, 23, 7),
            BANGKOK,
            time(10),
            {1: utc(2026, 11, 24, 3), 7: utc(2026, 11, 30, 3), 30: utc(2026, 12, 23, 3), 90: utc(2027, 2, 21, 3)},
        ),
        # Ten minutes past midnight in Bangkok is still yesterday in UTC: the branch's date counts.
        (
            utc(2026, 11, 22, 17, 10),
            BANGKOK,
            time(9, 30),
            {
                1: utc(2026, 11, 24, 2, 30),
                7: utc(2026, 11, 30, 2, 30),
                30: utc(2026, 12, 23, 2, 30),
                90: utc(2027, 2, 21, 2, 30),
            },
        ),
        # The clocks go forward on 29 March 2026 in Berlin: ten stays ten on the wall.
        (
            utc(2026, 3, 27, 12),
            BERLIN,
            time(10),
            {1: utc(2026, 3, 28, 9), 7: utc(2026, 4, 3, 8), 30: utc(2026, 4, 26, 8), 90: utc(2026, 6, 25, 8)},
        ),
        # 02:30 does not exist on 29 March in Berlin, and exists twice on 25 October: once each all the same.
        (
            utc(2026, 3, 28, 12),
            BERLIN,
            time(2, 30),
            {
                1: utc(2026, 3, 29, 1, 30),
                7: utc(2026, 4, 4, 0, 30),
                30: utc(2026, 4, 27, 0, 30),
                90: utc(2026, 6, 26, 0, 30),
            },
        ),
        (
            utc(2026, 10, 24, 12),
            BERLIN,
            time(2, 30),
            {
                1: utc(2026, 10, 25, 0, 30),
                7: utc(2026, 10, 31, 1, 30),
                30: utc(2026, 11, 23, 1, 30),
                90: utc(2027, 1, 22, 1, 30),
            },
        ),
    ],
)  # fmt: skip
def test_it_is_due_at_the_clinics_time_of_the_nth_day(
    finished_at: datetime, zone: ZoneInfo, at: time, due: dict[int, datetime]
) -> None:
    assert due_times(finished_at, zone, at) == due


@given(
    finished_at=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    zone=st.sampled_from(ZONES),
)
def test_it_shows_the_same_time_on_every_wall(finished_at: datetime, zone: ZoneInfo) -> None:
    finished_at = finished_at.replace(tzinfo=UTC)
    finished_on = finished_at.astimezone(zone).date()

    for day, due_at in due_times(finished_at, zone, time(10)).items():
        local = due_at.astimezone(zone)
        assert (local.date() - finished_on, local.time()) == (timedelta(days=day), time(10))
    assert tuple(due_times(finished_at, zone)) == DAYS


@pytest.mark.parametrize(
    ("local", "polite"),
    [
        ((8, 59), (23, 9, 0)),
        ((9, 0), (23, 9, 0)),
        ((14, 30), (23, 14, 30)),
        ((19, 59), (23, 19, 59)),
        ((20, 0), (24, 9, 0)),
        ((23, 30), (24, 9, 0)),
        ((0, 10), (23, 9, 0)),
    ],
)
def test_it_waits_for_a_polite_hour(local: tuple[int, int], polite: tuple[int, int, int]) -> None:
    now = datetime(2026, 11, 23, *local, tzinfo=BANGKOK).astimezone(UTC)

    waited = next_polite(now, BANGKOK, polite_from=time(9), polite_until=time(20))

    assert waited == datetime(2026, 11, *polite, tzinfo=BANGKOK)
    assert waited.astimezone(BANGKOK).date() in {date(2026, 11, 23), date(2026, 11, 24)}


@given(
    now=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    zone=st.sampled_from(ZONES),
)
def test_it_never_writes_at_an_impolite_hour_nor_waits_a_day(now: datetime, zone: ZoneInfo) -> None:
    now = now.replace(tzinfo=UTC)

    polite = next_polite(now, zone, polite_from=time(9), polite_until=time(20))

    assert now <= polite < now + timedelta(days=1)
    assert time(9) <= polite.astimezone(zone).time() < time(20)


@pytest.mark.parametrize(("days", "late"), [(0, False), (14, False), (14.01, True), (90, True)])
def test_it_stays_unsent_two_weeks_late(days: float, late: bool) -> None:
    promised = utc(2026, 11, 24, 3)
    assert is_too_late(promised, promised + timedelta(days=days)) is late
