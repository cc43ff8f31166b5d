"""Where Rasa is to understand, the readiness of a worker tells how often it did; without it everything works as well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from aura.roles import ProcessRole
from aura.service import Service
from aura.understanding_settings import NluSettings
from tests.aura.test_the_wall import settings_for
from tests.nlu.lame_engine import TOKEN, Lame, lame_engine, says

if TYPE_CHECKING:
    from pathlib import Path

    from nlu import Understanding

RANKED = [("greet", 0.9), ("report_side_effect", 0.07), ("out_of_scope", 0.03)]
GREETING = {
    "intent_ranking": [{"name": name, "confidence": chance} for name, chance in RANKED],
    "model_id": "m",
}


@pytest.fixture
def lame() -> Iterator[Lame]:
    with lame_engine() as engine:
        yield engine


def service_with(nlu: NluSettings, folder: Path) -> Service:
    settings = settings_for(f"sqlite:///{folder / 'aura.sqlite'}", folder).model_copy(update={"nlu": nlu})
    return Service(settings, works_by_itself=False, roles=frozenset({ProcessRole.WORKER}))


async def readiness(service: Service) -> Any:
    transport = httpx.ASGITransport(app=service.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://aura.example") as client:
        return (await client.get("/ready")).json()


def understood(service: Service, text: str) -> Understanding:
    place = service._crew._place
    assert place is not None
    understander = place.talk.inbox._kit.understander
    return understander.understand(
        text, now=datetime(2026, 11, 18, 2, tzinfo=UTC), zone=ZoneInfo("Asia/Bangkok")
    )


@pytest.mark.servers
async def test_what_rasa_answered_and_what_it_did_not_is_counted(lame: Lame, tmp_path: Path) -> None:
    lame.does = says(GREETING)
    service = service_with(NluSettings(engine="rasa", url=lame.address, token=SecretStr(TOKEN)), tmp_path)
    async with service.running():
        by_rasa = understood(service, "ราคาเท่าไหร่คะ")
        assert (by_rasa.engine, by_rasa.intent, by_rasa.model) == ("rasa", "greet", "m")

        lame.does = says({}, status=500)
        instead = [understood(service, "ตามัวค่ะ ราคาเท่าไหร่คะ") for _ in range(4)]
        told = await readiness(service)

    assert {one.engine for one in instead} == {"embedded"}
    assert {(one.urgent, one.red_flags) for one in (*instead,)} == {(True, ("vision",))}
    assert told["understanding"] == {
        "engine": "rasa",
        "answered": 1,
        "fell_back": 4,
        "why": {"error": 3, "left_alone": 1},
        "left_alone": True,
    }
    assert any("embedded engine" in warning for warning in told["warnings"])


@pytest.mark.servers
async def test_red_flags_and_dates_are_found_whoever_guesses(lame: Lame, tmp_path: Path) -> None:
    lame.does = says(GREETING)
    service = service_with(NluSettings(engine="rasa", url=lame.address, token=SecretStr(TOKEN)), tmp_path)
    async with service.running():
        heard = understood(service, "ตามัวค่ะ ขอเลื่อนเป็น 15 ธ.ค. 69 ได้ไหม")

    assert (heard.engine, heard.urgent, heard.red_flags) == ("rasa", True, ("vision",))
    assert ("date", "2026-12-15") in {(one.entity, one.value) for one in heard.entities}


async def test_without_an_engine_elsewhere_there_is_nothing_to_count(tmp_path: Path) -> None:
    service = service_with(NluSettings(), tmp_path)
    async with service.running():
        assert understood(service, "สวัสดีค่ะ").engine == "embedded"
        assert "understanding" not in await readiness(service)
