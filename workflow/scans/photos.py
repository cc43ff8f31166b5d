"""Where pictures are kept: outside the database, under names that tell nothing."""

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import Protocol

_KEY = re.compile(r"[0-9a-f]{32}")


class PhotoStore(Protocol):
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

    def erase(self, key: str) -> None:
        """This will erase a picture; one that is gone already is fine."""
        ...


class FolderPhotos:
    """Pictures in a folder that only the service's own user may enter."""

    def __init__(self, folder: Path) -> None:
        """This will use the folder, and make it if it is not there."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)

    def keep(self, photo: bytes) -> str:
        """This will keep a picture; after a crash it is there as a whole or not at all."""
        key = secrets.token_hex(16)
        place = self._place(key)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        unfinished = place.with_suffix(".part")
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
            self._place(key).unlink()

    def _place(self, key: str) -> Path:
        """This will give where a key's picture lies; what is no key of ours lies nowhere."""
        if _KEY.fullmatch(key) is None:
            raise FileNotFoundError(key)
        return self._folder / key[:2] / f"{key}.jpg"
