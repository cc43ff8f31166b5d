"""SQLite is for one working process, and says so to a second one before that does anything.

Two of them would claim the same rows: SQLite has no lock for a row, so claims there are told apart by being in one
process (docs/decisions/0001).
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from aura.roles import EVERY_ROLE, ProcessRole


class NotAloneError(Exception):
    """Another process works on this SQLite file, or would have to; the message says what to do."""


@contextlib.contextmanager
def only_process(database: str, *, roles: frozenset[ProcessRole] = EVERY_ROLE) -> Iterator[Path | None]:
    """This will keep other working processes off a SQLite file until the block is left; PostgreSQL needs none of it.

    Whoever is killed lets go as well: the lock is the operating system's, on a file beside the database.

    Args:
        database: Its URL.
        roles: What this process is there for.

    Yields:
        The file that is locked, if there is one; whoever deletes it lets others in.

    Raises:
        NotAloneError: Another process has the file, or this one leaves work to others.
    """
    file = sa.make_url(database).database
    if not database.startswith("sqlite") or not file or file == ":memory:":
        yield None
        return
    if roles != EVERY_ROLE:
        raise NotAloneError(
            "SQLite takes one process, and that does everything: leave --role out, or set AURA_DATABASE_URL to a "
            "PostgreSQL, which any number of processes share"
        )
    beside = Path(f"{file}.process")
    beside.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(lock, file)
        yield beside
    finally:
        os.close(lock)


def _take(lock: int, file: str) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        who = os.read(lock, 20).decode(errors="replace").strip() or "another"
        raise NotAloneError(
            f"{file} is in use by process {who}: SQLite takes one; end that one, or set AURA_DATABASE_URL to a "
            "PostgreSQL, which any number of processes share"
        ) from taken
    os.ftruncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode())
