"""Processes that a run starts: each ends with the run, however the run ends."""

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_NOBODY = 65534
_FIRST_PORT, _PORTS = 20_000, 12_000  # below what Linux gives to outgoing connections (ip_local_port_range)
_PREFIX = "aura-chaos-"


class ChaosError(RuntimeError):
    """A run cannot go on; the message says what is missing or what a server said itself."""


def free_port() -> int:
    """This will give a loopback TCP port that nobody listens on, and that no outgoing connection is given either.

    A server that was killed must get its port back; in the meantime the kernel may give away those it hands out.
    """
    while True:
        port = _FIRST_PORT + secrets.randbelow(_PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def new_folder() -> Path:
    """This will make the folder of a run, and sweep away those of runs that were killed.

    The owner's process id stands in the name. Others may enter it: servers that refuse to run as root live in it.
    """
    home = Path(tempfile.gettempdir())
    for folder in home.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=home))
    folder.chmod(0o755)
    return folder


def unprivileged() -> dict[str, int | list[int]]:
    """This will give the `subprocess` arguments that drop root's rights; none for a normal user."""
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def give_away(folder: Path) -> None:
    """This will hand a folder and all within it to the user that `unprivileged` runs as."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)


class Child:
    """One process, and its log."""

    def __init__(self, command: Sequence[str], *, log: Path, cwd: Path, drop_root: bool = False) -> None:
        self.command = list(command)
        self.log = log
        self._cwd = cwd
        self._drop_root = drop_root
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def id(self) -> int:
        """Its process id; 0 before it was started."""
        return self._process.pid if self._process else 0

    @property
    def code(self) -> int | None:
        """What it ended with."""
        return self._process.poll() if self._process else None

    def start(self, environment: Mapping[str, str] | None = None) -> None:
        """This will start it, tied to the life of this process."""
        rights = unprivileged() if self._drop_root else {}
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=dict(environment) if environment is not None else None,
                preexec_fn=_dies_with_its_parent(),  # noqa: PLW1509 - it only asks the kernel for one thing
                **rights,  # type: ignore[call-overload]
            )

    def end(self, how: int, *, within: float = 20.0) -> None:
        """This will send a signal and wait until it is gone; whoever does not go in time is killed."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)

    def kill(self) -> None:
        """This will end it without warning, and its own children with it, as when a machine dies."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def pause(self) -> bool:
        """This will stop it in the middle of whatever it does, as when its machine is suspended.

        Returns:
            False when it does not run.
        """
        return self._tell_all(signal.SIGSTOP)

    def go_on(self) -> bool:
        """This will let it go on as if no time had passed; False when it is gone."""
        return self._tell_all(signal.SIGCONT)

    def _tell_all(self, what: signal.Signals) -> bool:
        """This will send a signal to it and its own children."""
        if self._process is None or not self.is_running:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, what)
            return True
        return False

    def last_words(self, lines: int = 15) -> str:
        """This will give the end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _dies_with_its_parent() -> Callable[[], None] | None:
    """This will give what makes Linux kill the child when this process dies, however it dies."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def arm() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return arm
