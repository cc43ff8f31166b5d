"""The servers that the tests lean on are real, fresh for every test, and gone afterwards."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import redis
import sqlalchemy as sa

from tests.servers import processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from sqlalchemy.orm import Session, sessionmaker
    from starlette.types import Receive, Scope, Send


def test_it_gives_an_empty_database_of_each_kind(database_url: str) -> None:
    engine = sa.create_engine(database_url)

    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text("CREATE TABLE seen (id integer)"))

    engine.dispose()


def test_the_postgres_role_is_held_by_row_level_security(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, current_setting('fsync') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert row == (False, False, "on")


def test_migrated_databases_hold_every_table_and_no_rows(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        tables = sa.inspect(session.connection()).get_table_names()
        counts = {
            name: session.connection().scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            for name in tables
        }

    assert "case" in tables or "cases" in tables
    assert {name: n for name, n in counts.items() if n} == {"alembic_version": 1}


def test_redis_starts_empty_and_answers(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        assert client.set("greeting", "hello")
        assert client.get("greeting") == b"hello"


def test_unit_tests_have_no_sockets() -> None:
    with pytest.raises(Exception, match="tried to use socket"):
        socket.socket()


@pytest.mark.servers
def test_tests_with_servers_reach_loopback_only() -> None:
    # 192.0.2.1 is reserved for documentation (RFC 5737): the guard refuses before a packet leaves.
    with socket.socket() as outside, pytest.raises(Exception, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


@pytest.mark.servers
@pytest.mark.parametrize(
    ("module", "name"),
    [("redis_server", "RedisServer"), ("postgres", "PostgresServer")],
    ids=["redis", "postgres"],
)
def test_a_server_ends_with_its_test_run_even_when_that_is_killed(
    module: str, name: str, tmp_path: Path
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can tie a child to its parent's life; elsewhere the next run sweeps up")
    program = tmp_path / "run.py"
    program.write_text(
        "import sys\n"
        f"from tests.servers.{module} import {name}\n"
        f"server = {name}.start()\n"
        "print(server._server.process.pid, server._server.folder, flush=True)\n"
        "sys.stdin.read()\n"
    )
    root = Path(__file__).parents[2]
    run = subprocess.Popen(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stdout is not None
        server_id, folder = run.stdout.readline().split()

        run.send_signal(signal.SIGKILL)
        run.wait(timeout=10)

    assert _ended(int(server_id))
    processes.new_folder("sweep").rmdir()
    assert not Path(folder).exists()


def _ended(process_id: int) -> bool:
    """Wait for the end of a process that is not our child."""
    try:
        watched = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 10)[0])
    finally:
        os.close(watched)


@pytest.mark.browser
def test_chromium_opens_a_page_that_we_serve(
    serve: Callable[..., str], chromium_page: Page, axe: Callable[..., None]
) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [(b"content-type", b"text/html; charset=utf-8")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            page = "<!doctype html><html lang=th><title>สวัสดี</title><main><h1>สวัสดีค่ะ</h1></main></html>"
            await send({"type": "http.response.body", "body": page.encode()})

    chromium_page.goto(serve(app))

    assert chromium_page.get_by_role("heading").inner_text() == "สวัสดีค่ะ"
    axe(chromium_page)


@pytest.mark.browser
def test_the_accessibility_check_finds_a_picture_without_words(
    chromium_page: Page, axe: Callable[..., None]
) -> None:
    chromium_page.set_content(
        '<html lang="th"><title>รูป</title><img src="data:image/gif;base64,R0lGOD" /></html>'
    )

    with pytest.raises(AssertionError, match="image-alt"):
        axe(chromium_page)
