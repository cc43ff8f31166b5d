"""PostgreSQL shows and takes no row of another clinic: by a raw connection, and by pooled ones after all that can break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import psycopg
import pytest
import sqlalchemy as sa

from tests.workflow.store.two_full_clinics import CLASSES, Clinics, count_rows, tell, two_full_clinics
from workflow.store.engine import make_engine
from workflow.store.models import Customer, Notice
from workflow.store.scope import SEEN_ACROSS_CLINICS, OtherClinicError, held_to, make_sessions, scope_to
from workflow.store.wall import passes_the_wall, tables_without_the_wall
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.servers

#: What belongs to no clinic: their names (said to all, written by each), the service's clocks, the migrations' own.
OF_NO_CLINIC = {"clinic", "schedule", "alembic_version"}


@pytest.fixture
def engine(migrated_postgres_url: str) -> Iterator[sa.Engine]:
    """PostgreSQL only. One after another, all get the same connection of the pool."""
    engine = make_engine(migrated_postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def clinics(engine: sa.Engine) -> Clinics:
    return two_full_clinics(engine)


@pytest.fixture
def raw(clinics: Clinics, migrated_postgres_url: str) -> Iterator[psycopg.Connection]:
    """A connection that knows nothing of us, as the service's own user; ours is told."""
    with psycopg.connect(migrated_postgres_url.replace("+psycopg", "")) as connection:
        connection.execute("SELECT set_config('aura.clinic', %s, true)", (str(clinics.ours),))
        yield connection
        connection.rollback()


def test_every_table_with_a_clinic_is_behind_the_wall(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert tables_without_the_wall(connection) == []
        names = set(sa.inspect(connection).get_table_names())
        walls = _policies(connection)

    assert names - set(CLASSES) == OF_NO_CLINIC
    assert {name for name, policies in walls.items() if "one_clinic" in policies} == {*CLASSES, "clinic"}
    assert {name for name, policies in walls.items() if "across_clinics" in policies} == {
        *SEEN_ACROSS_CLINICS,
        "clinic",
    }


def _policies(connection: sa.Connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, policy in connection.execute(sa.text("SELECT tablename, policyname FROM pg_policies")):
        found.setdefault(table, set()).add(policy)
    return found


@pytest.mark.parametrize(
    "gap",
    [
        "CREATE TABLE later (id int, clinic_id uuid)",
        "CREATE TABLE later (id int, clinic_id uuid); ALTER TABLE later ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE customer NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE customer DISABLE ROW LEVEL SECURITY",
        "DROP POLICY one_clinic ON customer",
        "CREATE POLICY all_may ON customer USING (true)",
    ],
)
def test_a_gap_is_found(engine: sa.Engine, gap: str) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text(gap))
        assert tables_without_the_wall(connection) == ["later" if "later" in gap else "customer"]


@pytest.mark.parametrize("table", CLASSES)
def test_a_raw_connection_gets_and_takes_nothing_of_theirs(
    raw: psycopg.Connection, clinics: Clinics, table: str
) -> None:
    def asked(statement: str) -> int:
        return raw.execute(statement.replace("IT", f'"{table}"'), {"theirs": clinics.theirs}).rowcount  # type: ignore[arg-type]

    assert asked("SELECT * FROM IT") == 1
    assert asked("SELECT * FROM IT WHERE clinic_id = %(theirs)s") == 0
    assert asked("SELECT * FROM IT WHERE clinic_id = %(theirs)s OR true") == 1
    assert asked("SELECT * FROM IT FOR UPDATE") == 1
    assert asked("UPDATE IT SET clinic_id = clinic_id WHERE clinic_id = %(theirs)s") == 0
    assert asked("DELETE FROM IT WHERE clinic_id = %(theirs)s") == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
        asked("UPDATE IT SET clinic_id = %(theirs)s")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
        _insert_theirs(raw, clinics, table)


def _insert_theirs(raw: psycopg.Connection, clinics: Clinics, table: str) -> None:
    row = clinics.their_rows[table]
    columns = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f"%({name})s" for name in row)
    told = {
        name: psycopg.types.json.Jsonb(value) if isinstance(value, list) else value
        for name, value in row.items()
    }
    raw.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({values})', told)  # type: ignore[arg-type]  # noqa: S608 - our names


def test_a_clinics_name_is_known_to_all_and_written_by_itself(
    raw: psycopg.Connection, clinics: Clinics
) -> None:
    assert raw.execute("SELECT id FROM clinic").rowcount == 2
    assert raw.execute("UPDATE clinic SET name_en = 'x'").rowcount == 1
    assert raw.execute("DELETE FROM clinic WHERE id = %s", (clinics.theirs,)).rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute(
            "INSERT INTO clinic (id, key, name_th, name_en) VALUES (gen_random_uuid(), 'k', 'x', 'x')"
        )


