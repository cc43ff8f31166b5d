"""Strange jobs for the workers of the tests: a module of its own, because a spawned process imports it."""

import os
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
        if self.order == "swell":
            bytearray(8 * 1024**3)
        if self.order == "refuse":
            raise Unreadable(Reason.NO_FACE)
        if self.order == "break":
            raise KeyError("a bug of ours")
        return os.getpid()
