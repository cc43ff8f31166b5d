"""`aura passages`: what the clinic approved to be told, and who approved it."""

from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from aura.clock import real_now
from aura.commands.answers import print_json, refuse
from aura.deployment import settings_or_refuse
from aura.logs import set_up_logs
from workflow.actor import Actor
from workflow.passages import (
    Draft,
    Passage,
    PassageState,
    approve_passage,
    passages,
    retire_passage,
    write_passage,
)
from workflow.refusal import Refusal
from workflow.store.models import Clinic, Staff
from workflow.unit_of_work import in_transaction, make_engine, make_sessions, scope_to

CLINIC = Annotated[str | None, typer.Option(help="The clinic's key, where there are several.")]
BY = Annotated[str, typer.Option(help="Who answers for it: an owner, manager or physician of config.yml.")]
KEYS = Annotated[list[str] | None, typer.Argument(help="The passages' keys.")]


class _Written(BaseModel):
    """One passage as somebody writes it into a file."""

    model_config = ConfigDict(extra="forbid")

    key: str
    treatment: str | None = None
    title_th: str
    title_en: str
    lines_th: list[str]
    lines_en: list[str]
    asked: list[str] = Field(default_factory=list)


def add_to(app: typer.Typer) -> None:
    """This will add the commands to the app."""
    room = typer.Typer(
        help="The passages that customers' questions are answered out of.", no_args_is_help=True
    )
    room.command("list")(show)
    room.command("add")(add)
    room.command("approve")(approve)
    room.command("retire")(retire)
    app.add_typer(room, name="passages")


def show(
    *, clinic: CLINIC = None, as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False
) -> None:
    """Show what is told, and what waits to be approved."""

    def read(session: Session) -> list[dict[str, Any]]:
        _enter(session, clinic)
        names = {one.id: one.name for one in session.scalars(sa.select(Staff))}
        return [
            _facts(one, names.get(one.approved_by) if one.approved_by else None) for one in passages(session)
        ]

    rows = _do(read)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        by = f"  {row['approved_by']}, {row['approved_at']}" if row["approved_by"] else ""
        typer.echo(f"{row['state']:9} {row['key']} v{row['version']}  {row['title_en']}{by}")


def add(
    file: Annotated[Path, typer.Argument(help="YAML: a list of passages.", exists=True, dir_okay=False)],
    *,
    by: BY,
    clinic: CLINIC = None,
) -> None:
    """Write drafts. Nothing of them is told before they are approved."""
    try:
        told = TypeAdapter(list[_Written]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        refuse(f"{file}: {error}", code=2)

    def write(session: Session) -> int:
        actor = _actor(session, clinic, by)
        for one in told:
            draft = Draft(
                key=one.key,
                treatment_key=one.treatment,
                title_th=one.title_th,
                title_en=one.title_en,
                lines_th=one.lines_th,
                lines_en=one.lines_en,
                asked=one.asked,
            )
            try:
                write_passage(session, draft=draft, by=actor, now=real_now())
            except Refusal as no:
                refuse(f"{one.key}: {no.code}: {_why(no)}")
        return len(told)

    typer.echo(f"{_do(write)} drafts")


def approve(
    keys: KEYS = None,
    *,
    by: BY,
    every: Annotated[bool, typer.Option("--all", help="Every draft there is.")] = False,
    clinic: CLINIC = None,
) -> None:
    """Let drafts be told from now on."""

    def write(session: Session) -> int:
        actor = _actor(session, clinic, by)
        drafts = _chosen(session, keys or [], every=every, states={PassageState.DRAFT})
        for one in drafts:
            try:
                approve_passage(session, passage_id=one.id, by=actor, now=real_now())
            except Refusal as no:
                refuse(f"{one.key}: {no.code}: {_why(no)}")
        return len(drafts)

    typer.echo(f"{_do(write)} approved")


def retire(keys: KEYS = None, *, by: BY, clinic: CLINIC = None) -> None:
    """Take passages back: nobody is told them any more."""

    def write(session: Session) -> int:
        actor = _actor(session, clinic, by)
        found = _chosen(session, keys or [], every=False, states={PassageState.DRAFT, PassageState.APPROVED})
        for one in found:
            try:
                retire_passage(session, passage_id=one.id, by=actor, now=real_now())
            except Refusal as no:
                refuse(f"{one.key}: {no.code}: {_why(no)}")
        return len(found)

    typer.echo(f"{_do(write)} taken back")


def _do(work: Any) -> Any:  # noqa: ANN401 - whatever the work gives
    set_up_logs(level="CRITICAL")
    sessions = make_sessions(make_engine(settings_or_refuse().database))
    return in_transaction(sessions, work, clinic_id=None)


def _enter(session: Session, key: str | None) -> Clinic:
    rows = session.scalars(sa.select(Clinic)).all()
    found = [row for row in rows if key in (None, row.key)]
    if len(found) != 1:
        refuse("name the clinic with --clinic; there are: " + ", ".join(row.key for row in rows), code=2)
    scope_to(session, found[0].id)
    return found[0]


def _actor(session: Session, key: str | None, name: str) -> Actor:
    clinic = _enter(session, key)
    found = session.scalars(sa.select(Staff).where(Staff.name == name, Staff.active)).all()
    if len(found) != 1:
        refuse(f"there is no one member of staff called {name!r}; `aura staff list` shows them", code=2)
    return Actor.staff(clinic.id, found[0].id, found[0].role_set)


def _chosen(session: Session, keys: list[str], *, every: bool, states: set[PassageState]) -> list[Passage]:
    """This will give the passages of the keys; a key that names none is refused."""
    there = [one for one in passages(session) if one.state in states]
    if unknown := sorted(set(keys) - {one.key for one in there}):
        refuse(f"no such passage: {', '.join(unknown)}; `aura passages list` shows them", code=2)
    if not keys and not every:
        refuse("name the passages by their keys", code=2)
    return [one for one in there if every or one.key in keys]


def _facts(one: Passage, approved_by: str | None) -> dict[str, Any]:
    return {
        "key": one.key,
        "version": one.version,
        "state": one.state.value,
        "origin": one.origin.value,
        "treatment": one.treatment_key,
        "title_th": one.title_th,
        "title_en": one.title_en,
        "lines_th": one.lines_th,
        "lines_en": one.lines_en,
        "asked": one.asked,
        "approved_by": approved_by,
        "approved_at": one.approved_at.isoformat(timespec="minutes") if one.approved_at else None,
    }


def _why(no: Refusal) -> str:
    return ", ".join(f"{name} {value}" for name, value in no.facts.items()) or "not allowed"
