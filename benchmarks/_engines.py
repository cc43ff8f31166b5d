"""The engines that are compared: each trained anew, each in a process of its own, each asked as it would be in service."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from nlu.embedded import EmbeddedEngine, kept_model
from nlu.encoder import Encoder, NoEncoder, best_encoder
from nlu.engine import Engine, Guess
from nlu.examples import known_intents
from nlu.model import Thresholds
from nlu.rasa.places import HOME, HOW_TO_GET_IT, ROOT, VENV_PYTHON, environment
from nlu.remote import RelayedEngine, RemoteParser

TOKEN = "benchmark-token-0123456789"  # noqa: S105 - of a server that lives for one measurement, on loopback
START_SECONDS = 180.0
_PATIENCE = 30.0
"""Here an engine is measured, however slow it is; in service it is given 1.5 s."""


class NotInstalledError(Exception):
    """An engine that is not there; the message says how to get it."""


@dataclass
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
    parser: RemoteParser | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.parser is not None:
            self.parser.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

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


def embedded(folder: Path) -> Row:
    """This will train the embedded engine and ask it in this process; memory and start are of one by itself."""
    return _in_process(best_encoder(), folder)


def letters_only(folder: Path) -> Row:
    """This will do the same without the sentence encoder."""
    return _in_process(NoEncoder(), folder)


def _in_process(encoder: Encoder, folder: Path) -> Row:
    wall, spent = time.perf_counter(), time.process_time()
    model = kept_model(folder, encoder, anew=True)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    code = "import sys; from benchmarks._engines import stand_by; stand_by(sys.argv[1], sys.argv[2])"
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder), encoder.name], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None  # noqa: S101 - PIPE was asked for
    if process.stdout.readline() != b"ready\n":
        raise RuntimeError("the embedded engine did not start by itself")
    started = time.perf_counter() - began
    process.stdout.close()
    return Row(
        engine=EmbeddedEngine(model, encoder),
        thresholds=model.thresholds,
        process=process,
        start_seconds=round(started, 1),
        training_seconds=round(wall, 1),
        training_cpu_seconds=round(spent, 1),
    )


def stand_by(folder: str, encoder_name: str) -> None:
    """This will load the embedded engine in a process of its own, answer once, and wait to be measured."""
    encoder = best_encoder() if encoder_name != NoEncoder.name else NoEncoder()
    EmbeddedEngine(kept_model(Path(folder), encoder), encoder).guess("hello")
    print("ready", flush=True)
    time.sleep(3600)


def rasa(pipeline: str, folder: Path) -> Row:
    """This will train one of Rasa's pipelines and serve it by Rasa's own server.

    Raises:
        NotInstalledError: `make rasa` was not done.
    """
    if not VENV_PYTHON.exists():
        raise NotInstalledError(f"Rasa is not installed: {HOW_TO_GET_IT}")
    HOME.mkdir(parents=True, exist_ok=True)
    trained = subprocess.run(
        [str(VENV_PYTHON), "-m", "nlu.rasa.train", pipeline],
        env=environment(),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    cost = json.loads(trained.stdout.splitlines()[-1])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        str(VENV_PYTHON),
        "-m",
        "nlu.rasa.serve",
        "--model",
        cost["model"],
        "--port",
        str(port),
    ]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**environment(), "AURA_NLU_TOKEN": TOKEN},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    _wait_for(address, process)
    parser = RemoteParser(address=address, token=TOKEN, clock=time.monotonic, seconds=_PATIENCE)
    engine = RelayedEngine(parser, _NoStandIn(), known_intents())
    engine.guess("hello")
    return Row(
        engine=engine,
        thresholds=None,
        process=process,
        start_seconds=round(time.perf_counter() - began, 1),
        training_seconds=cost["seconds"],
        training_cpu_seconds=cost["cpu_seconds"],
        parser=parser,
    )


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"Rasa ended with code {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - loopback, written above
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"Rasa did not answer within {START_SECONDS:.0f} s")
