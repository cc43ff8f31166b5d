"""The file of public holidays: whole years, in order, each date once, and each substitution day where the rule puts it."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from workflow.calendars.holidays import (
    holiday_keys,
    holidays_chosen,
    known_until,
    known_years,
    public_holidays,
)

EVERY_YEAR = {
    "new_year": (1, 1), "chakri": (4, 6), "labour_day": (5, 1), "coronation": (5, 4), "queens_birthday": (6, 3),
    "kings_birthday": (7, 28), "mothers_day": (8, 12), "king_bhumibol": (10, 13), "chulalongkorn": (10, 23),
    "fathers_day": (12, 5), "constitution": (12, 10), "new_years_eve": (12, 31),
}  # fmt: skip
# Lunar day of the holiday, as days after the full moon's own date.
AT_FULL_MOON = {"makha_bucha": 0, "visakha_bucha": 0, "asanha_bucha": 0, "khao_phansa": 1}
NEW_MOON_2000 = datetime(2000, 1, 6, 18, 14, tzinfo=UTC)
SYNODIC_DAYS = 29.530588853  # source: mean synodic month, Meeus, Astronomical Algorithms, chapter 49


def days_from_full_moon(day: date) -> float:
    noon = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)  # noon in Bangkok
    age = ((noon - NEW_MOON_2000) / timedelta(days=1)) % SYNODIC_DAYS
    return age - SYNODIC_DAYS / 2


def of(year: int, *, instead: bool = False) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for one in public_holidays():
        if one.on.year == year and one.instead is instead:
            found.setdefault(one.key, []).append(one.on)
    return found


def test_it_knows_these_years_and_no_other() -> None:
    assert known_years() == {2025: True, 2026: True, 2027: False}
    assert known_until() == date(2027, 12, 31)
    assert {one.on.year for one in public_holidays()} == set(known_years())


def test_each_date_stands_once_and_in_order() -> None:
    dates = [one.on for one in public_holidays()]

    assert dates == sorted(dates)
    assert max(Counter(dates).values()) == 1
    assert {one.key for one in public_holidays()} <= holiday_keys()
    assert all(one.name_th and one.name_en for one in public_holidays())


@pytest.mark.parametrize("year", sorted(known_years()))
def test_each_year_has_every_standing_holiday(year: int) -> None:
    found = of(year)

    for key, (month, day) in EVERY_YEAR.items():
        assert found[key] == [date(year, month, day)], key
    assert found["songkran"] == [date(year, 4, day) for day in (13, 14, 15)]
    assert set(found) - set(EVERY_YEAR) - set(AT_FULL_MOON) <= {"songkran", "special"}


@pytest.mark.parametrize("year", sorted(known_years()))
@pytest.mark.parametrize("key", sorted(AT_FULL_MOON))
def test_lunar_days_stand_at_a_full_moon(year: int, key: str) -> None:
    [day] = of(year)[key]

    # The mean moon is up to 0.6 days off the true one, and the Thai calendar up to a day off that.
    assert math.isclose(days_from_full_moon(day), AT_FULL_MOON[key], abs_tol=1.7)


@pytest.mark.parametrize("year", sorted(known_years()))
def test_a_holiday_on_a_weekend_has_its_substitution_day_on_the_next_working_day(year: int) -> None:
    kept = {day for days in of(year).values() for day in days}
    expected: dict[str, list[date]] = {}
    for key, days in sorted(of(year).items(), key=lambda item: item[1]):
        if key == "new_years_eve" or not any(day.weekday() >= 5 for day in days):
            continue
        day = days[-1]
        while day.weekday() >= 5 or day in kept:
            day += timedelta(days=1)
        expected[key] = [day]

    assert of(year, instead=True) == expected


def test_a_clinic_chooses_by_key() -> None:
    chosen = holidays_chosen({"fathers_day"}, substitution_days=False)
    assert [one.on for one in chosen] == [date(year, 12, 5) for year in (2025, 2026, 2027)]

    both = holidays_chosen({"fathers_day"}, substitution_days=True)
    assert date(2026, 12, 7) in [one.on for one in both]
    [monday] = [one for one in both if one.on == date(2026, 12, 7)]
    assert (monday.name_th, monday.name_en) == ("ชดเชยวันพ่อแห่งชาติ", "Substitution for National Father's Day")
