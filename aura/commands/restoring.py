"""`aura restored`: after a backup was put back, and before a worker starts."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from aura.clock import real_now
from aura.commands import passages
from aura.commands.answers import print_json, refuse
from aura.deployment import settings_or_refuse
from aura.logs import set_up_logs
from aura.restored import PutAside, put_aside_what_was_done
from workflow.unit_of_work import in_transaction, make_engine, make_sessions


def add_to(app: typer.Typer) -> None:
    """This will add the command to the app, and those of what is put in by hand."""
    app.command("restored")(restored)
    passages.add_to(app)


def restored(
    *,
    taken_at: Annotated[
        str, typer.Option(help="When the backup was taken, with its zone: 2026-11-22T03:00+07:00")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Put aside what a restored backup would do a second time, and say how much that was."""
    set_up_logs(level="CRITICAL")
    now = real_now()
    taken = _instant(taken_at)
    if taken > now:
        refuse(f"{taken_at} has not been yet", code=2)
    engine = make_engine(settings_or_refuse().database)
    if not yes:
        typer.confirm(
            f"Stop every process first. What waited at {taken.isoformat()} and has been due since is not done any "
            "more: no message goes out for it. Go on?",
            abort=True,
        )
    try:
        done = in_transaction(
            make_sessions(engine),
            lambda session: put_aside_what_was_done(session, taken_at=taken, now=now),
            clinic_id=None,
        )
    finally:
        engine.dispose()
    if as_json:
        print_json([{"clinic": one.clinic, **one.counts} for one in done])
        return
    for one in done:
        typer.echo(_in_words(one))


def _instant(words: str) -> datetime:
    try:
        told = datetime.fromisoformat(words)
    except ValueError:
        refuse(f"{words} is no time; write it like 2026-11-22T03:00+07:00", code=2)
    if told.tzinfo is None:
        refuse(f"{words} names no zone; write it like 2026-11-22T03:00+07:00", code=2)
    return told.astimezone(UTC)


def _in_words(one: PutAside) -> str:
    counts = ", ".join(f"{count} {what.replace('_', '-')}" for what, count in one.counts.items())
    return f"{one.clinic or 'the service'}: {counts}"
