"""A picture is made once of a photo that may be edited; whatever fails, whoever asked hears of it and no file is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot.wording import watermark
from scheduler.jobs.make_simulations import LEASE, MakeSimulations
from tests.factories.cases import MONDAY, a_skin_reading
from tests.scheduler.conftest import mali
from vision import ReaderFull, Reason, SimulatePhoto, Simulation, Unreadable
from vision.simulating import Moved, Shown
from workflow.scans import (
    FolderPhotos,
    Scan,
    SimulationState,
    ask_for_simulation,
    claim_due_simulations,
    record_reading,
    withdraw_all,
)
from workflow.scans import Simulation as Row
from workflow.store.models import Notice
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast

WISH = {"redness": -0.2}


def made(picture: bytes | None = b"a picture") -> Simulation:
    shown = Shown("OD x 100", 20.0, 16.0, 16.4, 2.6, 0.3, None)
    return Simulation(picture, WISH, {"redness": shown}, {"pigment": Moved(9.0, 9.0, 1.6)}, 0.95, "3")


@dataclass
class World:
    """One simulation that waits, and a worker that does as it is told."""

    sessions: Sessions
    cast: Cast
    photos: FolderPhotos
    folder: Path
    now: datetime = MONDAY
    answer: Simulation | Exception = field(default_factory=made)
    meanwhile: Callable[[], object] = field(default=lambda: None)
    jobs: list[SimulatePhoto] = field(default_factory=list)

    async def do(self, job: Any) -> Any:
        self.jobs.append(job)
        self.meanwhile()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def round(self) -> int:
        job = MakeSimulations(sessions=self.sessions, clock=lambda: self.now, worker=self, photos=self.photos)
        return await job.run_due()

    def look(self, work: Callable[[Session], Any]) -> Any:
        return in_transaction(self.sessions, work, clinic_id=self.cast.clinic_id)

    @property
    def row(self) -> Row:
        row: Row = self.look(lambda session: session.scalars(sa.select(Row)).one())
        return row

    @property
    def told(self) -> list[str | None]:
        kind = sa.select(Notice).where(Notice.kind == "simulation_ready").order_by(Notice.id)
        return [row.data["failure"] for row in self.look(lambda session: session.scalars(kind).all())]

    @property
    def files(self) -> int:
        return len(list(self.folder.rglob("*.jpg")))


@pytest.fixture
def world(sessions: Sessions, cast: Cast, tmp_path: Path) -> World:
    photos = FolderPhotos(tmp_path, clock=lambda: MONDAY)
    key = photos.keep(b"her photo")

    def ask(session: Session) -> None:
        walk = mali(session, cast)
        sent = walk.sends_photo()
        record_reading(
            session,
            scan_id=sent.id,
            reading=a_skin_reading(),
            photo_key=key,
            overlay_key=None,
            now=MONDAY,
        )
        ask_for_simulation(session, scan_id=sent.id, wish=WISH, words_version="th-1", by=walk.fon, now=MONDAY)

    in_transaction(sessions, ask, clinic_id=cast.clinic_id)
    return World(sessions, cast, photos, tmp_path)


async def test_a_picture_is_made_of_the_kept_photo_with_the_words_on_it(world: World) -> None:
    assert await world.round() == 1
    assert world.jobs == [SimulatePhoto(b"her photo", WISH, watermark())]
    row = world.row
    assert row.state is SimulationState.MADE
    assert row.picture_key is not None
    assert world.photos.read(row.picture_key) == b"a picture"
    assert world.told == [None]
    assert await world.round() == 0


async def test_one_of_which_nothing_can_be_shown_has_no_picture(world: World) -> None:
    world.answer = made(None)
    await world.round()
    assert (world.row.state, world.row.failure) == (SimulationState.FAILED, "nothing_to_show")
    assert (world.told, world.files) == (["nothing_to_show"], 1)


async def test_a_photo_that_is_refused_is_told_at_once(world: World) -> None:
    world.answer = Unreadable(Reason.COVERED)
    await world.round()
    assert (world.row.state, world.told) == (SimulationState.FAILED, ["covered"])


@pytest.mark.parametrize("trouble", [Unreadable(Reason.READER_FAILED), ValueError("a bug")])
async def test_what_fails_is_tried_a_few_times_and_then_told(world: World, trouble: Exception) -> None:
    world.answer = trouble
    for _ in range(6):
        await world.round()
        world.now += timedelta(minutes=30)
    assert len(world.jobs) == 3
    assert (world.row.state, world.told) == (SimulationState.FAILED, ["reader_failed"])


async def test_a_full_reader_is_no_failure(world: World) -> None:
    world.answer = ReaderFull()
    for _ in range(6):
        await world.round()
        world.now += timedelta(minutes=1)
    world.answer = made()
    await world.round()
    assert world.row.state is SimulationState.MADE


async def test_a_picture_of_a_photo_that_was_taken_back_meanwhile_is_erased(world: World) -> None:
    world.meanwhile = lambda: world.look(
        lambda session: withdraw_all(session, customer_id=world.cast.mali.id, now=world.now)
    )
    await world.round()
    assert (world.row.state, world.row.picture_key) == (SimulationState.WITHDRAWN, None)
    assert world.files == 1, "her photo itself is erased by whoever took it back"
    assert world.told == []


async def test_a_photo_that_is_gone_is_not_edited(world: World) -> None:
    world.look(lambda session: session.execute(sa.update(Scan).values(photo_key="f" * 32)))
    await world.round()
    assert (world.jobs, world.told) == ([], ["photo_gone"])


async def test_one_whose_worker_died_without_a_word_is_told(world: World) -> None:
    for _ in range(3):
        in_transaction(
            world.sessions,
            lambda session: claim_due_simulations(session, now=world.now, lease=LEASE, limit=1),
            clinic_id=None,
        )
        world.now += 2 * LEASE
    await world.round()
    assert (world.row.state, world.told) == (SimulationState.FAILED, ["reader_failed"])
