"""What a process keeps things in: the database with the configured clinics in it, and the folder of pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from aura.clinics import KnownClinics, set_up_clinics
from aura.clock import real_now
from aura.settings import Settings
from workflow.scans import FolderPhotos
from workflow.store.wall import say_if_the_wall_is_off
from workflow.unit_of_work import Sessions, make_engine, make_sessions, migrate


@dataclass(frozen=True, kw_only=True)
class Store:
    """An open store.

    Attributes:
        engine: The database's.
        sessions: The factory of sessions.
        page_sessions: The same for what people do on pages, whose commits are told to the workers too.
        known: Where the clinics and channels stand in the store.
        photos: The folder of pictures; processes of other machines share it.
    """

    engine: sa.Engine
    sessions: Sessions
    page_sessions: Sessions
    known: KnownClinics
    photos: FolderPhotos


def open_store(settings: Settings, *, clock: Callable[[], datetime]) -> Store:
    """This will open the database, bring it up to date, and write the clinics of config.yml into it.

    Args:
        settings: Of this deployment.
        clock: What time it is, aware UTC.
    """
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    migrate(engine)
    say_if_the_wall_is_off(engine)
    sessions = make_sessions(engine)
    known = set_up_clinics(sessions, settings=settings, now=clock())
    photos = FolderPhotos(settings.var / "photos", clock=real_now)
    return Store(
        engine=engine, sessions=sessions, page_sessions=make_sessions(engine), known=known, photos=photos
    )
