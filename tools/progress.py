"""Running a long command so that one sees it move: a counter where it counts, the seconds where it does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: How often the line moves on a screen, and how often a line is added where there is none (CI).
_SECONDS_ON_SCREEN, _SECONDS_IN_LOG = 0.5, 15.0


class CommandFailedError(Exception):
    """A command of the set-up failed; the message holds the end of what it printed."""


@dataclass
class _Shown:
    """What is known of the running command."""

    title: str
    total: int | None
    done: int = 0
    began: float = field(default_factory=time.monotonic)
    ended: threading.Event = field(default_factory=threading.Event)

    def line(self) -> str:
        counted = f" {self.done} of at most {self.total}" if self.total else ""
        return f"      {self.title}{counted}, {time.monotonic() - self.began:.0f} s"

    def keep_showing(self) -> None:
        on_screen = sys.stdout.isatty()
        while not self.ended.wait(_SECONDS_ON_SCREEN if on_screen else _SECONDS_IN_LOG):
            if on_screen:
                width = shutil.get_terminal_size().columns - 1
                sys.stdout.write(f"\r{self.line()[:width]:<{width}}")
                sys.stdout.flush()
            else:
                print(self.line(), flush=True)
        if on_screen:
            sys.stdout.write("\r\033[K")
        print(self.line(), flush=True)


def run_shown(
    command: Sequence[str],
    *,
    title: str,
    log: Path,
    counts: str | None = None,
    total: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run the command, show that it moves, and keep all that it prints in the log.

    Args:
        command: The program and its arguments.
        title: What it does, for the reader.
        log: Where its output goes.
        counts: An output line that begins so is one step done.
        total: How many such steps there are.
        environment: Variables to add to this process's own.

    Raises:
        CommandFailedError: It ended with another code than 0.
    """
    shown = _Shown(title, total)
    clock = threading.Thread(target=shown.keep_showing, daemon=True)
    clock.start()
    try:
        code = _run(command, shown, log=log, counts=counts, environment=environment)
    finally:
        shown.ended.set()
        clock.join()
    if code != 0:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise CommandFailedError(
            f"{title}: `{command[0]}` failed with code {code}. Its last words:\n{last}\n(all: {log})"
        )


def _run(
    command: Sequence[str],
    shown: _Shown,
    *,
    log: Path,
    counts: str | None,
    environment: Mapping[str, str] | None,
) -> int:
    with (
        log.open("w") as kept,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(environment or {})},
        ) as process,
    ):
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for
        for line in process.stdout:
            kept.write(line)
            if counts and line.startswith(counts):
                shown.done += 1
        return process.wait()
