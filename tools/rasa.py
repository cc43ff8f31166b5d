"""`make rasa`: Rasa in a Python environment of its own under var/rasa, and a model trained from nlu/data.

Rasa 3.6 pins versions that the product cannot live with (pydantic 1, SQLAlchemy 1, numpy 1.23), so the two never share
an environment. It wants Python 3.10; 3.11 is the fallback, with other versions of the two packages that have no wheels.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nlu.rasa.places import FOLDER, HOME, MODELS, PIPELINES, VENV_PYTHON, environment, version_in_use
from tools.progress import CommandFailedError, run_shown
from tools.setup import ROOT, STAMPS, Part, SetupError, complete

WANTED = ("3.10", "3.11")
"""Versions of Python that there is a lock for, the better one first."""

SKIPPED = 3
"""The exit code where this machine cannot have Rasa at all, as told from an installation that failed."""

NO_PYTHON = (
    "Rasa 3.6.21 runs on Python 3.10 (or 3.11), and none was found on the PATH, beside this Python or under pyenv. "
    "This mends it: sudo apt-get install -y python3.11 python3.11-venv   (or: pyenv install 3.10; "
    "or, with one from elsewhere: make rasa RASA_PYTHON=/path/to/python3.10)"
)


class NotForThisMachineError(SetupError):
    """There is no Python for Rasa here, or no TensorFlow 2.12 for this kind of machine."""


@dataclass(frozen=True)
class Found:
    """A Python that Rasa can run on."""

    program: str
    version: str

    @property
    def lock(self) -> Path:
        """What is installed into its environment."""
        return ROOT / "requirements" / f"rasa-py{self.version.replace('.', '')}.lock"


def find_python() -> Found:
    """Return the best Python for Rasa.

    Raises:
        NotForThisMachineError: There is none, or the machine is one that TensorFlow 2.12 has no wheel for.
        SetupError: The one that RASA_PYTHON names does not fit.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NotForThisMachineError(
            f"Rasa's lock is for x86-64 Linux, and this is {platform.machine()} {sys.platform}; "
            "the embedded engine needs none of it"
        )
    chosen = os.environ.get("RASA_PYTHON")
    for version in WANTED:
        for program in [chosen] if chosen else _programs(version):
            if _works(program, version):
                return Found(program, version)
    if chosen:
        raise SetupError(f"RASA_PYTHON={chosen} is no Python 3.10 or 3.11 that can make environments")
    raise NotForThisMachineError(NO_PYTHON)


def _programs(version: str) -> list[str]:
    """Return where a version of Python may be: the PATH, beside the Python that runs this, pyenv, uv."""
    named = shutil.which(f"python{version}")
    folders = [
        Path(sys.base_prefix).parent,
        # os.path: where nobody knows a home, it leaves the sign as it is, and nothing is found there.
        Path(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")) / "versions",  # noqa: PTH111
        Path(os.path.expanduser("~/.local/share/uv/python")),  # noqa: PTH111
    ]
    patterns = (f"{version}*/bin/python{version}", f"cpython-{version}*/bin/python{version}")
    beside = [
        str(found)
        for folder in folders
        for pattern in patterns
        for found in sorted(folder.glob(pattern), reverse=True)
    ]
    return [*([named] if named else []), *beside]


def _works(program: str, version: str) -> bool:
    """Say whether it runs, is that version and can make environments; a shim of pyenv may only be a promise."""
    asked = "import ensurepip, sqlite3, ssl, sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        told = subprocess.run([program, "-c", asked], capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0 and told.stdout.strip() == version


def _packages(python: Found) -> Part:
    def do() -> None:
        run_shown(
            [python.program, "-m", "venv", "--clear", str(FOLDER / "venv")],
            title=f"a Python {python.version} environment in var/rasa/venv",
            log=STAMPS / "rasa-venv.log",
        )
        count = sum("==" in line for line in python.lock.read_text().splitlines())
        unofficial = ["--ignore-requires-python"] if python.version != WANTED[0] else []
        run_shown(
            [
                str(VENV_PYTHON),
                "-m",
                "pip",
                "install",
                "--require-hashes",
                "--no-deps",
                *unofficial,
                "--no-input",
                "-r",
                str(python.lock),
            ],
            title=f"Rasa and what it needs ({count} in {python.lock.name}, each checked against its hash)",
            log=STAMPS / "rasa-pip.log",
            counts="Collecting ",
            total=count,
            environment={"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"},
        )

    return Part(
        "rasa-python", "Rasa's packages", [python.lock, str(ROOT), python.version], do, (VENV_PYTHON,)
    )


def _model() -> Part:
    def do() -> None:
        HOME.mkdir(parents=True, exist_ok=True)
        run_shown(
            [str(VENV_PYTHON), "-m", "nlu.rasa.train", PIPELINES[0]],
            title="the model (trained by Rasa from nlu/data)",
            log=STAMPS / "rasa-train.log",
            environment=environment(),
        )

    code = [*(ROOT / "nlu").glob("*.py"), *(ROOT / "nlu" / "rasa").glob("*.py")]
    data = [*(ROOT / "nlu" / "rasa").glob("*.yml"), *(ROOT / "nlu" / "data").rglob("*.yml")]
    learnt = [version_in_use()] if version_in_use().is_file() else []
    sources = [*sorted([*code, *data]), *learnt, STAMPS / "rasa-python"]
    return Part("rasa-model", "Rasa's model", sources, do, (MODELS,))


def main() -> int:
    """Install and train whatever is not done yet; return the exit code."""
    try:
        python = find_python()
        print(f"rasa: on Python {python.version} ({python.program})", flush=True)
        if python.version != WANTED[0]:
            print("rasa: there is no Python 3.10; 3.11 works, but Rasa does not promise it", flush=True)
        complete(lambda: [_packages(python), _model()])
    except NotForThisMachineError as error:
        print(f"rasa: {error}", file=sys.stderr)
        return SKIPPED
    except (SetupError, CommandFailedError) as error:
        print(f"rasa: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nrasa: interrupted; run the same command again and it begins the part anew", file=sys.stderr)
        return 130
    print("rasa: ready. `AURA_NLU_TOKEN=... aura nlu serve --engine rasa` serves it", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
