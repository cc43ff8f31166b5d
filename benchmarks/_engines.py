"""The engines that are compared: each trained anew, each in a process of its own, each asked as it would be in service."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.embedded import EmbeddedEngine, kept_model
from nlu.encoder import Encoder, NoEncoder, best_encoder
from nlu.engine import Engine, Guess
from nlu.examples import known_intents
from nlu.model import Thresholds
from nlu.rasa.places import HOME, HOW_TO_GET_IT, ROOT, VENV_PYTHON, environment
from nlu.remote import RelayedEngine, RemoteParser

TOKEN = "benchmark-token-0123456789"  # noqa: S105 - of a server that lives for one measurement, on loopback
START_SECONDS = 180.0
TRAINING_SECONDS = 7200.0
"""Far above the slowest training there is (DIET, some 15 minutes of a core): whatever takes longer is stuck."""

_PATIENCE = 30.0
"""Here an engine is measured, however slow it is; in service it is given 1.5 s."""

_LAST_WORDS = 2000
"""So much of what Rasa says is shown where it fails (letters)."""


class NotInstalledError(Exception):
    """An engine that is not there; the message says how to get it."""


class FailedError(Exception):
    """An engine that did not train or start; the message holds its last words."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One engine, ready to be asked.

    Attributes:
        engine: Itself.
        thresholds: Its own, where it has some.
        process: The server it runs in.
        start_seconds: From its start to its first answer.
        training_seconds: By the clock on the wall.
        training_cpu_seconds: Of all cores together.
    """

    engine: Engine
    thresholds: Thresholds | None
    process: "subprocess.Popen[bytes]"
    start_seconds: float
    training_seconds: float
    training_cpu_seconds: float

    def memory_mb(self) -> int:
        """This will tell what its process holds now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return round(int(line.split()[1]) / 1024)
        raise RuntimeError("the process tells nothing of its memory")


class _NoStandIn:
    """Behind an engine that is measured stands nobody: figures of another are worse than none."""

    def guess(self, text: str) -> Guess:  # noqa: ARG002 - the interface's name
        """This will fail."""
        raise RuntimeError("the engine that is measured did not answer")


@contextmanager
def embedded(folder: Path) -> Iterator[Row]:
    """This will train the embedded engine and ask it in this process; memory and start are of one by itself."""
    with _in_process(best_encoder(), folder) as row:
        yield row


@contextmanager
def letters_only(folder: Path) -> Iterator[Row]:
    """This will do the same without the sentence encoder."""
    with _in_process(NoEncoder(), folder) as row:
        yield row


@contextmanager
def _in_process(encoder: Encoder, folder: Path) -> Iterator[Row]:
    wall, spent = time.perf_counter(), time.process_time()
    model = kept_model(folder, encoder, anew=True)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    code = "import sys; from benchmarks._engines import stand_by; stand_by(sys.argv[1], sys.argv[2])"
    began = time.perf_counter()
    # It lives as long as it can read from here: also where this process is killed, it ends.
    with (
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder), encoder.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process,
        _ended(process),
    ):
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError("the embedded engine did not start by itself")
        yield Row(
            engine=EmbeddedEngine(model, encoder),
            thresholds=model.thresholds,
            process=process,
            start_seconds=round(time.perf_counter() - began, 1),
            training_seconds=round(wall, 1),
            training_cpu_seconds=round(spent, 1),
        )


def stand_by(folder: str, encoder_name: str) -> None:
    """This will load the embedded engine in a process of its own, answer once, and wait to be measured."""
    encoder = best_encoder() if encoder_name != NoEncoder.name else NoEncoder()
    EmbeddedEngine(kept_model(Path(folder), encoder), encoder).guess("hello")
    print("ready", flush=True)
    sys.stdin.read()


@contextmanager
def rasa(pipeline: str, folder: Path) -> Iterator[Row]:
    """This will train one of Rasa's pipelines and serve it by Rasa's own server.

    Raises:
        NotInstalledError: `make rasa` was not done.
        FailedError: Rasa did not train or serve it.
    """
    if not VENV_PYTHON.exists():
        raise NotInstalledError(f"Rasa is not installed: {HOW_TO_GET_IT}")
    HOME.mkdir(parents=True, exist_ok=True)
    # What this deployment has learnt from use stays out: all engines learn the same.
    surroundings = {**environment(), "AURA_VAR": str(folder / "nothing learnt")}
    cost = _trained(pipeline, folder, surroundings)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    said = folder / f"{pipeline}-serving.log"
    began = time.perf_counter()
    with (
        said.open("wb") as log,
        subprocess.Popen(
            [str(VENV_PYTHON), "-m", "nlu.rasa.serve", "--model", cost["model"], "--port", str(port)],
            env={**surroundings, "AURA_NLU_TOKEN": TOKEN},
            cwd=folder,
            stdout=log,
            stderr=log,
        ) as process,
        _ended(process),
    ):
        _wait_for(address, process, said)
        parser = RemoteParser(address=address, token=TOKEN, clock=time.monotonic, seconds=_PATIENCE)
        try:
            engine = RelayedEngine(parser, _NoStandIn(), known_intents())
            engine.guess("hello")
            yield Row(
                engine=engine,
                thresholds=None,
                process=process,
                start_seconds=round(time.perf_counter() - began, 1),
                training_seconds=cost["seconds"],
                training_cpu_seconds=cost["cpu_seconds"],
            )
        finally:
            parser.close()


def _trained(pipeline: str, folder: Path, surroundings: dict[str, str]) -> dict[str, Any]:
    """This will train in Rasa's environment, and give what it cost and where the model is."""
    said = folder / f"{pipeline}-training.log"
    try:
        with said.open("wb") as log:
            done = subprocess.run(
                [str(VENV_PYTHON), "-m", "nlu.rasa.train", pipeline],
                env=surroundings,
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=log,
                check=True,
                timeout=TRAINING_SECONDS,
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise FailedError(f"Rasa did not train {pipeline} ({error}): {_end_of(said)}") from error
    cost: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return cost


def _wait_for(address: str, process: "subprocess.Popen[bytes]", said: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise FailedError(
                f"Rasa ended with code {process.returncode} before it answered: {_end_of(said)}"
            )
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - loopback, written above
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise FailedError(f"Rasa did not answer within {START_SECONDS:.0f} s: {_end_of(said)}")


def _end_of(said: Path) -> str:
    return said.read_text(encoding="utf-8", errors="replace")[-_LAST_WORDS:].strip()


@contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """This will end the process when the block is left, however it is left."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
