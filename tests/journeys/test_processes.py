"""Web, worker and vision as processes of their own, on one PostgreSQL and one Redis.

A selfie taken by the web process is read by the vision process, answered by the worker, and seen on the owner's board
and the customer's page in the web process, within a second. Without Redis it only takes longer.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from aura.cast import load_cast
from aura.clock import real_now
from bot.wording import overlay_words
from tests.journeys.processes import deployment, hears, open_page, photographed, press, until
from tests.servers.redis_server import RedisServer
from vision import models_folder, read_photo
from vision.samples import sample_selfie
from workflow.scans import FolderPhotos
from workflow.store.models import Scan, SkinReading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.journeys.processes import Deployment, OpenPage

pytestmark = [pytest.mark.servers, pytest.mark.timeout(400)]

CAST = load_cast()
READ, BOOKED = 'aria-current="step">อ่านค่าผิวแล้ว', 'aria-current="step">นัดหมายแล้ว'
A_SECOND = timedelta(seconds=1)
#: What a busy test machine is given on top, so that this test means the way and not the machine.
SLACK = timedelta(seconds=1)


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis of this test's own, to be killed."""
    server = RedisServer.start()
    yield server
    server.stop()


async def shown(page: OpenPage, words: str, deployed: Deployment) -> datetime:
    """Wait until an open page shows these words."""
    return await until(lambda: page.first_with(words), *deployed.processes)


def assert_read_as_in_this_process(deployed: Deployment, photos: FolderPhotos, selfie: bytes) -> None:
    """The vision process kept the numbers and the pictures, to the byte, that this process makes of the photo."""
    here = read_photo(selfie, models=models_folder(), words=overlay_words("th"))

    def look(session: Session) -> tuple[Scan, SkinReading]:
        (found,) = session.execute(
            sa.select(Scan, SkinReading).join(SkinReading, SkinReading.scan_id == Scan.id)
        )
        return found[0], found[1]

    scan, kept = deployed.within(look)
    told = here.reading.to_json()
    assert json.dumps([kept.overall, kept.quality, kept.metrics], sort_keys=True) == json.dumps(
        [told["overall"], told["quality"], told["metrics"]], sort_keys=True
    )
    assert photos.read(scan.photo_key or "") == here.photo_jpeg
    assert photos.read(scan.overlay_key or "") == here.overlay_jpeg


async def test_a_case_walks_through_three_processes_that_are_only_told_of_it(
    postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    selfie = sample_selfie().read_bytes()
    async with deployment(tmp_path, database_url=postgres_url, redis_url=redis_url) as deployed:
        web, _, _ = await deployed.start("web", "worker", "vision", looks=False)
        port = await web.port()
        mali = deployed.phone(CAST.customer.user_id, CAST.customer.name)
        sales, beautician = (
            deployed.phone(player.user_id, player.name) for player in (CAST.sales, CAST.beautician)
        )
        for phone in (sales, beautician):
            await deployed.join_staff(phone)
        await mali.write("สวัสดีค่ะ")
        await hears(mali, 0)
        owner = deployed.cookie_of(CAST.owner.name, is_staff=True)
        hers = deployed.cookie_of(CAST.customer.name, is_staff=False)

        async with (
            open_page(port, "/admin/live", owner) as board,
            open_page(port, "/liff/aura/live", hers) as status,
        ):
            await photographed([mali], selfie)
            seen = [await shown(page, words, deployed) for page, words in ((board, "มะลิ"), (status, READ))]
            late = [at - deployed.newest_event() for at in seen]

            for phone, action in ((beautician, "accept"), (sales, "book"), (sales, "day"), (sales, "slot")):
                await press(phone, action)
            seen = [await shown(status, BOOKED, deployed)]
            late += [at - deployed.newest_event() for at in seen]

        assert max(late) < A_SECOND + SLACK, late
        assert_read_as_in_this_process(
            deployed, FolderPhotos(tmp_path / "var" / "photos", clock=real_now), selfie
        )
        assert deployed.double.violations == []
        for process in deployed.processes:
            process.end()
            assert "service.stopped" in process.log


async def test_with_redis_dead_it_takes_longer_and_nothing_is_lost(
    postgres_url: str, own_redis: RedisServer, tmp_path: Path
) -> None:
    selfie = sample_selfie().read_bytes()
    async with deployment(tmp_path, database_url=postgres_url, redis_url=own_redis.url) as deployed:
        web, worker, _ = await deployed.start("web", "worker", "vision")
        port = await web.port()
        mali = deployed.phone(CAST.customer.user_id, CAST.customer.name)
        await mali.write("สวัสดีค่ะ")
        await hears(mali, 0)
        owner = deployed.cookie_of(CAST.owner.name, is_staff=True)
        hers = deployed.cookie_of(CAST.customer.name, is_staff=False)

        async with (
            open_page(port, "/admin/live", owner) as board,
            open_page(port, "/liff/aura/live", hers) as status,
        ):
            own_redis.kill()
            await photographed([mali], selfie)
            await shown(board, "มะลิ", deployed)
            await shown(status, READ, deployed)

        own_redis.start_again()
        await until(lambda: "redis.returned" in worker.log, *deployed.processes)
        assert [worker.log.count(event) for event in ("redis.lost", "redis.returned")] == [1, 1]
        assert deployed.double.violations == []
