"""`aura understand` and `aura nlu`: what the bot makes of a text, training it, and how well it does."""

import os
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from aura.clock import real_now
from aura.commands import learning
from aura.commands.answers import print_json, refuse
from aura.commands.parsing import serve
from aura.elsewhere import parser_of, relayed
from aura.understanders import follow_understander, open_understander
from aura.understanding_settings import engine_in
from nlu.evaluate import evaluate
from nlu.floors import below_floors
from nlu.report import as_markdown

ZONE = ZoneInfo("Asia/Bangkok")
_LONG = ("by_intent", "confusions", "mistakes")  # These stand in the report and in the JSON.
JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def add_to(app: typer.Typer) -> None:
    """This will add the commands to the app."""
    app.command("understand")(understand)
    nlu = typer.Typer(help="Train and judge the understanding of texts.", no_args_is_help=True)
    learning.add_to(nlu)
    nlu.command("evaluate")(evaluate_file)
    nlu.command("serve")(serve)
    app.add_typer(nlu, name="nlu")


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
    parser = parser_of(engine_in(os.environ, engine=engine))
    found = follow_understander(
        Path(os.environ.get("AURA_VAR", "var")), elsewhere=relayed(parser)
    ).understand(text, now=real_now(), zone=ZONE)
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


def evaluate_file(
    file: Annotated[
        Path, typer.Argument(help="TSV: text, intent, and optionally entities as JSON or the style.")
    ],
    *,
    as_json: JSON = False,
    report: Annotated[Path | None, typer.Option(help="Also write a report here, as Markdown.")] = None,
    floors: Annotated[bool, typer.Option("--floors", help="Fail if a figure is below its floor.")] = False,
) -> None:
    """Judge the engine on texts it was not trained on."""
    try:
        found = evaluate(file, open_understander(), now=real_now(), zone=ZONE)
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}", code=2)
    except ValueError as error:
        refuse(str(error), code=2)
    below = below_floors(found, name=file.name) if floors else ()
    if report:
        report.write_text(as_markdown(found, of=file.name, below=below), encoding="utf-8")
    if as_json:
        print_json(found)
    else:
        for name, value in found.items():
            if name not in _LONG:
                typer.echo(f"{name:20} {value}")
    if below:
        refuse("; ".join(below))
