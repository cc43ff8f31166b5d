"""What a process keeps things in: the database with the configured clinics in it, and the folder of pictures."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from aura.clinics import KnownClinics, set_up_clinics
from aura.clock import real_now
from aura.clock_watch import ClockWatch
from aura.settings import Settings
from workflow.passages import seed_passages
from workflow.scans import FolderPhotos
from workflow.store.engine import CONNECTIONS
from workflow.store.wall import say_if_the_wall_is_off
from workflow.unit_of_work import Sessions, in_transaction, make_engine, make_sessions, migrate

# As many as there are connections for, and some are left to webhooks and pages, which have threads of their own.
# By itself Python hires four more than there are processors: six on a small machine, for claims, turns and scans of
# all kinds, some of which work for minutes.
WORKING = CONNECTIONS - 4


@dataclass(frozen=True, kw_only=True)
class Store:
    """An open store.

    Attributes:
        engine: The database's.
        sessions: The factory of sessions.
        page_sessions: The same for what people do on pages, whose commits are told to the workers too.
        known: Where the clinics and channels stand in the store.
        photos: The folder of pictures; processes of other machines share it.
        clock_watch: Knows whether this machine's clock agrees with the database's.
    """

    engine: sa.Engine
    sessions: Sessions
    page_sessions: Sessions
    known: KnownClinics
    photos: FolderPhotos
    clock_watch: ClockWatch


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
    clock_watch = ClockWatch(engine)
    clock_watch.look()
    sessions = make_sessions(engine)
    known = set_up_clinics(sessions, settings=settings, now=clock())
    for clinic_id in known.clinics.values():
        seed = partial(seed_passages, clinic_id=clinic_id, now=clock())
        in_transaction(sessions, seed, clinic_id=clinic_id)
    photos = FolderPhotos(settings.var / "photos", clock=real_now)
    return Store(
        engine=engine,
        sessions=sessions,
        page_sessions=make_sessions(engine),
        known=known,
        photos=photos,
        clock_watch=clock_watch,
    )


def hire_threads(loop: asyncio.AbstractEventLoop) -> None:
    """This will give `asyncio.to_thread` of this loop as many threads as the database has connections for."""
    loop.set_default_executor(ThreadPoolExecutor(WORKING, thread_name_prefix="work"))
