"""Where pictures are kept: outside the database, under names that tell nothing."""

import contextlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog

_KEY = re.compile(r"[0-9a-f]{32}")
_WHOLE, _UNFINISHED = ".jpg", ".part"

log = structlog.get_logger(__name__)


class ErasesPhotos(Protocol):
    """Where pictures are erased."""

    def erase(self, key: str) -> None:
        """This will erase a picture; one that is gone already is fine."""
        ...


class PhotoStore(ErasesPhotos, Protocol):
    """A place for pictures."""

    def keep(self, photo: bytes) -> str:
        """This will keep a picture and give the key it is found by."""
        ...

    def read(self, key: str) -> bytes:
        """This will give a kept picture.

        Raises:
            FileNotFoundError: It was erased, or never kept.
        """
        ...

    def keys_kept_for(self, time: timedelta) -> list[str]:
        """This will name the pictures that were kept, or begun to be kept, at least so long ago in real time."""
        ...


def erase_all(photos: ErasesPhotos, *, keys: Iterable[str]) -> None:
    """This will erase pictures whose rows are gone. One that fails does not spare the others.

    No row names them any more, so what is left behind is erased by the next sweep.
    """
    for key in keys:
        try:
            photos.erase(key)
        except OSError:
            log.exception("picture.not_erased")


class FolderPhotos:
    """Pictures in a folder that only the service's own user may enter."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime]) -> None:
        """This will use the folder, and make it if it is not there.

        Args:
            folder: Where the pictures lie.
            clock: The real time, by which files are written (aware UTC), and not the one that a demo moves ahead.
        """
        self._folder = folder
        self._clock = clock
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)

    def keep(self, photo: bytes) -> str:
        """This will keep a picture; after a crash it is there as a whole or not at all."""
        key = secrets.token_hex(16)
        place = self._place(key)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        unfinished = place.with_suffix(_UNFINISHED)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(photo)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
        return key

    def read(self, key: str) -> bytes:
        """This will give a kept picture.

        Raises:
            FileNotFoundError: It was erased, or never kept.
        """
        return self._place(key).read_bytes()

    def erase(self, key: str) -> None:
        """This will erase a picture; one that is gone already is fine."""
        with contextlib.suppress(FileNotFoundError):
            place = self._place(key)
            place.with_suffix(_UNFINISHED).unlink(missing_ok=True)
            place.unlink()

    def keys_kept_for(self, time: timedelta) -> list[str]:
        """This will name the pictures whose file was last written at least so long ago, unfinished ones too."""
        until = self._clock() - time
        return sorted({place.stem for place, at in self._files() if at <= until})

    def _files(self) -> Iterator[tuple[Path, datetime]]:
        """This will go through the files that are ours, with when each was written."""
        for place in self._folder.glob("??/*"):
            if place.suffix in {_WHOLE, _UNFINISHED} and _KEY.fullmatch(place.stem):
                with contextlib.suppress(FileNotFoundError):  # erased meanwhile
                    yield place, datetime.fromtimestamp(place.stat().st_mtime, UTC)

    def _place(self, key: str) -> Path:
        """This will give where a key's picture lies; what is no key of ours lies nowhere."""
        if _KEY.fullmatch(key) is None:
            raise FileNotFoundError(key)
        return self._folder / key[:2] / f"{key}{_WHOLE}"
