"""`aura understand` and `aura nlu`: what the bot makes of a text, training it, and how well it does."""

import os
import sys
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from aura.clock import real_now
from aura.commands import judging, learning
from aura.commands.answers import print_json
from aura.commands.parsing import serve, train_rasa
from aura.elsewhere import parser_of, relayed
from aura.logs import set_up_logs
from aura.understanders import follow_understander, var_folder
from aura.understanding_settings import engine_in

ZONE = ZoneInfo("Asia/Bangkok")
JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def add_to(app: typer.Typer) -> None:
    """This will add the commands to the app."""
    app.command("understand")(understand)
    nlu = typer.Typer(
        help="Train and judge the understanding of texts.", no_args_is_help=True, callback=_log_aside
    )
    learning.add_to(nlu)
    judging.add_to(nlu)
    nlu.command("serve")(serve)
    nlu.command("train-rasa")(train_rasa)
    app.add_typer(nlu, name="nlu")


def _log_aside() -> None:
    # What a program reads stands on stdout alone.
    set_up_logs(level="WARNING", pretty=sys.stderr.isatty())


def understand(
    text: Annotated[str, typer.Argument(help="What a customer might write, in Thai or English.")],
    *,
    as_json: JSON = False,
    engine: Annotated[
        Literal["embedded", "rasa"],
        typer.Option(help="rasa is asked at AURA_NLU_URL with AURA_NLU_TOKEN."),
    ] = "embedded",
) -> None:
    """Say what the bot makes of a text."""
    _log_aside()
    parser = parser_of(engine_in(os.environ, engine=engine))
    understander = follow_understander(var_folder(), elsewhere=relayed(parser))
    found = understander.understand(text, now=real_now(), zone=ZONE)
    if parser is not None:
        parser.close()
    if found.engine != engine:
        typer.secho(f"{engine} did not answer; {found.engine} did instead", err=True, fg=typer.colors.YELLOW)
    if as_json:
        print_json(found.to_json())
        return
    typer.echo(
        f"{found.intent}  {found.confidence:.2f}" + ("  (not sure: would ask)" if found.fallback else "")
    )
    for entity in found.entities:
        typer.echo(f"  {entity.entity}: {entity.value}  ({entity.text})")
    if found.urgent:
        typer.secho(
            f"  urgent: {', '.join(found.red_flags) or 'describes a side effect'}", fg=typer.colors.RED
        )
