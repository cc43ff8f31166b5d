"""`aura chaos`: kill and break everything under load, and prove that nothing was lost or doubled."""

import asyncio
import importlib
import secrets
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from aura.commands.answers import print_json, refuse
from aura.logs import set_up_logs
from vision.samples import SampleMissing, sample_selfie

CHECKOUT = Path(__file__).resolve().parents[2]


class Store(StrEnum):
    """What the run stores in, and with it how many processes there are."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def add_to(app: typer.Typer) -> None:
    """This will add the command to the app."""
    app.command("chaos")(chaos)


def chaos(
    *,
    seconds: Annotated[float, typer.Option(min=5, help="How long things are broken.")] = 120,
    store: Annotated[
        Store, typer.Option(help="sqlite: one process. postgres: two web, two workers, one vision, Redis.")
    ] = Store.POSTGRES,
    people: Annotated[int, typer.Option(min=1, help="How many customers write.")] = 30,
    selfies: Annotated[int, typer.Option(min=0, help="How many of them send a selfie and are treated.")] = 6,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two breaks, on average.")] = 3.0,
    seed: Annotated[int | None, typer.Option(help="Of the dice; another each time where left out.")] = None,
    keyless: Annotated[
        bool, typer.Option("--keyless", help="A channel that knows no retry keys, as Messenger.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Play the clinic's story under load while everything is killed, and prove from the tables what came of it."""
    set_up_logs(level="CRITICAL")
    perform, plan_of, chaos_error = _harness()
    try:
        selfie = sample_selfie().read_bytes()
    except SampleMissing as missing:
        refuse(str(missing), code=2)
    plan = plan_of(
        seconds=seconds,
        store=store.value,
        seed=secrets.randbelow(10**6) if seed is None else seed,
        people=people,
        selfies=min(selfies, people),
        selfie=selfie,
        every=every,
        keyless=keyless,
    )
    # Told to stop in whatever way, everything it started is taken down first; also where whoever started it in the
    # background had it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        with _progress() as say:
            found = asyncio.run(perform(plan, say=say))
    except chaos_error as error:
        refuse(str(error))
    except KeyboardInterrupt:
        refuse("stopped; everything that was started has ended", code=130)
    if as_json:
        print_json(found.to_json())
    else:
        _show(found.to_json())
    if not found.ok:
        raise typer.Exit(1)


def _harness() -> tuple[Callable[..., Any], Callable[..., Any], type[Exception]]:
    """This will load the harness from the checkout; like the benchmarks it is no part of what is installed."""
    if not (CHECKOUT / "benchmarks" / "chaos").is_dir():
        refuse("aura chaos runs from a checkout of BN-Aura only", code=2)
    sys.path.insert(0, str(CHECKOUT))
    drama = importlib.import_module("benchmarks.chaos.drama")
    scenery = importlib.import_module("benchmarks.chaos.scenery")
    children = importlib.import_module("benchmarks.chaos.children")
    return drama.perform, scenery.Plan, children.ChaosError


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """This will show what is going on and how far it is, on stderr."""
    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True)) as bar:
        shown = bar.add_task("", total=1.0)
        yield lambda words, done: bar.update(shown, description=words, completed=done)


def _show(found: Mapping[str, Any]) -> None:
    for name, value in found.items():
        if name != "found":
            typer.echo(f"{name:20} {value}")
    for fault in found["found"]:
        typer.secho(f"{fault['kind']}: {fault['about']}  ({fault['proof']})", fg=typer.colors.RED)
    typer.secho("nothing was lost, doubled or swapped" if found["ok"] else "NOT OK", bold=True)
