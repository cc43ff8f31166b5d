"""`aura nlu train`, `versions`, `rollback` and `review`: what the bot learns from use."""

import os
from pathlib import Path
from typing import Annotated

import typer

from aura.clock import real_now
from aura.commands.answers import print_json, refuse
from aura.deployment import settings_or_refuse
from aura.learning import (
    Attempt,
    files_to_judge_by,
    open_versions,
    release_at_hand,
    train_on_what_was_learnt,
    who_asks,
)
from aura.reviewed import waiting_in_all_clinics
from aura.understanders import CACHE
from nlu import train_model
from nlu.evaluate import BadRowError
from nlu.versions import SHIPPED, NoSuchVersionError
from workflow.unit_of_work import make_engine, make_sessions

JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
By = Annotated[str, typer.Option("--by", help="Who does it, for the history.", default_factory=who_asks)]
_LONGEST_LIST = 200


def add_to(nlu: typer.Typer) -> None:
    """This will add the commands to `aura nlu`."""
    nlu.command("train")(train)
    nlu.command("versions")(versions)
    nlu.command("rollback")(rollback)
    nlu.command("review")(review)


def train(
    *,
    by: By,
    judge: Annotated[
        list[Path] | None, typer.Option(help="TSV to judge by, instead of those with floors.")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Train on the product's data and on what was reviewed; use it only if every floor holds."""
    if not os.environ.get("AURA_SECRET"):
        typer.echo(
            "training on the product's own data: no deployment here (AURA_SECRET is not set)…", err=True
        )
        typer.echo(f"ready: {train_model(CACHE).name}")
        return
    settings = settings_or_refuse()
    files = judge or files_to_judge_by()
    if not files:
        refuse("there is nothing to judge by; name files with --judge", code=2)
    typer.echo("training and judging, a minute or so…", err=True)
    try:
        done = train_on_what_was_learnt(
            make_sessions(make_engine(settings.database)),
            var=settings.var,
            files=files,
            by=by,
            now=real_now(),
        )
    except (OSError, BadRowError) as error:
        refuse(str(error), code=2)
    if as_json:
        print_json(_as_json(done))
    else:
        _show(done)
    if done.outcome.faults:
        refuse(f"refused, the model in use stays: {'; '.join(done.outcome.faults)}")


def versions(*, as_json: JSON = False) -> None:
    """Show what was learnt so far: every version, which is in use, and who changed that when."""
    kept, base = open_versions(settings_or_refuse().var), release_at_hand()
    in_use = kept.current
    rows = [
        {**vars(version), "in_use": version.name == in_use, "usable": version.base == base}
        for version in kept.kept()
    ]
    if as_json:
        print_json({"in_use": in_use, "shipped": base, "versions": rows, "history": list(kept.history())})
        return
    typer.echo(f"{'*' if in_use == SHIPPED else ' '} {SHIPPED} ({base})")
    for row in rows:
        of = "" if row["usable"] else "  of another release"
        typer.echo(
            f"{'*' if row['in_use'] else ' '} {row['name']}  {row['made_at'][:16]}  by {row['by']}"
            f"  {row['learnt']} learnt{of}"
        )


def rollback(
    version: Annotated[str, typer.Argument(help=f"Its first letters, or {SHIPPED!r}: the product's own.")],
    *,
    by: By,
) -> None:
    """Put an earlier version in use; running processes have it with their next message."""
    kept = open_versions(settings_or_refuse().var)
    try:
        kept.switch(version, base=release_at_hand(), by=by, now=real_now(), did="rolled_back")
    except NoSuchVersionError as error:
        refuse(str(error))
    typer.echo(f"in use: {kept.current}")


def review(*, as_json: JSON = False) -> None:
    """Show what waits for review, masked as it is kept. Reviewing is done on the owner's page, by name."""
    sessions = make_sessions(make_engine(settings_or_refuse().database))
    waiting = [
        {
            "clinic": clinic,
            "id": row.id,
            "text": row.text,
            "guess": row.guess,
            "confidence": row.confidence,
            "chosen": row.chosen,
            "why": row.why.value,
            "times": row.times,
        }
        for clinic, row in waiting_in_all_clinics(sessions, limit=_LONGEST_LIST)
    ]
    if as_json:
        print_json(waiting)
        return
    for each in waiting:
        typer.echo(f"{each['times']:3} x  {each['text']}  ({each['guess']} {each['confidence']:.2f})")
    typer.echo(f"{len(waiting)} to be reviewed")


def _as_json(done: Attempt) -> dict[str, object]:
    outcome = done.outcome
    return {
        "version": outcome.version,
        "in_use": not outcome.faults,
        "new": outcome.is_new,
        "learnt": len(done.learnt.fit),
        "left_out": [
            {"text": each.text, "intent": each.intent, "rule": rule} for each, rule in done.learnt.refused
        ],
        "faults": outcome.faults,
        "figures": [
            {"file": file, "figure": name, "candidate": new, "in_use": old}
            for file, name, new, old in done.figures
        ],
    }


def _show(done: Attempt) -> None:
    outcome = done.outcome
    typer.echo(f"{len(done.learnt.fit)} reviewed utterances beside the product's own")
    for each, rule in done.learnt.refused:
        typer.echo(f"  left out ({rule}): {each.text}  [{each.intent}]")
    if not outcome.is_new:
        typer.echo(f"nothing new: {outcome.version} is in use")
        return
    for file, name, new, old in done.figures:
        typer.echo(f"  {file:24} {name:14} {new}  (in use: {old})")
    if not outcome.faults:
        typer.echo(f"in use: {outcome.version}")
