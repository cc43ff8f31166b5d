"""An operator hears of it when a machine's clock is not the database's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from aura import clock_watch
from aura.clock_watch import ClockWatch, advice_on, ahead_of_database, machine_now
from aura.doctor import Finding, examine
from aura.roles import ProcessRole
from aura.service import Service
from tests.aura.test_the_wall import settings_for
from workflow.store.engine import make_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MINUTE = timedelta(minutes=1)


@dataclass
class Wrong:
    """A machine's clock that is wrong by so much."""

    by: timedelta = field(default=timedelta(0))

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[sa.Engine]:
    engine = make_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.mark.servers
@pytest.mark.parametrize("by", [timedelta(0), MINUTE, -MINUTE])
def test_it_measures_how_far_ahead_this_machine_is(postgres: sa.Engine, by: timedelta) -> None:
    ahead = ahead_of_database(postgres, clock=Wrong(by))

    assert ahead is not None
    assert abs(ahead - by) < timedelta(seconds=2)


@pytest.mark.servers
def test_a_slow_answer_is_not_taken_for_a_wrong_clock(postgres: sa.Engine) -> None:
    now = machine_now()
    times = iter(
        [now - MINUTE, now + MINUTE, now, now, now - MINUTE, now + MINUTE]
    )  # only one answer is quick

    ahead = ahead_of_database(postgres, clock=lambda: next(times))

    assert ahead is not None
    assert abs(ahead) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, ""),
        (5, ""),
        (-5, ""),
        (6, "6 s ahead of the database"),
        (-90, "90 s behind the database"),
        (None, ""),
    ],
)
def test_it_says_what_to_do_beyond_five_seconds(seconds: int | None, words: str) -> None:
    advice = advice_on(None if seconds is None else timedelta(seconds=seconds))

    assert words in advice
    assert bool(advice) is bool(words)


def test_sqlite_has_no_clock_of_its_own(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)

    assert ahead_of_database(engine) is None
    assert [one for one in examine(settings_for(sqlite_url, tmp_path)) if one.what.startswith("clock")] == []
    engine.dispose()


@pytest.mark.servers
@pytest.mark.parametrize(("by", "ok"), [(timedelta(0), True), (MINUTE, False)])
def test_the_doctor_compares_the_clocks(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: timedelta, ok: bool
) -> None:
    monkeypatch.setattr(clock_watch.ahead_of_database, "__kwdefaults__", {"clock": Wrong(by)})

    (found,) = [one for one in examine(settings_for(postgres_url, tmp_path)) if one.what.startswith("clock")]

    assert (found.ok, found.needed, bool(found.advice)) == (ok, False, not ok)
    assert isinstance(found, Finding)


@pytest.mark.servers
def test_it_is_said_once_and_again_when_it_is_over(postgres: sa.Engine) -> None:
    clock = Wrong()
    watch = ClockWatch(postgres, clock=clock)
    with capture_logs() as logs:
        for by in (0, 60, 60, 0, 0, -60):
            clock.by = timedelta(seconds=by)
            watch.look()

    assert [(line["event"], line["log_level"]) for line in logs] == [
        ("clock.is_off", "error"),
        ("clock.agrees", "info"),
        ("clock.is_off", "error"),
    ]


@pytest.mark.servers
def test_a_database_that_is_away_is_not_taken_for_a_wrong_clock() -> None:
    watch = ClockWatch(make_engine("postgresql+psycopg://aura:secret@127.0.0.1:1/aura"))
    with capture_logs() as logs:
        watch.look()

    assert (watch.ahead, logs) == (None, [])


@pytest.mark.servers
async def test_it_looks_again_while_the_service_runs(
    postgres: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_watch, "EVERY", timedelta(milliseconds=1))
    looked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def clock() -> datetime:
        loop.call_soon_threadsafe(looked.set)
        return Wrong(MINUTE)()

    async with asyncio.timeout(20), ClockWatch(postgres, clock=clock).watching():
        await looked.wait()


@pytest.mark.servers
@pytest.mark.parametrize(("by", "warns"), [(timedelta(0), False), (MINUTE, True)])
async def test_a_wrong_clock_is_said_at_the_start_and_on_ready_and_stops_nothing(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: timedelta, warns: bool
) -> None:
    monkeypatch.setattr(ClockWatch.__init__, "__kwdefaults__", {"clock": Wrong(by)})
    with capture_logs() as logs:
        service = Service(settings_for(postgres_url, tmp_path), roles=frozenset({ProcessRole.WEB}))
        transport = httpx.ASGITransport(app=service.app)
        async with (
            service.running(),
            httpx.AsyncClient(transport=transport, base_url="https://aura.example") as client,
        ):
            await service.ready()
            answer = await client.get("/ready")

    assert [line["event"] for line in logs].count("clock.is_off") == warns
    told = answer.json()
    assert answer.status_code == 200
    assert told["ready"] is True
    assert abs(told["clock_seconds_ahead"] - by.total_seconds()) < 2
    assert bool(told["warnings"]) is warns
