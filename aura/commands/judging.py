"""`aura nlu evaluate` and `aura nlu lint`: how well messages are understood, and what is wrong with the training files."""

from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from aura.clock import real_now
from aura.commands.answers import print_json, refuse
from aura.understanders import learnt_model, open_understander, var_folder
from nlu.encoder import best_encoder
from nlu.evaluate import evaluate
from nlu.examples import BadExamplesError, all_examples
from nlu.floors import below_floors
from nlu.lint import findings, texts_of
from nlu.report import as_markdown
from nlu.schuster import evaluate_schuster

ZONE = ZoneInfo("Asia/Bangkok")
_LONG = ("by_intent", "confusions", "mistakes")  # These stand in the report and in the JSON.
JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def add_to(nlu: typer.Typer) -> None:
    """This will add the commands to `aura nlu`."""
    nlu.command("evaluate")(evaluate_file)
    nlu.command("lint")(lint)


def evaluate_file(
    file: Annotated[
        Path | None, typer.Argument(help="TSV: text, intent, and optionally entities as JSON or the style.")
    ] = None,
    *,
    as_json: JSON = False,
    report: Annotated[Path | None, typer.Option(help="Also write a report here, as Markdown.")] = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Judge the product's own model, whatever was learnt from use.")
    ] = False,
    floors: Annotated[bool, typer.Option("--floors", help="Fail if a figure is below its floor.")] = False,
    schuster: Annotated[
        Path | None, typer.Option(help="Judge by the Thai data of Schuster et al. in this folder instead.")
    ] = None,
) -> None:
    """Judge the model in use, learnt from use or the product's own, on texts it was not trained on."""
    if (file is None) == (schuster is None):
        refuse("name one file, or a folder with --schuster", code=2)
    place = file or schuster or Path()
    try:
        if schuster is not None:
            _tell(evaluate_schuster(schuster, best_encoder()), as_json=as_json)
            return
        model = None if shipped else learnt_model(var_folder())
        found = evaluate(place, open_understander(model=model), now=real_now(), zone=ZONE)
    except OSError as error:
        refuse(f"{place} cannot be read: {error.strerror}", code=2)
    except ValueError as error:
        refuse(str(error), code=2)
    below = below_floors(found, name=place.name) if floors else ()
    if report:
        report.write_text(as_markdown(found, of=place.name, below=below), encoding="utf-8")
    _tell(found, as_json=as_json)
    if below:
        refuse("; ".join(below))


def lint(
    judged_by: Annotated[
        list[Path] | None, typer.Argument(help="TSV files whose texts must not be trained on, nor nearly.")
    ] = None,
    *,
    as_json: JSON = False,
) -> None:
    """Say what a careful reader would object to in the training files; exit 1 if there is anything."""
    try:
        texts = [text for file in judged_by or () for text in texts_of(file)]
        examples = all_examples()
    except OSError as error:
        refuse(f"{error.filename} cannot be read: {error.strerror}", code=2)
    except (UnicodeDecodeError, BadExamplesError) as error:
        refuse(str(error), code=2)
    found = findings(examples, judged_by=texts)
    if as_json:
        objections = [{"rule": one.rule, "intent": one.intent, "texts": one.texts} for one in found]
        print_json({"utterances": len(examples), "judged_by": len(texts), "objections": objections})
    else:
        for one in found:
            typer.echo(str(one))
        typer.echo(f"{len(examples)} utterances, {len(texts)} to judge by, {len(found)} objections")
    if found:
        raise typer.Exit(1)


def _tell(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        if name not in _LONG:
            typer.echo(f"{name:20} {value}")
