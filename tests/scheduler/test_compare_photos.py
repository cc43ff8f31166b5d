"""A progress photo is compared with the earlier one as long as both are kept; whatever fails, the reading is told."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from PIL import Image

import vision
from scheduler.jobs.read_scans import ReadScans
from tests.factories.cases import a_skin_reading
from tests.factories.people import NOW
from tests.scheduler.conftest import mali
from vision import (
    ComparePhotos,
    DrawProgress,
    PhotoComparison,
    PhotoReading,
    ReaderFull,
    Reason,
    Side,
    Unfit,
    Unreadable,
)
from vision.samples import sample_progress_photo, sample_selfie
from workflow.scans import FolderPhotos, Scan, ScanKind, ScanState, withdraw_all, withdraw_scan
from workflow.settings import ClinicRules
from workflow.store.models import Notice
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast

FOUND = PhotoReading(
    reading=a_skin_reading(pigment=12.0), photo_jpeg=b"the new photo", overlay_jpeg=b"an overlay"
)
COMPARED = PhotoComparison(
    comparison=vision.compare(a_skin_reading(), a_skin_reading(pigment=10.0)),
    before=a_skin_reading(),
    after=a_skin_reading(pigment=10.0),
    agreement=0.9,
    mirrored=False,
    pair_jpeg=b"both",
    before_jpeg=b"before",
    after_jpeg=b"after",
)
PICTURES = {"pair_key": b"both", "before_key": b"before", "after_key": b"after", "chart_key": b"a chart"}


@dataclass
class World:
    """Mali, a week after her treatment: her first photo is kept, the next one waits to be read."""

    sessions: Sessions
    cast: Cast
    photos: FolderPhotos
    folder: Path
    now: datetime
    earlier: bytes
    comes_of_it: Any = COMPARED
    jobs: list[Any] = field(default_factory=list)
    meanwhile: Callable[[], object] = field(default=lambda: None)
    reader: Any = None

    async def download(self, _: str, *, max_bytes: int) -> bytes:
        assert max_bytes
        return sample_progress_photo().read_bytes() if self.reader else b"as LINE has it"

    async def read(self, *_: object) -> PhotoReading:
        return FOUND

    async def do(self, job: Any) -> Any:
        self.jobs.append(job)
        self.meanwhile()
        if isinstance(self.comes_of_it, Exception):
            raise self.comes_of_it
        return b"a chart" if isinstance(job, DrawProgress) else self.comes_of_it

    async def round(self) -> None:
        job = ReadScans(
            sessions=self.sessions,
            clock=lambda: self.now,
            reader=self.reader or self,
            sources={self.cast.channel.id: self},  # type: ignore[dict-item] - it only downloads
            photos=self.photos,
            rules={self.cast.clinic_id: ClinicRules()},
            max_bytes=10**7,
        )
        await job.run_due()

    def look(self, work: Callable[[Session], Any]) -> Any:
        return in_transaction(self.sessions, work, clinic_id=self.cast.clinic_id)

    @property
    def scans(self) -> list[Scan]:
        return list(self.look(lambda session: session.scalars(sa.select(Scan).order_by(Scan.id)).all()))

    @property
    def told(self) -> list[dict[str, Any]]:
        asked = sa.select(Notice.data).where(Notice.kind == "progress_compared").order_by(Notice.id)
        return list(self.look(lambda session: session.scalars(asked).all()))

    @property
    def pictures(self) -> list[bytes]:
        return sorted(place.read_bytes() for place in self.folder.rglob("*.jpg"))

    def kept(self, scan: Scan) -> dict[str, bytes | None]:
        keys = {column: getattr(scan, column) for column in PICTURES}
        return {column: self.photos.read(key) if key else None for column, key in keys.items()}


@pytest.fixture
def world(sessions: Sessions, cast: Cast, tmp_path: Path) -> World:
    folder = tmp_path / "photos"
    photos = FolderPhotos(folder, clock=lambda: NOW)
    earlier = sample_selfie().read_bytes()
    key = photos.keep(earlier)

    def a_week_later(session: Session) -> datetime:
        walk = mali(session, cast)
        walk.finished()
        first = session.scalars(sa.select(Scan)).one()
        first.photo_key, first.overlay_key = key, None
        walk.now += timedelta(days=7)
        assert walk.sends_photo().kind is ScanKind.PROGRESS
        return walk.now

    now = in_transaction(sessions, a_week_later, clinic_id=cast.clinic_id)
    return World(sessions, cast, photos, folder, now, earlier)


@pytest.fixture
def real_reader() -> Iterator[vision.PhotoReader]:
    reader = vision.PhotoReader(models=vision.models_folder())
    yield reader
    reader.close()


async def test_both_photos_are_compared_and_their_pictures_kept(world: World) -> None:
    await world.round()

    first, newest = world.scans
    assert newest.state is ScanState.READ
    assert world.kept(newest) == PICTURES
    assert newest.compared_with_id == first.id
    compare, draw = world.jobs
    assert isinstance(compare, ComparePhotos)
    assert (compare.before, compare.after) == (world.earlier, b"the new photo")
    assert compare.words.before == "ก่อน · 23 พ.ย. 2569"
    assert isinstance(draw, DrawProgress)
    [facts] = world.told
    assert (facts["pair_key"], facts["chart_key"]) == (newest.pair_key, newest.chart_key)
    assert facts["changes"]["pigment"]["after"] == 10.0


@pytest.mark.parametrize(
    "comes_of_it", [Unfit(Side.BEFORE, Reason.BLURRED), Unreadable(Reason.READER_FAILED)]
)
async def test_the_readings_are_compared_where_the_photos_cannot_be(world: World, comes_of_it: Any) -> None:
    world.comes_of_it = comes_of_it
    await world.round()

    assert world.scans[-1].state is ScanState.READ
    assert world.kept(world.scans[-1]) == dict.fromkeys(PICTURES)
    assert world.told[0]["changes"]["pigment"]["after"] == 12.0
    assert world.pictures == sorted([world.earlier, b"the new photo", b"an overlay"])


async def test_the_readings_are_compared_where_the_earlier_file_is_gone(world: World) -> None:
    world.photos.erase(world.scans[0].photo_key or "")
    await world.round()

    assert world.jobs == []
    assert world.told[0]["changes"]["pigment"]["after"] == 12.0


async def test_photos_taken_too_differently_are_not_shown_beside_each_other(world: World) -> None:
    dark = a_skin_reading()
    dark = vision.SkinReading({**dark.quality, "light": 0.2}, dark.metrics, None, dark.version)
    world.comes_of_it = PhotoComparison(
        vision.compare(a_skin_reading(), dark),
        a_skin_reading(),
        dark,
        0.5,
        False,
        b"both",
        b"before",
        b"after",
    )
    await world.round()

    assert world.kept(world.scans[-1]) == dict.fromkeys(PICTURES)
    assert (world.told[0]["comparable"], world.told[0]["reasons"]) == (False, ["light"])
    assert len(world.jobs) == 1


async def test_a_full_pool_puts_all_of_it_off(world: World) -> None:
    world.comes_of_it = ReaderFull()
    await world.round()

    assert (world.scans[-1].state, world.scans[-1].attempts) == (ScanState.WAITING, 0)
    assert world.pictures == [world.earlier]
    world.comes_of_it, world.now = COMPARED, world.scans[-1].due_at
    await world.round()
    assert world.kept(world.scans[-1]) == PICTURES


async def test_consent_withdrawn_meanwhile_leaves_no_picture_of_either_photo(world: World) -> None:
    def withdraw(session: Session) -> None:
        for key in withdraw_all(session, customer_id=world.cast.mali.id, now=world.now):
            world.photos.erase(key)

    world.meanwhile = lambda: world.look(withdraw)
    await world.round()

    assert {scan.state for scan in world.scans} == {ScanState.WITHDRAWN}
    assert (world.pictures, world.told) == ([], [])


async def test_the_earlier_photo_unsent_meanwhile_leaves_no_picture_of_both(world: World) -> None:
    def unsend(session: Session) -> None:
        channel, message = world.cast.channel.id, world.scans[0].message_id
        for key in withdraw_scan(session, channel_id=channel, message_id=message, now=world.now):
            world.photos.erase(key)

    world.meanwhile = lambda: world.look(unsend)
    await world.round()

    assert world.scans[-1].state is ScanState.READ
    assert world.told == []
    assert world.pictures == sorted([b"the new photo", b"an overlay"])


@pytest.mark.parametrize("fails_at", range(1, 7))
async def test_a_full_disk_leaves_all_pictures_or_none(
    world: World, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    keep, tried = world.photos.keep, []

    def fill(photo: bytes) -> str:
        tried.append(photo)
        if len(tried) == fails_at:
            raise OSError
        return keep(photo)

    monkeypatch.setattr(world.photos, "keep", fill)
    await world.round()
    assert world.scans[-1].state is ScanState.WAITING
    assert world.pictures == [world.earlier]

    world.now = world.scans[-1].due_at
    await world.round()
    assert world.kept(world.scans[-1]) == PICTURES


async def test_a_real_worker_compares_a_real_face_with_itself_a_week_later(
    world: World, real_reader: vision.PhotoReader
) -> None:
    world.reader = real_reader
    await world.round()

    newest = world.scans[-1]
    assert newest.state is ScanState.READ
    [facts] = world.told
    assert facts["comparable"] is True
    assert facts["changes"]["redness"]["verdict"] == "better"
    pair = Image.open(io.BytesIO(world.photos.read(facts["pair_key"])))
    chart = Image.open(io.BytesIO(world.photos.read(facts["chart_key"])))
    assert (pair.width, chart.size) == (1040, (1040, 1040))
    assert newest.comparison is not None
    assert newest.comparison["likeness"] == "alike"
