"""What config.yml says comes into the store: as often as one likes, from several processes at once, and people leave."""

import multiprocessing
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from aura.clinics import set_up_clinics
from aura.settings import Settings, StaffSettings, load_settings
from workflow.store.models import Branch, Channel, Clinic, Resource, Staff, TreatmentType
from workflow.unit_of_work import Sessions, in_transaction, make_engine, make_sessions, migrate

CONFIG = Path(__file__).parents[2] / "config.yml"
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
TABLES = (Clinic, Branch, Channel, Resource, Staff, TreatmentType)


def settings() -> Settings:
    return load_settings(
        CONFIG,
        {"AURA_SECRET": "x" * 32, "AURA_LINE_AURA_SECRET": "s", "AURA_LINE_AURA_TOKEN": "t"},
    )


def staffed(*people: StaffSettings) -> Settings:
    told = settings()
    clinic = told.clinics[0].model_copy(update={"staff": list(people)})
    return told.model_copy(update={"clinics": [clinic]})


def counts(sessions: Sessions) -> list[int | None]:
    return in_transaction(
        sessions,
        lambda session: [session.scalar(sa.select(sa.func.count()).select_from(table)) for table in TABLES],
        clinic_id=the_clinic(sessions),
    )


def the_clinic(sessions: Sessions) -> uuid.UUID:
    return in_transaction(
        sessions, lambda session: session.scalars(sa.select(Clinic.id)).one(), clinic_id=None
    )


def active(sessions: Sessions) -> set[str]:
    return in_transaction(
        sessions,
        lambda session: set(session.scalars(sa.select(Staff.name).where(Staff.active))),
        clinic_id=the_clinic(sessions),
    )


def test_setting_up_again_doubles_nothing(sessions: Sessions) -> None:
    set_up_clinics(sessions, settings=settings(), now=NOON)
    before = counts(sessions)

    set_up_clinics(sessions, settings=settings(), now=NOON)

    assert counts(sessions) == before
    assert all(before)


def test_staff_whom_the_file_no_longer_names_have_left(sessions: Sessions) -> None:
    fon, ploy, anan = settings().clinics[0].staff
    set_up_clinics(sessions, settings=staffed(fon, ploy, anan), now=NOON)

    set_up_clinics(sessions, settings=staffed(ploy, anan), now=NOON)
    assert active(sessions) == {ploy.name, anan.name}

    set_up_clinics(sessions, settings=staffed(fon, ploy, anan), now=NOON)
    assert active(sessions) == {fon.name, ploy.name, anan.name}


def start_up(url: str) -> None:
    """What each process does when it starts."""
    engine = make_engine(url)
    migrate(engine)
    set_up_clinics(make_sessions(engine), settings=settings(), now=NOON)
    engine.dispose()


@pytest.mark.servers
def test_several_processes_may_start_at_once(postgres_url: str) -> None:
    starting = [
        multiprocessing.get_context("spawn").Process(target=start_up, args=(postgres_url,)) for _ in range(3)
    ]
    for process in starting:
        process.start()
    for process in starting:
        process.join(60)

    assert [process.exitcode for process in starting] == [0, 0, 0]
    engine = make_engine(postgres_url)
    assert counts(make_sessions(engine))[0] == 1
    engine.dispose()
