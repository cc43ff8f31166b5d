"""Pictures lie where only the service may look, under names that tell nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.people import NOW
from workflow.scans import FolderPhotos, PhotoStore

if TYPE_CHECKING:
    from pathlib import Path


def test_it_keeps_gives_back_and_erases(tmp_path: Path) -> None:
    photos: PhotoStore = FolderPhotos(tmp_path / "photos", clock=lambda: NOW)
    key = photos.keep(b"a picture")

    assert photos.read(key) == b"a picture"
    assert photos.keep(b"a picture") != key
    photos.erase(key)
    photos.erase(key)
    with pytest.raises(FileNotFoundError):
        photos.read(key)


def test_it_finds_them_again_after_a_restart(tmp_path: Path) -> None:
    key = FolderPhotos(tmp_path, clock=lambda: NOW).keep(b"a picture")

    assert FolderPhotos(tmp_path, clock=lambda: NOW).read(key) == b"a picture"


def test_it_lets_nobody_else_look(tmp_path: Path) -> None:
    photos = FolderPhotos(tmp_path / "photos", clock=lambda: NOW)
    photos.keep(b"a picture")

    [picture] = (tmp_path / "photos").rglob("*.jpg")
    assert picture.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (picture.parent, picture.parent.parent)} == {0o700}
    assert list((tmp_path / "photos").rglob("*.part")) == []


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 32, "a" * 31, "a" * 33, "a" * 32 + "\n"])
def test_it_looks_for_nothing_that_is_no_key_of_ours(tmp_path: Path, key: str) -> None:
    photos = FolderPhotos(tmp_path, clock=lambda: NOW)

    with pytest.raises(FileNotFoundError):
        photos.read(key)
    photos.erase(key)
