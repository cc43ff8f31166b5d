"""`aura demo`, `aura story`: showing it."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from aura.alone import NotAloneError
from aura.commands.answers import print_json, refuse
from aura.demo import run_demo
from aura.logs import set_up_logs
from aura.server import PortTakenError
from aura.story import Step, tell_story
from vision.samples import SampleMissing, sample_progress_photo, sample_selfie


def add_to(app: typer.Typer) -> None:
    """This will add the commands to the app."""
    app.command("demo")(demo)
    app.command("story")(story)


def demo(
    *,
    port: Annotated[int, typer.Option(help="Of 127.0.0.1.")] = 8000,
    var: Annotated[Path, typer.Option(help="Where the demo keeps its files.")] = Path("var/demo"),
    fresh: Annotated[bool, typer.Option(help="Begin anew, with the seeded customers only.")] = False,
) -> None:
    """Serve the demo clinic: three phones, the owner's page and a clock that can be moved."""
    set_up_logs(level="WARNING", pretty=sys.stderr.isatty())
    try:
        run_demo(port=port, var=var, fresh=fresh, say=typer.echo)
    except (PortTakenError, NotAloneError) as taken:
        refuse(str(taken))


def story(
    *,
    selfie: Annotated[
        Path | None, typer.Option(help="Any photo of one face; a sample where left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Play the whole clinic story, headless, against LINE's double, with a real photo and a moved clock."""
    set_up_logs(level="CRITICAL")
    try:
        photo = (selfie or sample_selfie()).read_bytes()
        progress = photo if selfie else sample_progress_photo().read_bytes()
    except SampleMissing as missing:
        refuse(str(missing), code=2)
    except OSError as error:
        refuse(f"{selfie} cannot be read: {error.strerror}", code=2)

    def show(step: Step) -> None:
        if not as_json:
            mark = (
                typer.style("✓", fg=typer.colors.GREEN) if step.ok else typer.style("✗", fg=typer.colors.RED)
            )
            typer.echo(f"\n{mark} {step.name}  ({step.seconds:.1f} s)")
            for line in step.transcript:
                typer.echo(f"    {line}")
            if step.trouble:
                typer.secho(f"    {step.trouble}", fg=typer.colors.RED)

    told = asyncio.run(tell_story(photo, progress=progress, show=show))
    if as_json:
        print_json(told.to_json())
    elif told.violations:
        typer.secho(
            f"{len(told.violations)} requests broke LINE's contract: {told.violations[:3]}",
            fg=typer.colors.RED,
        )
    if not told.ok:
        raise typer.Exit(1)
