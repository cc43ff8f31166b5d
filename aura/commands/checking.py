"""`aura check-message` and `aura replay`: LINE messages and webhooks from files, held against what LINE does."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from aura.commands.answers import print_json, refuse
from aura.logs import set_up_logs
from aura.replay import Replayed, replay_folder
from simulator import check_messages

JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def add_to(app: typer.Typer) -> None:
    """This will add the commands to the app."""
    app.command("check-message")(check_message)
    app.command("replay")(replay)


def check_message(
    files: Annotated[list[Path], typer.Argument(help="JSON files: a message object, or a list of them.")],
    *,
    as_json: JSON = False,
) -> None:
    """Hold LINE message objects against our strict outgoing contract, and name the place of each fault."""
    told = [_checked(file) for file in files]
    if as_json:
        print_json(told)
    else:
        for one in told:
            typer.echo(f"{'ok ' if one['ok'] else 'BAD'} {one['file']}")
            for fault in one["faults"]:
                typer.echo(f"    {fault['path']}: {fault['message']}")
    if not all(one["ok"] for one in told):
        raise typer.Exit(1)


def _checked(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}", code=2)
    except ValueError as error:
        return {"file": str(file), "ok": False, "faults": [{"path": "", "message": f"no JSON: {error}"}]}
    faults = [{"path": fault.path, "message": fault.message} for fault in check_messages(_as_messages(found))]
    return {"file": str(file), "ok": not faults, "faults": faults}


def _as_messages(found: object) -> list[Any]:
    """This will take a list of messages, one message, or a bare Flex container as LINE's own samples are."""
    if isinstance(found, list):
        return found
    if isinstance(found, dict) and found.get("type") in ("bubble", "carousel") and "altText" not in found:
        return [{"type": "flex", "altText": "-", "contents": found}]
    return [found]


def replay(
    folder: Annotated[
        Path, typer.Argument(help="Every webhook JSON in it is posted, signed, to the running app.")
    ],
    *,
    as_json: JSON = False,
) -> None:
    """Post recorded webhooks to the app and count what became of their events."""
    if not folder.is_dir():
        refuse(f"{folder} is no folder", code=2)
    set_up_logs(level="CRITICAL")
    with tempfile.TemporaryDirectory(prefix="aura-replay-") as var:
        told: Replayed = asyncio.run(replay_folder(folder, var=Path(var)))
    if as_json:
        print_json(told.to_json())
    else:
        for name, value in told.to_json().items():
            typer.echo(f"{name:12} {value}")
    if told.failed or told.non_200:
        raise typer.Exit(1)
