"""`aura migrate`, `aura doctor`, `aura staff invite`, `aura insight`: operating a deployment."""

import uuid
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import typer
from sqlalchemy.orm import Session

from aura.clock import real_now
from aura.commands.answers import print_json, refuse
from aura.commands.migrating import migrate_database
from aura.deployment import settings_or_refuse
from aura.doctor import examine
from insights.registry import INSIGHTS
from workflow.access import invite_staff
from workflow.actor import Actor
from workflow.store.models import Branch, Clinic, Staff
from workflow.unit_of_work import Sessions, in_transaction, make_engine, make_sessions, scope_to

JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def add_to(app: typer.Typer) -> None:
    """This will add the commands to the app."""
    app.command("migrate")(migrate_database)
    app.command("doctor")(doctor)
    app.command("insight")(insight)
    staff = typer.Typer(help="The clinic's staff.", no_args_is_help=True)
    staff.command("invite")(invite)
    staff.command("list")(list_staff)
    app.add_typer(staff, name="staff")


def doctor(*, as_json: JSON = False) -> None:
    """Check this deployment and say what is wrong, and what to do."""
    findings = examine(settings_or_refuse())
    if as_json:
        print_json([{"what": found.what, "ok": found.ok, "advice": found.advice} for found in findings])
    else:
        for found in findings:
            mark = (
                typer.style("ok ", fg=typer.colors.GREEN)
                if found.ok
                else typer.style("BAD", fg=typer.colors.RED)
            )
            typer.echo(f"{mark} {found.what}" + (f": {found.advice}" if found.advice else ""))
    if not all(found.ok for found in findings):
        raise typer.Exit(1)


def invite(
    name: Annotated[str, typer.Argument(help="The name in config.yml.")],
    *,
    clinic: Annotated[str | None, typer.Option(help="The clinic's key, where there are several.")] = None,
) -> None:
    """Make the one-time code by which a member of staff joins the chat. It holds for a day."""
    sessions = _sessions()

    def make(session: Session) -> str:
        clinic_id = _clinic_id(session, clinic)
        scope_to(session, clinic_id)
        found = session.scalars(sa.select(Staff).where(Staff.name == name, Staff.active)).all()
        if len(found) != 1:
            refuse(f"there is no one member of staff called {name!r}; `aura staff list` shows them", code=2)
        return invite_staff(session, staff=found[0], by=Actor.system(clinic_id), now=real_now())

    typer.echo(in_transaction(sessions, make, clinic_id=None))


def list_staff(*, as_json: JSON = False) -> None:
    """Show who works in the clinics."""

    def read(session: Session) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for clinic in session.scalars(sa.select(Clinic).order_by(Clinic.id)).all():
            scope_to(session, clinic.id)
            staff = session.scalars(sa.select(Staff).order_by(Staff.id))
            found += [{"name": row.name, "roles": row.roles, "active": row.active} for row in staff]
        return found

    rows = in_transaction(_sessions(), read, clinic_id=None)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['name']}  {row['roles']}" + ("" if row["active"] else "  (left)"))


def insight(
    name: Annotated[str, typer.Argument(help="Which figure; 'list' shows them all.")],
    *,
    clinic: Annotated[str | None, typer.Option(help="The clinic's key, where there are several.")] = None,
    days_ago: Annotated[int, typer.Option(min=0, help="0 is today, by the branch's clock.")] = 0,
    as_json: JSON = False,
) -> None:
    """Show one figure of the clinic, with how it is made."""
    if name == "list":
        for key, one in INSIGHTS.items():
            typer.echo(f"{key:20} {one.title_th} / {one.title_en}")
        return
    if name not in INSIGHTS:
        refuse(f"there is no figure {name!r}; there are: {', '.join(INSIGHTS)}", code=2)

    def read(session: Session) -> dict[str, object]:
        scope_to(session, _clinic_id(session, clinic))
        zone = ZoneInfo(session.scalars(sa.select(Branch.zone).order_by(Branch.id)).first() or "Asia/Bangkok")
        day = (real_now() - timedelta(days=days_ago)).astimezone(zone).date()
        return INSIGHTS[name].work_out(session, day=day, zone=zone).to_json()

    found = in_transaction(_sessions(), read, clinic_id=None)
    if as_json:
        print_json(found)
        return
    for key, value in found.items():
        typer.echo(f"{key:12} {value}")


def _sessions() -> Sessions:
    return make_sessions(make_engine(settings_or_refuse().database))


def _clinic_id(session: Session, key: str | None) -> uuid.UUID:
    rows = session.scalars(sa.select(Clinic)).all()
    found = [row for row in rows if key in (None, row.key)]
    if len(found) != 1:
        refuse("name the clinic with --clinic; there are: " + ", ".join(row.key for row in rows), code=2)
    return found[0].id
