"""`aura migrate`: the tables of this release, and the way back to an older one."""

from typing import Annotated

import sqlalchemy as sa
import typer
from alembic.util import CommandError

from aura.clinics import set_up_clinics
from aura.clock import real_now
from aura.commands.answers import refuse
from aura.deployment import settings_or_refuse
from workflow.store.engine import TablesHeldError, migrate_down
from workflow.unit_of_work import make_engine, make_sessions, migrate


def migrate_database(
    *,
    down_to: Annotated[
        str | None,
        typer.Option(help="Go back to this revision instead, for an older release of the program."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Go back without asking.")] = False,
) -> None:
    """Bring the database to the newest tables, and the clinics of config.yml into it."""
    settings = settings_or_refuse()
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    try:
        if down_to is not None:
            _go_back(engine, to=down_to, yes=yes)
            return
        migrate(engine)
        known = set_up_clinics(make_sessions(engine), settings=settings, now=real_now())
    except CommandError as error:
        refuse(f"the database and this release do not fit: {error}")
    except TablesHeldError as error:
        refuse(f"nothing was changed: {error}")
    finally:
        engine.dispose()
    typer.echo(f"ready: {len(known.clinics)} clinic(s), {len(known.channels)} channel(s)")


def _go_back(engine: sa.Engine, *, to: str, yes: bool) -> None:
    """This will go down to a revision, once it is certain that this is wanted."""
    if not yes:
        typer.confirm(
            f"Stop every process first. What revision {to} has no place for is deleted. Go back?", abort=True
        )
    migrate_down(engine, to=to)
    typer.echo(f"at {to}: start the release it belongs to")
