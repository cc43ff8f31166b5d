"""What every test may ask for: real servers, a real browser, a database with the product's tables.

| fixture | gives |
|---|---|
| `sqlite_url`, `postgres_url` | the address of an empty database, made for this test |
| `database_url` | both of them: the test runs once on each engine |
| `engine`, `sessions` | the same, with all migrations applied (milliseconds: they were applied once) |
| `redis_url` | an empty Redis |
| `serve` | `serve(app) -> address`: an ASGI app on a loopback port |
| `browser`, `chromium_page` | Chromium (one for each file), and a page in it that fails the test on a script error |
| `axe` | `axe(page)` fails the test if the page breaks a WCAG A or AA rule |

Sockets are closed, save loopback for tests that ask for one of these or carry the mark `servers` or `browser`.
A server or browser that is missing is an error with the command that mends it, here and in CI: never a skip.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog

from aura.memory import spare_what_stays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa
    from playwright.sync_api import Browser, BrowserContext, Page
    from sqlalchemy.orm import Session, sessionmaker
    from starlette.types import ASGIApp

    from tests.servers.databases import MigratedPostgres, MigratedSqlite, WarmEngines
    from tests.servers.postgres import PostgresServer
    from tests.servers.redis_server import RedisServer

_LOOPBACK = ["127.0.0.1", "::1", "localhost"]
_NEEDS_SOCKETS = {
    "postgres_url",
    "database_url",
    "engine",
    "postgres_engine",
    "redis_url",
    "serve",
    "browser",
}
_SHRINKING = 420  # seconds
#: The files that take longest, the longest first.
_LONG = (
    "journeys/test_chaos.py",
    "journeys",
    "workflow/store/test_migrations_with_rows.py",
    "bot/test_learning_story.py",
    "workflow/store/test_due_work_plans.py",
    "workflow/booking/test_the_race.py",
    "scheduler/test_several_processes.py",
    "benchmarks/test_dispatch.py",
    "workflow/tasks/test_never_lost.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Close every socket but Unix ones; tests that need more are let out one by one below."""
    config.option.disable_socket = True
    config.option.allow_unix_socket = True


def _has_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open loopback, and nothing else, to the tests that say they need it; let Hypothesis finish what it found.

    The long ones come first, so that no process is alone with one of them at the end. In a file those with a browser come
    last: it stays open until the file's end, and holds the event loop that asynchronous tests need for themselves.
    """
    long = [Path(__file__).parent / name for name in _LONG]
    assert all(place.exists() for place in long), "a file that was long is gone: say here what is long now"
    items.sort(
        key=lambda item: [*(not item.path.is_relative_to(place) for place in long), _has_browser(item)]
    )
    for item in items:
        if item.get_closest_marker("hypothesis"):
            # To make a failure it found as small as can be, it takes up to five minutes; cut short, it says nothing.
            item.add_marker(pytest.mark.timeout(_SHRINKING))
        marked = item.get_closest_marker("servers") or item.get_closest_marker("browser")
        if marked or _NEEDS_SOCKETS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.allow_hosts(_LOOPBACK))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that Rasa was not tested, where that is so: a skipped test is only a letter."""
    reasons = {str(report.longrepr) for report in terminalreporter.getreports("skipped")}
    if any("RASA IS NOT TESTED" in reason for reason in reasons):
        terminalreporter.write_line("!!! RASA IS NOT TESTED: `make rasa` first", red=True, bold=True)


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Undo what a command that was run in this process did to the logs."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="module", autouse=True)
def _what_stays_is_spared() -> None:
    """Let the garbage collector look only at what this file makes: ten thousand tests and the models never go.

    Measured: a chart, which collects after itself, took 4.8 s late in a run and takes 0.1.
    """
    spare_what_stays()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The one PostgreSQL server of this test run."""
    from tests.servers.postgres import PostgresServer

    server = PostgresServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """The one Redis server of this test run."""
    from tests.servers.redis_server import RedisServer

    server = RedisServer.start()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'aura.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; the test runs once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> Iterator[MigratedPostgres]:
    """The migrated PostgreSQL database that each test gets without rows."""
    from tests.servers.databases import MigratedPostgres

    with closing(MigratedPostgres(postgres_server)) as migrated:
        yield migrated


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> MigratedSqlite:
    """The migrated SQLite database that tests get copies of."""
    from tests.servers.databases import MigratedSqlite

    return MigratedSqlite(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def migrated_postgres_url(migrated_postgres: MigratedPostgres) -> str:
    """The URL of the PostgreSQL database with all migrations applied and no rows; leave its tables as they are."""
    return migrated_postgres.without_rows()


@pytest.fixture
def migrated_sqlite_url(migrated_sqlite: MigratedSqlite, sqlite_url: str, tmp_path: Path) -> str:
    """The URL of a SQLite database with all migrations applied and no rows."""
    migrated_sqlite.copy(tmp_path / "aura.db")
    return sqlite_url


@pytest.fixture(scope="session")
def warm_engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmEngines]:
    """The engines that tests of this process use one after the other."""
    from tests.servers.databases import WarmEngines

    with closing(WarmEngines(tmp_path_factory.mktemp("warm"))) as warm:
        yield warm


@pytest.fixture
def sqlite_engine(warm_engines: WarmEngines, migrated_sqlite: MigratedSqlite) -> Iterator[sa.Engine]:
    """An engine over a migrated SQLite database without a row."""
    with warm_engines.over_copy_of(migrated_sqlite.template) as engine:
        yield engine


@pytest.fixture
def postgres_engine(warm_engines: WarmEngines, migrated_postgres_url: str) -> Iterator[sa.Engine]:
    """An engine over a migrated PostgreSQL database without a row."""
    with warm_engines.at(migrated_postgres_url) as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """An engine over a migrated database; the test runs once on SQLite and once on PostgreSQL."""
    engine: sa.Engine = request.getfixturevalue(f"{request.param}_engine")
    return engine


@pytest.fixture
def sessions(engine: sa.Engine) -> sessionmaker[Session]:
    """The product's own sessions over a migrated database, on both engines."""
    from workflow.store.scope import make_sessions

    return make_sessions(engine)


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The URL of a Redis with nothing in it."""
    redis_server.empty()
    return redis_server.url


@pytest.fixture
def serve() -> Iterator[Callable[[ASGIApp], str]]:
    """Serve ASGI apps on loopback until the test ends: `address = serve(app)`."""
    from tests.servers.web import serving

    with ExitStack() as stack:
        yield lambda app: stack.enter_context(serving(app))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started for the tests of this file; each has a visitor of its own in it.

    It ends with the file: asynchronous tests can't run beside it.
    """
    from tests.servers.chromium import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor of her own: Thai, in the clinic's time zone, without cookies."""
    context = browser.new_context(locale="th-TH", timezone_id="Asia/Bangkok")
    yield context
    context.close()


@pytest.fixture
def chromium_page(browser_context: BrowserContext) -> Iterator[Page]:
    """One page; a script error on it that nobody caught fails the test."""
    page = browser_context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors, f"the page's own scripts failed: {errors}"


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fail the test if the page breaks a WCAG A or AA rule: `axe(page)`."""
    from tests.servers.chromium import accessibility_faults

    def check(page: Page, *, context: str | None = None) -> None:
        faults = accessibility_faults(page, context=context)
        assert not faults, "\n".join(faults)

    return check
