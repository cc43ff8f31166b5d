"""The clinic of these tests: the cast, the real workflow and understanding, and LINE's double on loopback."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from bot.buttons import Buttons
from bot.channels.line import FixedToken, LineChannel
from bot.envelope import KnownChannel
from bot.inbox import Inbox
from bot.intake import Intake
from bot.links import Links
from bot.outbox import Outbox
from bot.settings import BotSettings
from bot.turns.kit import TurnKit
from bot.webhook import make_router
from bot.wording import Wording
from nlu import Understander, load_understander
from simulator import DoubleChannel, LineDouble, SimulatedClock
from simulator.posting import posting_to
from tests.bot.world import NOW, PhotosInMemory, World
from tests.factories.cast import Cast, two_clinics
from tests.factories.catalogue import the_catalogue
from tests.servers.databases import MigratedSqlite, WarmEngines
from workflow.catalogue import TREATMENTS, phrases
from workflow.store.engine import make_engine
from workflow.store.scope import make_sessions, scope_to

SECRET = "s" * 32
TRAINED = Path(__file__).parents[2] / "var" / "nlu"


@pytest.fixture(scope="session")
def stocked(migrated_sqlite: MigratedSqlite, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A SQLite file with the cast and the clinic's whole catalogue in it, made once for the run."""
    path = tmp_path_factory.mktemp("stocked") / "aura.db"
    migrated_sqlite.copy(path)
    engine = make_engine(f"sqlite:///{path}")
    sessions = make_sessions(engine)
    first, _ = two_clinics(sessions)
    with sessions() as session:
        scope_to(session, first.clinic_id)
        with session.begin():
            the_catalogue(session, first.clinic)
    engine.dispose()
    # A copy of the file alone is whole only when nothing is left in the write-ahead log.
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, first


@pytest.fixture
def quick_sessions(stocked: tuple[Path, Cast], warm_engines: WarmEngines) -> Iterator[sessionmaker[Session]]:
    """Sessions over a copy of it. SQLite only: the rules of the talk do not differ between engines."""
    with warm_engines.over_copy_of(stocked[0]) as engine:
        yield make_sessions(engine)


@pytest.fixture
def cast(stocked: tuple[Path, Cast]) -> Cast:
    """The cast in that file, detached."""
    return stocked[1]


@pytest.fixture(scope="session")
def understander() -> Understander:
    """The real engine with the model that set-up has trained; it knows the treatments of the clinic's file."""
    from workflow.catalogue.files import read_research

    names = {
        one.id: [one.names.th, one.names.en, *one.names.chat_th]
        for one in read_research(TREATMENTS).treatments
    }
    return load_understander(cache=TRAINED, red_flags=phrases(), treatments=names)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOW)


@pytest.fixture
async def world(
    quick_sessions: sessionmaker[Session],
    cast: Cast,
    clock: SimulatedClock,
    understander: Understander,
    serve: Callable[..., str],
) -> AsyncIterator[World]:
    """Everything from the webhook to the double, in this process; the double listens on loopback."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    key = cast.channel.key
    double = LineDouble(
        clock=clock,
        channels=[
            DoubleChannel(key=key, secret=SECRET, access_token="token", bot_user_id=cast.channel.bot_user_id)
        ],
    )
    double.faults.hang_seconds = 0
    for identity, name in (
        (cast.mali_on_line, "มะลิ"),
        (cast.fon_on_line, "ฝน"),
        (cast.ploy_on_line, "พลอย"),
        (cast.anan_on_line, "อนันต์"),
    ):
        double.people.add_person(identity.external_id, name)
    address = serve(double.app)
    settings = BotSettings(
        public_url="https://aura.example", api_host=address, data_host=address, send_seconds=2
    )
    buttons, links = Buttons(b"b" * 32), Links("https://aura.example", b"l" * 32)
    async with aiohttp.ClientSession() as http:
        channel = LineChannel(
            tokens=FixedToken("token"), http=http, api_host=address, data_host=address, send_seconds=2
        )
        kit = TurnKit(
            clock=clock,
            understander=understander,
            channels={cast.channel.id: channel},
            buttons=buttons,
            photos=PhotosInMemory(),
            phrases=phrases(),
            settings=settings,
        )
        outbox = Outbox(
            sessions=quick_sessions,
            clock=clock,
            channels=kit.channels,
            wording=Wording(links=links, buttons=buttons),
            settings=settings,
        )
        intake = Intake(quick_sessions, clock, wake=lambda: None)
        known = KnownChannel(
            id=cast.channel.id,
            clinic_id=cast.clinic_id,
            bot_user_id=cast.channel.bot_user_id,
            secrets=(SECRET.encode(),),
        )
        app = FastAPI()
        app.include_router(make_router(channels={key: known}, intake=intake))
        double.poster = posting_to(app)
        await intake.start()
        yield World(
            sessions=quick_sessions,
            cast=cast,
            clock=clock,
            double=double,
            app=app,
            intake=intake,
            inbox=Inbox(sessions=quick_sessions, kit=kit),
            outbox=outbox,
            kit=kit,
            channel=channel,
        )
        await intake.stop()
        await channel.close()
