"""What `aura doctor` finds in the database."""

from dataclasses import dataclass

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from aura.clock_watch import advice_on, ahead_of_database
from aura.settings import Settings
from workflow.store.engine import alembic_config
from workflow.store.wall import gap_in_the_wall
from workflow.unit_of_work import make_engine


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; the advice says what to do where it is not right."""

    what: str
    ok: bool
    advice: str = ""
    needed: bool = False  # nothing can be served without it


def database(settings: Settings) -> Finding:
    """This will look whether it can be reached, and whether its tables are those of this release."""
    engine = make_engine(settings.database)
    kind = engine.dialect.name
    try:
        with engine.connect() as connection:
            at = MigrationContext.configure(connection).get_current_revision()
    except sa.exc.SQLAlchemyError as error:
        advice = (
            f"it cannot be reached ({type(error).__name__}): look at AURA_DATABASE_URL, and whether it runs"
        )
        return Finding(f"database ({kind})", ok=False, advice=advice, needed=True)
    finally:
        engine.dispose()
    newest = ScriptDirectory.from_config(alembic_config(engine)).get_current_head()
    if at != newest:
        state = f"it is at {at}, the newest is {newest}" if at else "it has no tables yet"
        return Finding(f"database ({kind})", ok=False, advice=f"{state}: run `aura migrate`")
    return Finding(f"database ({kind}) at {at}", ok=True)


def wall(settings: Settings) -> list[Finding]:
    """This will look whether PostgreSQL holds each clinic to its own rows; SQLite has no such wall."""
    engine = make_engine(settings.database)
    try:
        with engine.connect() as connection:
            if connection.dialect.name != "postgresql":
                return []
            gap = gap_in_the_wall(connection)
    except sa.exc.SQLAlchemyError:
        return []  # said of the database itself
    finally:
        engine.dispose()
    return [Finding("wall between clinics", ok=gap is None, advice=gap or "")]


def clock(settings: Settings) -> list[Finding]:
    """This will compare this machine's clock with PostgreSQL's; SQLite has none of its own."""
    engine = make_engine(settings.database)
    try:
        ahead = ahead_of_database(engine)
    except sa.exc.SQLAlchemyError:
        return []  # said of the database itself
    finally:
        engine.dispose()
    if ahead is None:
        return []
    what = f"clock ({ahead.total_seconds():+.1f} s to the database's)"
    return [Finding(what, ok=not advice_on(ahead), advice=advice_on(ahead))]
