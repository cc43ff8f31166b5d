"""Hours, holidays, closures, shifts and places as config.yml says them: clear words for what cannot be, no doubles."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import structlog
import yaml

from aura import doctor
from aura.clinics import set_up_clinics
from aura.settings import Settings, WrongSettingError, load_settings
from workflow.calendars import opening, working_times
from workflow.store.models import Branch, Clinic, OpeningHours, Resource, Shift, SpecialDay, Staff
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from workflow.unit_of_work import Sessions

CONFIG = Path(__file__).parents[2] / "config.yml"
SECRETS = {"AURA_SECRET": "x" * 32, "AURA_LINE_AURA_SECRET": "s", "AURA_LINE_AURA_TOKEN": "t"}
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
NEW_YEAR, SUNDAY, MONDAY = date(2027, 1, 1), date(2026, 11, 29), date(2026, 11, 30)
WORDS = {"name_th": "ปิดปรับปรุง", "name_en": "Renovation"}
A_CLOSURE = {"first": "2027-06-07", "last": "2027-06-09", **WORDS}


def told(folder: Path, branch: dict[str, Any], shifts: dict[str, Any] | None = None) -> Settings:
    """The shipped file with something else said of its branch, or of everybody's shifts."""
    file = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    clinic = file["clinics"][0]
    clinic["branches"][0].update(branch)
    if shifts is not None:
        for person in clinic["staff"]:
            person["shifts"] = shifts
    path = folder / "config.yml"
    path.write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return load_settings(path, SECRETS)


def the_clinic(sessions: Sessions) -> uuid.UUID:
    return in_transaction(
        sessions, lambda session: session.scalars(sa.select(Clinic.id)).one(), clinic_id=None
    )


def hours(sessions: Sessions, day: date) -> str:
    def read(session: Any) -> str:
        branch = session.scalars(sa.select(Branch)).one()
        found = opening(session, branch_id=branch.id, day=day)
        return f"{found.hours[0]:%H:%M}-{found.hours[1]:%H:%M}" if found.hours else f"closed {found.name_en}"

    return in_transaction(sessions, read, clinic_id=the_clinic(sessions))


@pytest.mark.parametrize(
    ("branch", "named"),
    [
        ({"weekly": {"sunday": "ten to eight"}}, "'ten to eight' are no hours; write them like 10:00-20:00"),
        ({"weekly": {"sunday": "10:00-10:00"}}, "begins when it ends"),
        ({"weekly": {"sunday": "10:02-20:00"}}, "full five minutes"),
        ({"weekly": {"sonntag": "closed"}}, "weekly.sonntag"),
        ({"holidays": {"closed": ["christmas"]}}, "no holiday is called christmas; there are: .*songkran"),
        ({"holidays": {"open": ["songkran"]}}, "holidays.open: no such key"),
        ({"closures": [{**A_CLOSURE, "last": "2027-06-01"}]}, "2027-06-07 ends before it begins"),
        ({"closures": [{**A_CLOSURE, "last": "2029-06-01"}]}, "more than a year"),
        ({"closures": [A_CLOSURE, A_CLOSURE]}, "2027-06-07 twice"),
        (
            {
                "closures": [A_CLOSURE],
                "special_hours": [{"day": "2027-06-08", "hours": "10:00-12:00", **WORDS}],
            },
            "2027-06-08 twice",
        ),
        ({"resources": {"treatment_room": [{"name": "Ward", "places": 0}]}}, "places"),
    ],
)
def test_it_refuses_what_cannot_be_in_words_that_help(
    tmp_path: Path, branch: dict[str, Any], named: str
) -> None:
    with pytest.raises(WrongSettingError, match=named):
        told(tmp_path, branch)


@pytest.mark.parametrize(
    ("shifts", "named"),
    [({"monday": "ten"}, "write them like"), ({"funday": "10:00-20:00"}, "shifts.funday")],
)
def test_it_refuses_shifts_that_cannot_be(tmp_path: Path, shifts: dict[str, Any], named: str) -> None:
    with pytest.raises(WrongSettingError, match=named):
        told(tmp_path, {}, shifts)


def test_the_shipped_clinic_keeps_new_year_and_songkran(sessions: Sessions) -> None:
    for _ in range(2):
        set_up_clinics(sessions, settings=load_settings(CONFIG, SECRETS), now=NOON)

    assert hours(sessions, NEW_YEAR) == "closed New Year's Day"
    assert hours(sessions, date(2027, 4, 13)) == "closed Songkran"
    assert hours(sessions, date(2026, 12, 5)) == "03:00-13:00"  # Father's Day, kept open
    assert hours(sessions, date(2026, 12, 31)) == "03:00-09:00"
    assert (hours(sessions, SUNDAY), hours(sessions, MONDAY)) == ("03:00-12:00", "03:00-13:00")


