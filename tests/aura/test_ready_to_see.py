"""The vision role says that it is ready when its workers have tried out their models, and is healthy while it works."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from structlog.testing import capture_logs

from aura.roles import ProcessRole
from aura.service import Service
from tests.aura.test_the_wall import settings_for
from tests.vision.strange_reads import Wait

if TYPE_CHECKING:
    from pathlib import Path

    from vision import PhotoReader


@pytest.fixture
def service(tmp_path: Path) -> Service:
    settings = settings_for(f"sqlite:///{tmp_path / 'aura.sqlite'}", tmp_path)
    return Service(settings, roles=frozenset({ProcessRole.VISION}))


async def told(service: Service, path: str) -> int:
    transport = httpx.ASGITransport(app=service.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://aura.example") as client:
        return (await client.get(path)).status_code


def reader_of(service: Service) -> PhotoReader:
    place = service._crew._place
    assert place is not None
    return place.reader


async def test_it_is_ready_after_a_probe_and_healthy_before_and_while_it_reads(
    service: Service, tmp_path: Path
) -> None:
    async with service.running():
        assert (await told(service, "/health"), await told(service, "/ready")) == (200, 503)
        await service.ready()
        assert await told(service, "/ready") == 200
        reading = asyncio.create_task(reader_of(service).do(Wait(tmp_path / "go")))
        await asyncio.sleep(0)
        assert (await told(service, "/health"), await told(service, "/ready")) == (200, 200)
        (tmp_path / "go").touch()
        assert await reading
    assert await told(service, "/ready") == 503


async def test_without_its_models_it_is_never_ready_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AURA_MODELS", str(tmp_path))
    settings = settings_for(f"sqlite:///{tmp_path / 'aura.sqlite'}", tmp_path)
    with capture_logs() as logs:
        service = Service(settings, roles=frozenset({ProcessRole.VISION}))
        async with service.running():
            await service.ready()
            assert (await told(service, "/health"), await told(service, "/ready")) == (200, 503)
    assert "photo_reader.not_ready" in [line["event"] for line in logs]
