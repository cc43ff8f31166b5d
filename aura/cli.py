"""The `aura` command. Exit codes: 0 done, 1 refused or a check failed, 2 wrong use."""

import typer

from aura.commands import (
    bench,
    chaos,
    checking,
    operating,
    restoring,
    running,
    seeing,
    serving,
    simulating,
    understanding,
)

app = typer.Typer(
    name="aura",
    help="BN-Aura: the service behind an aesthetic clinic's LINE.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (
    running,
    serving,
    checking,
    seeing,
    simulating,
    understanding,
    operating,
    restoring,
    bench,
    chaos,
):
    room.add_to(app)


def main() -> None:
    """This will run the command that was typed."""
    app()
