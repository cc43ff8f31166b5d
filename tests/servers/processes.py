"""Starting a real server for the tests so that it always ends with them, even when they are killed."""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_FOLDER_PREFIX = "aura-test-server-"
_NOBODY = 65534
_PR_SET_PDEATHSIG = 1


class ServerFailedError(RuntimeError):
    """A server that the tests need did not start; the message ends with what it said itself."""


def free_port() -> int:
    """Return a loopback TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_folder(kind: str) -> Path:
    """Create an empty folder for one server, and sweep away those of test runs that were killed.

    The owner's process id stands in the name: a folder whose owner is gone is garbage.
    The folder lies outside pytest's own, which nobody but its owner may enter: servers that refuse to
    run as root run as `nobody`.
    """
    home = Path(tempfile.gettempdir())
    for folder in home.glob(f"{_FOLDER_PREFIX}*"):
        owner = folder.name.removeprefix(_FOLDER_PREFIX).split("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER_PREFIX}{os.getpid()}-{kind}-", dir=home))
    folder.chmod(0o755)
    return folder


def unprivileged() -> dict[str, int | list[int]]:
    """Return the `subprocess` arguments that drop root's rights; none when this is a normal user."""
    if os.geteuid() != 0:
        return {}
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}


def give_away(folder: Path) -> None:
    """Hand a folder and all within it to the user that `unprivileged` runs as."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)


@dataclass
class Server:
    """One running server process with its folder and its log."""

    process: subprocess.Popen[bytes]
    folder: Path
    log: Path
    stop_signal: int

    @classmethod
    def start(
        cls,
        command: Sequence[str],
        *,
        folder: Path,
        stop_signal: int,
        drop_root: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        """Start the command in its own process group, tied to the life of this process."""
        log = folder / "server.log"
        rights = unprivileged() if drop_root else {}
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **(environment or {})},
                preexec_fn=_die_with_parent(stop_signal),  # noqa: PLW1509  # no other thread runs yet, and nothing else outlives kill -9
                **rights,  # type: ignore[call-overload]
            )
        server = cls(process=process, folder=folder, log=log, stop_signal=stop_signal)
        atexit.register(server.stop)
        return server

    def wait_until(self, ready: Callable[[], bool], *, what: str, seconds: float = 30) -> None:
        """Return when `ready` says so.

        Raises:
            ServerFailedError: The server ended, or was not ready in time.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise ServerFailedError(
                    f"{what} ended with code {self.process.returncode}:\n{self.last_words()}"
                )
            if time.monotonic() > deadline:
                raise ServerFailedError(f"{what} was not ready within {seconds:.0f} s:\n{self.last_words()}")
            time.sleep(0.02)  # the only wait there is: a foreign process tells nobody when it is ready

    def last_words(self, lines: int = 15) -> str:
        """Return the end of the server's own log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """Stop the server and remove its folder; doing it twice is the same as once."""
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(timeout=5)
        shutil.rmtree(self.folder, ignore_errors=True)


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _die_with_parent(stop_signal: int) -> Callable[[], None] | None:
    """Return what makes Linux stop the child when this process dies, however it dies.

    Elsewhere `atexit` stops it at every end but a kill, and the next run sweeps up the folder.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def arm() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, stop_signal)

    return arm
