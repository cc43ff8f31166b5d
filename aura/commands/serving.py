"""`aura serve`: one process of a deployment."""

import socket
import sys
from typing import Annotated

import structlog
import typer
import uvicorn

from aura.alone import NotAloneError, only_process
from aura.commands.answers import refuse
from aura.deployment import settings_or_refuse
from aura.doctor import examine
from aura.logs import set_up_logs
from aura.roles import ProcessRole, in_words, roles_named
from aura.server import SHUTDOWN_SECONDS, PatientServer, PortTakenError, listen
from aura.service import Service
from aura.settings import Settings
from workflow.store.engine import TablesHeldError

log = structlog.get_logger(__name__)


def add_to(app: typer.Typer) -> None:
    """This will add the command to the app."""
    app.command("serve")(serve)


def serve(
    *,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Where to listen; 0 takes a free one and logs it.")] = 8000,
    role: Annotated[
        str,
        typer.Option(help="What this process does: all, or some of web, worker, vision with commas between."),
    ] = "all",
) -> None:
    """Serve this deployment: the web app and its workers, in one process or one for each role."""
    try:
        roles = roles_named(role)
    except ValueError as wrong:
        refuse(f"--role: {wrong}", code=2)
    settings = settings_or_refuse()
    set_up_logs(pretty=sys.stderr.isatty())
    missing = [found for found in examine(settings, roles) if not found.ok and found.needed]
    if missing:
        refuse("; ".join(f"{found.what}: {found.advice}" for found in missing))
    try:
        listening = listen(host, port)
    except PortTakenError as taken:
        refuse(str(taken))
    with listening:
        try:
            with only_process(settings.database, roles=roles):
                _serve(settings, roles=roles, listening=listening)
        except NotAloneError as other:
            refuse(str(other))
        except TablesHeldError as held:
            refuse(f"the tables could not be brought up to date: {held}")


def _serve(settings: Settings, *, roles: frozenset[ProcessRole], listening: socket.socket) -> None:
    host, port, *_ = listening.getsockname()
    log.info("server.listening", host=host, port=port, roles=in_words(roles))
    service = Service(settings, roles=roles)
    if ProcessRole.WEB in roles:
        service.pages.add_to(service.app, secure=settings.bot.public_url.startswith("https://"))
    config = uvicorn.Config(service.app, access_log=False, timeout_graceful_shutdown=SHUTDOWN_SECONDS)
    PatientServer(config, service).run(sockets=[listening])