def test_what_says_nothing_sees_nothing(engine: sa.Engine, clinics: Clinics) -> None:
    with engine.connect() as connection:
        assert set(count_rows(connection).values()) == {0}
        tell(connection, clinics.ours)
        connection.rollback()
        # Once set, the setting reads '' and not NULL: that must be no clinic, and no error either.
        assert connection.execute(sa.text("SELECT current_setting('aura.clinic', true)")).scalar_one() == ""
        assert set(count_rows(connection).values()) == {0}


# --- through the pool


@pytest.fixture
def sessions(engine: sa.Engine) -> sessionmaker[Session]:
    return make_sessions(engine)


def customers(session: Session) -> set[uuid.UUID]:
    """Whose customers this very transaction sees, asked below the session."""
    return set(session.connection().execute(sa.text("SELECT clinic_id FROM customer")).scalars())


def notices(session: Session) -> set[uuid.UUID]:
    return set(session.connection().execute(sa.text("SELECT clinic_id FROM notice")).scalars())


class Trouble(Exception):  # noqa: N818 - stands for anything
    """Something went wrong."""


ENDINGS = {
    "a commit": lambda session: session.commit(),
    "a rollback": lambda session: session.rollback(),
    "nothing more": lambda _: None,
    "a bug": lambda _: (_ for _ in ()).throw(Trouble),
    "a broken statement": lambda session: session.connection().execute(sa.text("SELECT 1/0")),
    "a lost connection": lambda session: session.connection().execute(
        sa.text("SELECT pg_terminate_backend(pg_backend_pid())")
    ),
    "an open savepoint": lambda session: session.begin_nested(),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_next_one_at_the_same_connection_sees_nothing_of_the_last(
    engine: sa.Engine, clinics: Clinics, ending: str
) -> None:
    sessions = make_sessions(engine)
    for _ in range(3):
        try:
            with sessions() as session:
                scope_to(session, clinics.ours)
                assert customers(session) == {clinics.ours}
                ENDINGS[ending](session)
        except (Trouble, sa.exc.DBAPIError):
            pass
        with sessions() as session:
            assert customers(session) == set(), "it did not say for which clinic"
        with sessions() as session:
            scope_to(session, clinics.theirs)
            assert customers(session) == {clinics.theirs}
        with engine.connect() as connection:
            assert set(count_rows(connection).values()) == {0}
    assert engine.pool.checkedin() == 1, "it was the same connection each time"


def test_a_session_that_moves_to_another_clinic_moves_the_wall(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    with sessions() as session:
        scope_to(session, None)
        assert (customers(session), notices(session)) == (set(), {clinics.ours, clinics.theirs})
        scope_to(session, clinics.theirs)
        assert (customers(session), notices(session)) == ({clinics.theirs}, {clinics.theirs})
        with held_to(session, clinics.ours):
            assert customers(session) == {clinics.ours}
        assert customers(session) == {clinics.theirs}
        session.commit()
        assert customers(session) == {clinics.theirs}, "a new transaction of the same session is told anew"


def test_a_savepoint_that_is_rolled_back_takes_its_clinic_with_it(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    with sessions() as session:
        scope_to(session, clinics.ours)
        assert customers(session) == {clinics.ours}
        savepoint = session.begin_nested()
        scope_to(session, clinics.theirs)
        assert customers(session) == {clinics.theirs}
        savepoint.rollback()
        # The setting is ours again, the session is theirs: the session's word counts.
        assert customers(session) == {clinics.theirs}
        scope_to(session, clinics.ours)
        assert customers(session) == {clinics.ours}


def test_a_savepoint_that_is_released_leaves_its_clinic(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    with sessions() as session:
        scope_to(session, None)
        assert customers(session) == set()
        with session.begin_nested():
            scope_to(session, clinics.ours)
            assert customers(session) == {clinics.ours}
        assert customers(session) == {clinics.ours}
        scope_to(session, clinics.theirs)
        assert customers(session) == {clinics.theirs}


def test_a_broken_statement_in_a_savepoint_breaks_nothing_else(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    """The clinic is changed while PostgreSQL takes nothing but the way back: `finally` blocks do that."""
    with sessions() as session:
        scope_to(session, None)
        assert len(notices(session)) == 2
        with pytest.raises(sa.exc.DataError):
            _break_as_another(session, clinics.ours)
        assert len(notices(session)) == 2
        scope_to(session, clinics.ours)
        assert customers(session) == {clinics.ours}


def _break_as_another(session: Session, clinic_id: uuid.UUID) -> None:
    with session.begin_nested():
        scope_to(session, clinic_id)
        try:
            session.connection().execute(sa.text("SELECT 1/0"))
        finally:
            scope_to(session, None)


def test_a_transaction_that_is_done_again_is_told_again(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    tries: list[set[uuid.UUID]] = []

    def work(session: Session) -> None:
        tries.append(customers(session))
        if len(tries) < 3:
            session.connection().execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    in_transaction(sessions, work, clinic_id=clinics.ours)

    assert tries == [{clinics.ours}] * 3


LOSSES = {
    "while a savepoint is open": lambda session, _: _lose_in_a_savepoint(session),
    "before another clinic is told": lambda session, clinics: _lose_and_move(session, clinics.theirs),
}


@pytest.mark.parametrize("when", LOSSES)
def test_a_connection_lost_is_worth_another_try(
    sessions: sessionmaker[Session], clinics: Clinics, when: str
) -> None:
    tries: list[set[uuid.UUID]] = []

    def work(session: Session) -> None:
        tries.append(customers(session))
        if len(tries) == 1:
            LOSSES[when](session, clinics)

    in_transaction(sessions, work, clinic_id=clinics.ours)

    assert tries == [{clinics.ours}] * 2


def _lose_in_a_savepoint(session: Session) -> None:
    with session.begin_nested():
        session.connection().execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))


def _lose_and_move(session: Session, clinic_id: uuid.UUID) -> None:
    """The server goes while the session is busy elsewhere; the first to notice is who tells the clinic."""
    pid = session.connection().execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)
    with engine.connect() as other:
        other.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    scope_to(session, clinic_id)
    customers(session)


def test_objects_are_flushed_under_their_own_clinic(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    with sessions() as session:
        scope_to(session, clinics.ours)
        mine = session.scalars(sa.select(Customer)).one()
        mine.name = "changed"
        scope_to(session, clinics.theirs)
        with pytest.raises(OtherClinicError):
            session.flush()


def test_nothing_is_sent_for_a_clinic_that_is_never_asked_about(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    heard: list[str] = []

    class Listening(psycopg.Cursor[tuple[object, ...]]):
        def execute(self, query: Any, *rest: Any, **more: Any) -> Self:
            heard.append(str(query))
            return super().execute(query, *rest, **more)

    with sessions() as session:
        scope_to(session, None)
        driver = session.connection().connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        driver.cursor_factory = Listening
        for _ in range(10):
            scope_to(session, clinics.theirs)
            scope_to(session, clinics.ours)
        for _ in range(2):
            assert session.scalars(sa.select(Notice.clinic_id)).all() == [clinics.ours]
        driver.cursor_factory = psycopg.Cursor

    assert [query[:17] for query in heard] == ["SELECT set_config", "SELECT notice.cli", "SELECT notice.cli"]


# --- who passes it


def test_the_services_own_user_does_not_pass(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert not passes_the_wall(connection)


def test_a_superuser_passes_and_is_found_out(
    postgres_server: PostgresServer, clinics: Clinics, engine: sa.Engine
) -> None:
    administrator = make_engine(postgres_server.administrators_url(engine.url.database or ""))
    with administrator.connect() as connection:
        assert passes_the_wall(connection)
        assert set(count_rows(connection).values()) == {2}
    administrator.dispose()


# --- what it costs


def test_policies_do_not_keep_the_due_index_from_being_used(engine: sa.Engine, clinics: Clinics) -> None:
    """What the planner may look up before the policy must be leakproof; times, ids and equal texts are, LIKE is not."""
    with engine.connect() as connection:
        tell(connection, None)
        # Two rows tell the planner nothing: what it picks by itself hangs on when somebody last counted them. With
        # every other way switched off, the due index is taken if the policy allows it and not otherwise.
        for other_way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            connection.execute(sa.text(f"SET LOCAL {other_way} = off"))
        plan = "\n".join(
            connection.execute(
                sa.text(
                    "EXPLAIN SELECT id FROM notice WHERE state = 'waiting' AND lane = 1 AND due_at <= now() "
                    "ORDER BY due_at LIMIT 10 FOR UPDATE SKIP LOCKED"
                )
            ).scalars()
        )

    assert re.search(r"Index Scan using ix_notice_due", plan), plan
    assert "Index Cond: ((lane = 1) AND (due_at <= now()))" in plan
