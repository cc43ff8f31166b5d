"""`aura bench NAME [FOLDER]`: the benchmarks, as ratios measured in one run against a named baseline."""

import importlib.util
import inspect
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
    folder: Annotated[Path | None, typer.Argument(help="Of photos, for those that measure some.")] = None,
    *,
    file: Annotated[Path | None, typer.Option(help="Of texts, for those that judge by some.")] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="Rows to leave out, for those that measure several.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Measure something beside its baseline, in one run."""
    name = name.replace("-", "_")
    if name not in names():
        refuse(f"there is no benchmark {name!r}; there are: {', '.join(names()) or 'none here'}", code=2)
    run = _load(name)
    given = _given(name, run, folder)
    typer.echo(f"measuring {name}…", err=True)
    found = run(*given, **_named(name, run, file), **_without(name, run, without or []))
    if as_json:
        print_json(found)
    else:
        _show(found)
    if found.get("missing"):
        refuse("; ".join(f"{row} was not measured: {why}" for row, why in found["missing"].items()))


def _show(found: dict[str, Any]) -> None:
    """This will show what was found to a person."""
    typer.echo(f"{found['name']}: ratio {found['ratio']}  ({found['baseline']})")
    for figure, value in found["figures"].items():
        if not (isinstance(value, dict) and "table" in found):
            typer.echo(f"  {figure:32} {value}")
        elif all(isinstance(one, str | int | float) for one in value.values()):
            typer.echo(f"  {figure:32} {', '.join(f'{key} {one}' for key, one in value.items()) or 'none'}")
    if "table" in found:
        typer.echo(f"\n{found['table']}")


def _given(name: str, run: Callable[..., dict[str, Any]], folder: Path | None) -> list[Path]:
    """This will check the folder: only some benchmarks take one, and it must hold something."""
    if folder is None:
        return []
    if not set(inspect.signature(run).parameters) - {"file", "without"}:
        refuse(f"the benchmark {name} takes no folder", code=2)
    if not folder.is_dir():
        refuse(f"there is no folder {folder}", code=2)
    if next(folder.iterdir(), None) is None:
        refuse(f"the folder {folder} is empty", code=2)
    return [folder]


def _named(name: str, run: Callable[..., dict[str, Any]], file: Path | None) -> dict[str, Path]:
    """This will check the file: only some benchmarks take one, and it must be there."""
    if file is None:
        return {}
    if "file" not in inspect.signature(run).parameters:
        refuse(f"the benchmark {name} takes no file", code=2)
    if not file.is_file():
        refuse(f"there is no file {file}", code=2)
    return {"file": file}


def _without(name: str, run: Callable[..., dict[str, Any]], rows: list[str]) -> dict[str, list[str]]:
    """This will check that the benchmark has rows to leave out."""
    if rows and "without" not in inspect.signature(run).parameters:
        refuse(f"the benchmark {name} has no rows to leave out", code=2)
    return {"without": rows} if rows else {}


def _load(name: str) -> Callable[..., dict[str, Any]]:
    """This will load a benchmark from the checkout; benchmarks are no part of what is installed."""
    sys.path.insert(0, str(BENCHMARKS.parent))
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", BENCHMARKS / f"{name}.py")
    if spec is None or spec.loader is None:
        refuse(f"the benchmark {name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    run: Callable[..., dict[str, Any]] = module.run
    return run