def test_what_the_clinic_says_of_a_date_goes_before_the_holiday(sessions: Sessions, tmp_path: Path) -> None:
    party = {"day": "2027-01-01", "hours": "12:00-15:00", **WORDS}
    settings = told(tmp_path, {"special_hours": [party], "closures": [A_CLOSURE]})

    set_up_clinics(sessions, settings=settings, now=NOON)

    assert hours(sessions, NEW_YEAR) == "05:00-08:00"
    assert hours(sessions, date(2027, 6, 9)) == "closed Renovation"
    assert hours(sessions, date(2027, 6, 10)) == "03:00-13:00"


def test_all_holidays_close_with_their_substitution_days(sessions: Sessions, tmp_path: Path) -> None:
    closed = {"closed": "all", "substitution_days": True}
    settings = told(tmp_path, {"holidays": closed, "special_hours": []})

    set_up_clinics(sessions, settings=settings, now=NOON)

    assert hours(sessions, date(2026, 12, 7)) == "closed Substitution for National Father's Day"


def test_shifts_come_from_the_file_and_go_with_it(sessions: Sessions, tmp_path: Path) -> None:
    def monday() -> set[int]:
        def read(session: Any) -> set[int]:
            branch = session.scalars(sa.select(Branch)).one()
            times = working_times(session, branch_id=branch.id, first=MONDAY, days=1)
            assert len(times) == 3
            return {int((span[1] - span[0]).total_seconds()) // 60 for one in times.values() for span in one}

        return in_transaction(sessions, read, clinic_id=the_clinic(sessions))

    split = {"monday": ["10:00-12:00", "14:00-15:00"]}
    set_up_clinics(sessions, settings=told(tmp_path, {}, split), now=NOON)
    assert monday() == {120, 60}

    set_up_clinics(sessions, settings=told(tmp_path, {}, {}), now=NOON)
    assert monday() == {600}


def test_each_place_is_a_row_and_what_is_no_longer_named_is_out_of_use(
    sessions: Sessions, tmp_path: Path
) -> None:
    def wards() -> list[tuple[str, int, bool]]:
        def read(session: Any) -> list[tuple[str, int, bool]]:
            rows = session.scalars(sa.select(Resource).where(Resource.kind == "ward"))
            return sorted((row.name, row.place, row.active) for row in rows)

        return in_transaction(sessions, read, clinic_id=the_clinic(sessions))

    for places, expected in [
        (3, [True, True, True]),
        (2, [True, True, False]),
        (3, [True, True, True]),
    ]:
        named = {"ward": [{"name": "W", "places": places}]}
        set_up_clinics(sessions, settings=told(tmp_path, {"resources": named}), now=NOON)
        assert wards() == [("W", place, used) for place, used in enumerate(expected, start=1)]


def test_setting_up_again_writes_nothing_anew(sessions: Sessions) -> None:
    def rows() -> list[Any]:
        def read(session: Any) -> list[Any]:
            tables = (OpeningHours, SpecialDay, Shift, Resource, Staff)
            return [sorted(row.id for row in session.scalars(sa.select(table))) for table in tables]

        return in_transaction(sessions, read, clinic_id=the_clinic(sessions))

    set_up_clinics(sessions, settings=load_settings(CONFIG, SECRETS), now=NOON)
    before = rows()
    set_up_clinics(sessions, settings=load_settings(CONFIG, SECRETS), now=NOON)

    assert rows() == before
    assert all(before)


@pytest.mark.parametrize(
    ("now", "said"),
    [(NOON, False), (datetime(2027, 7, 10, tzinfo=UTC), True), (datetime(2028, 2, 1, tzinfo=UTC), True)],
)
def test_it_says_in_good_time_that_the_known_holidays_end(
    sessions: Sessions, now: datetime, said: bool
) -> None:
    with structlog.testing.capture_logs() as logs:
        set_up_clinics(sessions, settings=load_settings(CONFIG, SECRETS), now=now)

    ends = [one["on"] for one in logs if one["event"] == "calendar.ends"]
    assert ends == (["2027-12-31"] if said else [])


def test_hours_are_read_as_times(tmp_path: Path) -> None:
    branch = told(tmp_path, {"weekly": {"monday": "closed", "sunday": "16:00-01:00"}}).clinics[0].branches[0]

    assert branch.by_weekday == {0: None, 6: (time(16), time(1))}


@pytest.mark.parametrize(
    ("today", "ok", "said"),
    [
        (date(2026, 11, 22), True, "known until 2027-12-31, not announced yet: 2027"),
        (date(2027, 8, 1), False, "thai_holidays.yaml"),
        (date(2028, 8, 1), False, "offered as if none were a holiday"),
    ],
)
def test_the_doctor_says_how_long_holidays_are_known(today: date, ok: bool, said: str) -> None:
    [finding] = doctor._holidays(load_settings(CONFIG, SECRETS), today=today)

    assert finding.ok is ok
    assert said in f"{finding.what} {finding.advice}"


def test_the_doctor_says_nothing_where_no_holiday_closes_a_branch(tmp_path: Path) -> None:
    assert doctor._holidays(told(tmp_path, {"holidays": {"closed": []}}), today=date(2028, 8, 1)) == []
