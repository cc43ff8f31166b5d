"""`aura bench NAME`: the benchmarks, as ratios measured in one run against a named baseline."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from aura.commands.answers import print_json, refuse

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def add_to(app: typer.Typer) -> None:
    """This will add the command to the app."""
    app.command("bench")(bench)


def names() -> list[str]:
    """This will list the benchmarks there are."""
    return sorted(file.stem for file in BENCHMARKS.glob("*.py") if not file.stem.startswith("_"))


def bench(
    name: Annotated[str, typer.Argument(help=f"Which benchmark: {', '.join(names())}.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Measure something beside its baseline, in one run."""
    if name not in names():
        refuse(f"there is no benchmark {name!r}; there are: {', '.join(names()) or 'none here'}", code=2)
    typer.echo(f"measuring {name}…", err=True)
    found = _load(name)()
    if as_json:
        print_json(found)
        return
    typer.echo(f"{found['name']}: ratio {found['ratio']}  ({found['baseline']})")
    for figure, value in found["figures"].items():
        typer.echo(f"  {figure:32} {value}")


def _load(name: str) -> Callable[[], dict[str, Any]]:
    """This will load a benchmark from the checkout; benchmarks are no part of what is installed."""
    sys.path.insert(0, str(BENCHMARKS.parent))
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", BENCHMARKS / f"{name}.py")
    if spec is None or spec.loader is None:
        refuse(f"the benchmark {name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    run: Callable[[], dict[str, Any]] = module.run
    return run
