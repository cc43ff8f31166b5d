"""`aura nlu serve`: an engine as a server of its own, for other machines or other programs."""

import os
from typing import Annotated, Literal

import typer
import uvicorn

from aura.commands.answers import refuse
from aura.hearing import CACHE
from aura.logs import set_up_logs
from aura.parsing import parsing_app
from aura.server import PortTakenError, listen
from aura.understanding_settings import LOOPBACK
from nlu.embedded import load_engine
from nlu.rasa.places import HOME, HOW_TO_GET_IT, PIPELINES, VENV_PYTHON, environment, model_file

TOKEN = "AURA_NLU_TOKEN"  # noqa: S105 - the variable's name


def serve(
    *,
    engine: Annotated[Literal["embedded", "rasa"], typer.Option(help="Which engine answers.")] = "embedded",
    host: Annotated[
        str, typer.Option(help="Where to listen; texts travel in the clear there.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Where to listen.")] = 5005,
    pipeline: Annotated[
        str, typer.Option(help=f"Of Rasa's, which model: {', '.join(PIPELINES)}.")
    ] = PIPELINES[0],
) -> None:
    """Serve /model/parse, in Rasa's own shape, to whoever has AURA_NLU_TOKEN."""
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
        app = parsing_app(load_engine(CACHE), token=token)
        # No access log: the token stands in each address.
        uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning")).run(sockets=[listening])


def _become_rasa(pipeline: str, *, host: str, port: int, token: str) -> None:
    """This will let Rasa's server take this process's place; it never comes back."""
    if pipeline not in PIPELINES:
        refuse(f"there is no pipeline {pipeline!r}; there are: {', '.join(PIPELINES)}", code=2)
    model = model_file(pipeline)
    if not VENV_PYTHON.exists():
        refuse(f"Rasa is not installed: {HOW_TO_GET_IT}")
    if not model.exists():
        how = f"{VENV_PYTHON} -m nlu.rasa.train {pipeline}" if pipeline != PIPELINES[0] else "make rasa"
        refuse(f"Rasa has no model of today's data and code: run `{how}`")
    HOME.mkdir(parents=True, exist_ok=True)
    program = [str(VENV_PYTHON), "-m", "nlu.rasa.serve"]
    told = ["--model", str(model), "--host", host, "--port", str(port)]
    os.execve(program[0], [*program, *told], {**environment(), TOKEN: token})  # noqa: S606 - our own program
