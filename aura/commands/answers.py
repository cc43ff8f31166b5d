"""How commands answer: JSON for programs, words for people, one line for a fault."""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn

import typer


def print_json(value: Mapping[str, object] | Sequence[object]) -> None:
    """This will print a value as JSON that people can read too."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def refuse(message: str, *, code: int = 1) -> NoReturn:
    """This will say in one line what is wrong and end with this exit code (2: wrong use)."""
    typer.secho(message, err=True, fg=typer.colors.RED)
    raise typer.Exit(code)
