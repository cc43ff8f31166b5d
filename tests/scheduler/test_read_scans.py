"""A photo is read, or somebody hears why not; whatever fails, no picture is left behind and nobody waits for ever."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot.channels.ports import Gone, TooLarge, Trouble
from bot.wording import overlay_words
from scheduler.jobs import read_scans
from scheduler.jobs.read_scans import LEASE, RENEW_EVERY, ReadScans
from tests.factories.cases import MONDAY, a_skin_reading
from tests.factories.people import NOW
from tests.scheduler.conftest import mali
from tests.vision.strange_reads import Obey
from vision import OverlayWords, PhotoReader, PhotoReading, ReaderFull, Reason, Unreadable
from vision.worker import Limits
from workflow.scans import FolderPhotos, Scan, ScanState, claim_due_scans, record_unreadable, withdraw_all
from workflow.settings import ClinicRules
from workflow.store.models import Notice
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast

TRIES = 5
FOUND = PhotoReading(reading=a_skin_reading(), photo_jpeg=b"a photo", overlay_jpeg=b"an overlay")


@dataclass
class World:
    """A scan that waits, with a channel and a reader that do as they are told."""

    sessions: Sessions
    cast: Cast
    photos: FolderPhotos
    folder: Path
    now: datetime = MONDAY
    downloads: int = 0
    no_download: Exception | None = None
    no_reading: Exception | None = None
    meanwhile: Callable[[], object] = field(default=lambda: None)
    renewed: asyncio.Event | None = None  # where the reader waits until its lease was renewed
    renew_every: timedelta = RENEW_EVERY

    async def download(self, message_id: str, *, max_bytes: int) -> bytes:
        self.downloads += 1
        assert message_id
        assert max_bytes
        if self.no_download is not None:
            raise self.no_download
        return b"as LINE has it"

    async def read(self, photo: bytes, words: OverlayWords | None = None) -> PhotoReading:
        assert photo == b"as LINE has it"
        assert words == overlay_words("th"), "the legend speaks to the customer"
        self.meanwhile()
        if self.renewed is not None:
            await self.renewed.wait()
        if self.no_reading is not None:
            raise self.no_reading
        return FOUND

    async def do(self, job: Any) -> Any:
        raise AssertionError(f"a first photo is compared with nothing: {job}")

    async def round(self) -> int:
        job = ReadScans(
            sessions=self.sessions,
            clock=lambda: self.now,
            reader=self,
            sources={self.cast.channel.id: self},  # type: ignore[dict-item] - it only downloads
            photos=self.photos,
            rules={self.cast.clinic_id: ClinicRules()},
            max_bytes=10**7,
            renew_every=self.renew_every,
        )
        return await job.run_due()

    async def rounds(self) -> None:
        for _ in range(3 * TRIES):
            await self.round()
            self.now += timedelta(minutes=30)

    def look(self, work: Callable[[Session], object]) -> None:
        in_transaction(self.sessions, work, clinic_id=self.cast.clinic_id)

    @property
    def scan(self) -> Scan:
        return in_transaction(
            self.sessions,
            lambda session: session.scalars(sa.select(Scan)).one(),
            clinic_id=self.cast.clinic_id,
        )

    @property
    def told(self) -> list[tuple[str, object]]:
        def look(session: Session) -> list[tuple[str, object]]:
            rows = session.scalars(sa.select(Notice).where(Notice.recipient_id == self.cast.mali_on_line.id))
            return [(row.kind, row.data.get("reason")) for row in rows]

        return in_transaction(self.sessions, look, clinic_id=self.cast.clinic_id)

    def read_so_far(self) -> list[uuid.UUID]:
        done = sa.select(Scan.id).where(Scan.state == ScanState.READ)
        return in_transaction(
            self.sessions, lambda session: list(session.scalars(done)), clinic_id=self.cast.clinic_id
        )

    @property
    def pictures(self) -> int:
        return len([place for place in self.folder.rglob("*") if place.is_file()])


@pytest.fixture
def world(sessions: Sessions, cast: Cast, tmp_path: Path) -> World:
    made = World(sessions, cast, FolderPhotos(tmp_path / "photos", clock=lambda: NOW), tmp_path / "photos")
    made.look(lambda session: mali(session, cast).sends_photo())
    return made


async def test_a_photo_is_read_and_its_pictures_are_kept(world: World) -> None:
    assert await world.round() == 1

    assert world.scan.state is ScanState.READ
    assert world.photos.read(world.scan.photo_key or "") == b"a photo"
    assert world.pictures == 2
    assert [kind for kind, _ in world.told] == ["reading_ready"]
    assert await world.round() == 0


@pytest.mark.parametrize(
    ("no_download", "no_reading", "reason"),
    [
        (Gone(), None, "gone"),
        (TooLarge(), None, "too_many_bytes"),
        (None, Unreadable(Reason.NO_FACE), "no_face"),
    ],
)
async def test_what_cannot_be_read_is_told_at_once(
    world: World, no_download: Exception | None, no_reading: Exception | None, reason: str
) -> None:
    world.no_download, world.no_reading = no_download, no_reading
    await world.round()

    assert (world.scan.state, world.scan.unreadable_reason) == (ScanState.UNREADABLE, reason)
    assert world.told == [("photo_unreadable", reason)]
    assert world.pictures == 0


async def test_trouble_is_tried_again_later_and_later_and_told_in_the_end(world: World) -> None:
    world.no_download = Trouble("status_503")
    for seconds in (5, 20, 80, 320):
        await world.round()
        assert world.scan.state is ScanState.WAITING
        assert world.scan.due_at - world.now == timedelta(seconds=seconds)
        world.now = world.scan.due_at - timedelta(seconds=1)
        assert await world.round() == 0
        world.now = world.scan.due_at
    assert world.told == []
    await world.round()

    assert world.told == [("photo_unreadable", "reader_failed")]


async def test_a_photo_is_read_after_trouble_is_over(world: World) -> None:
    world.no_reading = Unreadable(Reason.READER_FAILED)
    await world.round()
    world.no_reading, world.now = None, world.scan.due_at
    await world.round()

    assert world.scan.state is ScanState.READ


async def test_a_full_reader_costs_a_photo_nothing_but_time(world: World) -> None:
    world.no_reading = ReaderFull()
    for _ in range(3 * TRIES):
        await world.round()
        assert (world.scan.state, world.scan.attempts) == (ScanState.WAITING, 0)
        world.now = world.scan.due_at
    assert world.told == []
    world.no_reading = None
    await world.round()

    assert world.scan.state is ScanState.READ


async def test_a_photo_that_kills_real_workers_is_told_in_the_end_and_the_next_is_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = PhotoReader(models=world.folder, limits=Limits(photos=100), probe=None)

    async def killed(*_: object) -> PhotoReading:
        await pool.do(Obey("die"))
        raise AssertionError("nobody answers")

    monkeypatch.setattr(world, "read", killed)
    await world.rounds()
    assert world.told == [("photo_unreadable", "reader_failed")]
    assert world.pictures == 0
    assert world.downloads == 2, "once more tells a bad photo from a bad moment"

    assert await pool.do(Obey("answer"))
    pool.close()


async def test_consent_withdrawn_meanwhile_leaves_no_picture(world: World) -> None:
    world.meanwhile = lambda: world.look(
        lambda session: withdraw_all(session, customer_id=world.cast.mali.id, now=world.now)
    )
    await world.round()

    assert world.scan.state is ScanState.WITHDRAWN
    assert world.pictures == 0
    assert world.told == []


async def test_a_bug_in_what_a_reading_causes_is_told_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(read_scans, "record_reading", fail)
    await world.rounds()

    assert world.scan.state is ScanState.UNREADABLE
    assert world.told == [("photo_unreadable", "reader_failed")]
    assert world.downloads == TRIES
    assert world.pictures == 0


@pytest.mark.parametrize("fails_at", [1, 2])
async def test_a_full_disk_is_told_in_the_end_and_leaves_no_picture(
    world: World, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    kept: list[bytes] = []
    keep = world.photos.keep

    def fill(photo: bytes) -> str:
        kept.append(photo)
        if len(kept) % fails_at == 0:
            raise OSError
        return keep(photo)

    monkeypatch.setattr(world.photos, "keep", fill)
    await world.rounds()

    assert world.told == [("photo_unreadable", "reader_failed")]
    assert world.downloads == TRIES
    assert world.pictures == 0


async def test_a_photo_that_kills_its_reader_each_time_is_told_in_the_end(world: World) -> None:
    for _ in range(TRIES):
        in_transaction(
            world.sessions,
            lambda session: claim_due_scans(session, now=world.now, lease=LEASE, limit=1),
            clinic_id=None,
        )
        world.now += LEASE
    await world.round()

    assert world.told == [("photo_unreadable", "reader_failed")]
    assert world.downloads == 0


async def test_a_reading_that_takes_long_keeps_its_lease_so_that_nobody_reads_the_photo_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew = read_scans.renew_scan
    world.renewed = asyncio.Event()
    world.renew_every = timedelta(0)
    loop = asyncio.get_running_loop()

    def renew_and_tell(session: Session, **told: Any) -> bool:
        mine = renew(session, **told)
        if told["until"] > MONDAY + LEASE:  # a good while after the claim
            assert world.renewed is not None
            loop.call_soon_threadsafe(world.renewed.set)
        return mine

    def time_passes() -> None:
        world.now += LEASE - timedelta(seconds=1)

    monkeypatch.setattr(read_scans, "renew_scan", renew_and_tell)
    world.meanwhile = time_passes
    await world.round()

    assert world.scan.lease_until == MONDAY + 2 * LEASE - timedelta(seconds=1)
    assert world.scan.state is ScanState.READ
    assert world.downloads == 1


async def test_of_two_that_read_one_photo_the_first_to_write_it_down_wins(world: World) -> None:
    first = True

    def another_process_reads_it() -> None:
        nonlocal first
        if first:
            first = False
            world.now += LEASE
            (again,) = in_transaction(
                world.sessions,
                lambda session: claim_due_scans(session, now=world.now, lease=LEASE, limit=1),
                clinic_id=None,
            )
            world.look(
                lambda session: record_unreadable(session, scan_id=again.id, reason="no_face", now=world.now)
            )

    world.meanwhile = another_process_reads_it
    await world.round()

    assert world.told == [("photo_unreadable", "no_face")]
    assert world.pictures == 0


async def test_photos_of_one_customer_are_read_in_the_order_they_came(world: World) -> None:
    first = world.scan.id
    world.look(lambda session: mali(session, world.cast).sends_photo())

    assert await world.round() == 1
    assert world.read_so_far() == [first]
    assert await world.round() == 1
    assert len(world.read_so_far()) == 2


async def test_a_photo_whose_sender_cannot_even_be_told_is_put_aside_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    world.no_download = Gone()
    monkeypatch.setattr(read_scans, "record_unreadable", fail)
    await world.rounds()

    assert (world.scan.state, world.scan.unreadable_reason) == (ScanState.UNREADABLE, "TooManyAttempts")
    assert world.told == []
