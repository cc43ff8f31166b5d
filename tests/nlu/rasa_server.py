"""Rasa itself for tests: started once, with the model that `make rasa` trained."""

import http.client
import json
import os
import signal
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from nlu.rasa.places import HOME, PIPELINES, VENV_PYTHON, environment, learned_files, model_file
from tests.servers.processes import Server, free_port, new_folder

TOKEN = "rasa-token-0123456789"
START_SECONDS = 100
MISSING = "RASA IS NOT TESTED: it is not installed, or its model is not of the product's own data of today; `make rasa` mends it"


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    body: Any


def served_rasa() -> tuple[Server, str]:
    """Start Rasa's server as `aura nlu serve --engine rasa` does; skip where there is none, unless RASA_EXPECTED is set."""
    if learned_files() or not VENV_PYTHON.exists() or not model_file(PIPELINES[0]).exists():
        if os.environ.get("RASA_EXPECTED"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    HOME.mkdir(parents=True, exist_ok=True)
    port = free_port()
    model = str(model_file(PIPELINES[0]))
    server = Server.start(
        [str(VENV_PYTHON), "-m", "nlu.rasa.serve", "--model", model, "--port", str(port)],
        folder=new_folder("rasa"),
        stop_signal=signal.SIGTERM,
        environment={**environment(), "AURA_NLU_TOKEN": TOKEN},
    )
    address = f"http://127.0.0.1:{port}"
    server.wait_until(lambda: _lives(address), what="Rasa", seconds=START_SECONDS)
    return server, address


def _lives(address: str) -> bool:
    try:
        return request(address, "/", token="").status == 200
    except OSError:
        return False


def request(address: str, path: str, *, token: str, method: str = "GET", body: object = None) -> Answered:
    """Ask a server something; bytes are sent as they are, anything else as JSON."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        asked = f"{path}?token={quote(token)}" if token else path
        connection.request(method, asked, sent)
        reply = connection.getresponse()
        raw = reply.read()
    finally:
        connection.close()
    try:
        return Answered(reply.status, json.loads(raw))
    except ValueError:
        return Answered(reply.status, raw)


def parsed(address: str, text: str) -> Any:
    """Have a text parsed."""
    return request(address, "/model/parse", token=TOKEN, method="POST", body={"text": text}).body
