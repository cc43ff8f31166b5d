"""One clock for every process of a run: the real time, moved by as much as stands in a shared file.

A number in the file moves the whole world, LINE included: a night passes. Another number for each of our processes
moves that process only: the clock of one machine is wrong.
"""

import os
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

CLOCK_VARIABLE = "CHAOS_CLOCK"  # "file:slot"
_SECONDS = struct.Struct("<d")
_SLOTS = 64
ZONE = ZoneInfo("Asia/Bangkok")  # of the clinic


class World:
    """The clock of a run, as the one who moves it has it."""

    def __init__(self, file: Path) -> None:
        """This will begin at the real time.

        Args:
            file: Where the moves stand, for the processes to read.
        """
        self.file = file
        file.write_bytes(bytes(_SECONDS.size * _SLOTS))
        self._opened = os.open(file, os.O_RDWR)
        self._jumps: list[tuple[datetime, datetime]] = []

    def now(self) -> datetime:
        """This will give the world's time, aware UTC."""
        return _now(self._opened, 0)

    def move(self, by: timedelta) -> None:
        """This will let time pass, or turn it back, for everybody."""
        before = self.now()
        self._write(0, self._read(0) + by.total_seconds())
        self._jumps.append((before, before + by))

    def first_chance(self, moment: datetime) -> datetime:
        """This will give the first instant from a moment on at which there was any time: nobody lives through a jump."""
        for before, after in self._jumps:
            if before < moment < after:
                return after
        return moment

    def move_to(self, moment: datetime) -> None:
        """This will let time pass until an instant; an instant that has passed changes nothing."""
        self.move(max(moment - self.now(), timedelta(0)))

    def set_wrong(self, slot: int, by: timedelta) -> None:
        """This will let the clock of one process be wrong by so much."""
        self._write(slot, by.total_seconds())

    def close(self) -> None:
        """This will close the file."""
        os.close(self._opened)

    def _read(self, slot: int) -> float:
        return _read(self._opened, slot)

    def _write(self, slot: int, seconds: float) -> None:
        os.pwrite(self._opened, _SECONDS.pack(seconds), slot * _SECONDS.size)


class ClockOfProcess:
    """What time it is, as one process of ours believes."""

    def __init__(self, told: str) -> None:
        """This will read the clock that `CLOCK_VARIABLE` names."""
        file, _, slot = told.rpartition(":")
        self._opened = os.open(file, os.O_RDONLY)
        self._slot = int(slot)

    def __call__(self) -> datetime:
        return _now(self._opened, self._slot)


def _now(opened: int, slot: int) -> datetime:
    moved = _read(opened, 0) + (_read(opened, slot) if slot else 0.0)
    return datetime.now(UTC) + timedelta(seconds=moved)


def _read(opened: int, slot: int) -> float:
    # Eight aligned bytes: written and read whole.
    (seconds,) = _SECONDS.unpack(os.pread(opened, _SECONDS.size, slot * _SECONDS.size))
    return float(seconds)
