"""Strange jobs for the workers of the tests: a module of its own, because a spawned process imports it."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from vision import Reason, Unreadable


@dataclass(frozen=True)
class Obey:
    """Does what it says: dies, hangs, burns, swells, refuses, breaks, or answers with the process's number."""

    order: str

    def do(self, models: Path) -> int:
        if self.order == "die":
            os._exit(42)
        if self.order == "hang":
            time.sleep(60)
        if self.order == "burn":
            while True:
                pass
        if self.order == "grind":
            sum(range(10**13))  # one call that never comes back to Python
        if self.order == "swell":
            bytearray(8 * 1024**3)
        if self.order == "open":
            _ = [Path("/dev/null").open() for _ in range(1000)]  # noqa: SIM115 - that is the point
        if self.order == "refuse":
            raise Unreadable(Reason.NO_FACE)
        if self.order == "break":
            raise KeyError("a bug of ours")
        return os.getpid()


@dataclass(frozen=True)
class Fill:
    """Writes a file that has no end."""

    place: Path

    def do(self, models: Path) -> None:
        with self.place.open("wb") as file:
            while True:
                file.write(bytes(2**20))


@dataclass(frozen=True)
class LookAround:
    """Tells what a worker knows: its environment, and what is imported into it."""

    def do(self, models: Path) -> tuple[dict[str, str], set[str]]:
        return dict(os.environ), set(sys.modules)


@dataclass(frozen=True)
class Work:
    """Uses so many seconds of CPU."""

    seconds: float

    def do(self, models: Path) -> int:
        until = time.process_time() + self.seconds
        while time.process_time() < until:
            pass
        return os.getpid()


@dataclass(frozen=True)
class Wait:
    """Answers when a file is there."""

    place: Path

    def do(self, models: Path) -> int:
        while not self.place.exists():
            time.sleep(0.01)
        return os.getpid()


@dataclass(frozen=True)
class CountAndDie:
    """Kills its worker, and leaves a mark each time it is tried."""

    marks: Path

    def do(self, models: Path) -> None:
        with self.marks.open("a") as file:
            file.write("x")
        os._exit(42)


@dataclass(frozen=True)
class CallAndHang:
    """Leaves its process's number, whole, and never answers."""

    place: Path

    def do(self, models: Path) -> None:
        draft = self.place.with_suffix(".draft")
        draft.write_text(str(os.getpid()))
        draft.rename(self.place)
        time.sleep(600)


@dataclass(frozen=True)
class DieOnArrival:
    """Kills its worker before that has said that it took it, as often as there are marks to rub out."""

    marks: Path

    def __reduce__(self) -> tuple[object, ...]:
        return (_arrive, (self.marks,))

    def do(self, models: Path) -> int:
        return os.getpid()


def _arrive(marks: Path) -> DieOnArrival:
    left = marks.read_text()
    if left:
        marks.write_text(left[1:])
        os._exit(42)
    return DieOnArrival(marks)


@dataclass(frozen=True)
class Fail:
    """A probe that cannot be done."""

    def do(self, models: Path) -> None:
        raise FileNotFoundError(models)
