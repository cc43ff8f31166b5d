"""Nobody's face stays on the disk because a process died between writing and erasing."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from scheduler.jobs.tidy import Tidy
from tests.scheduler.conftest import mali
from workflow.scans import FolderPhotos, Scan
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def written(folder: Path, at: datetime) -> None:
    for place in folder.glob("??/*"):
        os.utime(place, (at.timestamp(), at.timestamp()))


@pytest.fixture
def photos(tmp_path: Path) -> FolderPhotos:
    return FolderPhotos(tmp_path, clock=lambda: NOW)


@pytest.fixture
def held(sessions: Sessions, cast: Cast, photos: FolderPhotos) -> list[str]:
    """The pictures of a scan."""
    keys = [photos.keep(b"a photo"), photos.keep(b"an overlay")]

    def read(session: Session) -> None:
        scan = mali(session, cast).sends_photo()
        scan.photo_key, scan.overlay_key = keys

    in_transaction(sessions, read, clinic_id=cast.clinic_id)
    return keys


def names(folder: Path) -> set[str]:
    return {place.name for place in folder.glob("??/*")}


def test_pictures_that_no_scan_names_are_erased_at_the_start(
    sessions: Sessions, photos: FolderPhotos, tmp_path: Path, held: list[str]
) -> None:
    lost = photos.keep(b"a face")
    (tmp_path / lost[:2] / "notes.txt").write_bytes(b"not ours")
    (tmp_path / "aa").mkdir(exist_ok=True)
    (tmp_path / "aa" / f"{'a' * 32}.part").write_bytes(b"half a face")
    written(tmp_path, NOW - HOUR - timedelta(seconds=1))
    fresh = photos.keep(b"being kept")
    os.utime(
        tmp_path / fresh[:2] / f"{fresh}.jpg",
        (NOW.timestamp(), (NOW - HOUR + timedelta(seconds=1)).timestamp()),
    )

    Tidy(sessions=sessions, clock=lambda: NOW, photos=photos).run_due()

    assert names(tmp_path) == {f"{key}.jpg" for key in [*held, fresh]} | {"notes.txt"}


def test_pictures_of_a_withdrawal_that_was_cut_short_are_erased_at_night(
    sessions: Sessions, cast: Cast, photos: FolderPhotos, tmp_path: Path, held: list[str]
) -> None:
    now = NOW
    tidy = Tidy(sessions=sessions, clock=lambda: now, photos=photos)
    written(tmp_path, NOW - DAY)
    tidy.run_due()
    assert len(names(tmp_path)) == len(held)

    def withdraw(session: Session) -> None:
        session.execute(sa.update(Scan).values(photo_key=None, overlay_key=None))

    in_transaction(sessions, withdraw, clinic_id=cast.clinic_id)
    assert tidy.run_due() == 0
    assert len(names(tmp_path)) == len(held)

    now = NOW + DAY
    assert tidy.run_due() == 1
    assert names(tmp_path) == set()


def test_a_picture_that_is_being_kept_stays_when_the_demos_clock_jumps_to_the_night(
    sessions: Sessions, photos: FolderPhotos, tmp_path: Path
) -> None:
    kept = photos.keep(b"its row is being written")
    written(tmp_path, NOW)

    Tidy(sessions=sessions, clock=lambda: NOW + DAY, photos=photos).run_due()

    assert names(tmp_path) == {f"{kept}.jpg"}


def test_one_that_cannot_be_erased_does_not_spare_the_others(
    sessions: Sessions, photos: FolderPhotos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = sorted(photos.keep(b"a face") for _ in range(3))
    written(tmp_path, NOW - DAY)
    erase = photos.erase

    def refuse(key: str) -> None:
        if key == keys[0]:
            raise PermissionError
        erase(key)

    monkeypatch.setattr(photos, "erase", refuse)
    Tidy(sessions=sessions, clock=lambda: NOW, photos=photos).run_due()

    assert names(tmp_path) == {f"{keys[0]}.jpg"}
