"""`aura understand` and `aura nlu`: what the bot makes of a text, training it, and how well it does."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from aura.clock import real_now
from aura.commands.answers import print_json, refuse
from aura.hearing import CACHE, open_understander
from nlu import train_model
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
    nlu.command("train")(train)
    nlu.command("evaluate")(evaluate_file)
    app.add_typer(nlu, name="nlu")


def understand(
    text: Annotated[str, typer.Argument(help="What a customer might write, in Thai or English.")],
    *,
    as_json: JSON = False,
    engine: Annotated[str, typer.Option(help="embedded (the engine that needs nothing else).")] = "embedded",
) -> None:
    """Say what the bot makes of a text."""
    if engine != "embedded":
        refuse(f"there is no engine {engine!r} here; this build has: embedded", code=2)
    found = open_understander().understand(text, now=real_now(), zone=ZONE)
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


def train() -> None:
    """Train the embedded engine anew from its data; some seconds."""
    typer.echo("training…", err=True)
    model = train_model(CACHE)
    typer.echo(f"ready: {model.name}")


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
