"""`aura nlu serve` and `train-rasa`: an engine as a server of its own, for other machines or other programs."""

import json
import os
import subprocess
from pathlib import Path
from typing import Annotated, Literal

import typer
import uvicorn

from aura.commands.answers import refuse
from aura.logs import set_up_logs
from aura.parsing import parsing_app
from aura.server import PortTakenError, listen
from aura.understanders import open_engine, var_folder
from aura.understanding_settings import LOOPBACK
from nlu.rasa.places import HOME, HOW_TO_GET_IT, PIPELINES, VENV_PYTHON, environment, model_file

TOKEN = "AURA_NLU_TOKEN"  # noqa: S105 - the variable's name
_LAST_WORDS = 600
"""So much of what Rasa says is shown where it fails (letters)."""

Pipeline = Annotated[str, typer.Option(help=f"Of Rasa's, which model: {', '.join(PIPELINES)}.")]


def serve(
    *,
    engine: Annotated[Literal["embedded", "rasa"], typer.Option(help="Which engine answers.")] = "embedded",
    host: Annotated[
        str, typer.Option(help="Where to listen; texts travel in the clear there.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Where to listen.")] = 5005,
    pipeline: Pipeline = PIPELINES[0],
) -> None:
    """Serve /model/parse, in Rasa's own shape, to whoever has AURA_NLU_TOKEN, with the model in use."""
    token = os.environ.get(TOKEN, "")
    if not token:
        refuse(f"the environment must set {TOKEN}: `openssl rand -hex 32` makes one", code=2)
    if host not in LOOPBACK:
        typer.echo("what people write will travel in the clear here: keep it to a private network", err=True)
    if engine == "rasa":
        _become_rasa(pipeline, host=host, port=port, token=token)
    set_up_logs()
    try:
        listening = listen(host, port)
    except PortTakenError as taken:
        refuse(str(taken))
    with listening:
        app = parsing_app(open_engine(var_folder()), token=token)
        # No access log: the token stands in each address.
        uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning")).run(sockets=[listening])


def train_rasa(*, pipeline: Pipeline = PIPELINES[0]) -> None:
    """Have Rasa train on the product's data and on what is in use of what was reviewed, where it did not yet."""
    typer.echo(f"ready: {_ready_model(pipeline).name}; a server that runs has it when it is started again")


def _become_rasa(pipeline: str, *, host: str, port: int, token: str) -> None:
    """This will let Rasa's server take this process's place; it never comes back."""
    model = _ready_model(pipeline)
    program = [str(VENV_PYTHON), "-m", "nlu.rasa.serve"]
    told = ["--model", str(model), "--host", host, "--port", str(port)]
    os.execve(program[0], [*program, *told], {**environment(), TOKEN: token})  # noqa: S606 - our own program


def _ready_model(pipeline: str) -> Path:
    """This will name Rasa's model of today's data and code and of what is in use, and have Rasa train it where it is missing."""
    if pipeline not in PIPELINES:
        refuse(f"there is no pipeline {pipeline!r}; there are: {', '.join(PIPELINES)}", code=2)
    if not VENV_PYTHON.exists():
        refuse(f"Rasa is not installed: {HOW_TO_GET_IT}")
    HOME.mkdir(parents=True, exist_ok=True)
    model = model_file(pipeline)
    if model.exists():
        return model
    typer.echo(f"Rasa trains {model.name}, a minute or so (diet: a quarter of an hour)…", err=True)
    done = subprocess.run(  # noqa: S603 - our own program
        [str(VENV_PYTHON), "-m", "nlu.rasa.train", pipeline],
        env=environment(),
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        refuse(f"Rasa did not train (exit code {done.returncode}): {done.stderr[-_LAST_WORDS:].strip()}")
    return Path(json.loads(done.stdout.splitlines()[-1])["model"])
