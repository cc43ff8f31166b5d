"""Whichever table, whichever way it is asked or written, one clinic gets nothing of another. On both engines.

A session holds what goes through it. Below it, on the bare connection, PostgreSQL holds on its own; SQLite does not,
so the last test names the few places that may go there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tests.workflow.store.two_full_clinics import CLASSES, Clinics, count_rows, tell, two_full_clinics
from workflow.store.models import Clinic
from workflow.store.scope import SEEN_ACROSS_CLINICS, OtherClinicError, held_to, scope_to

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from workflow.store.base import ClinicTable

Way = "Callable[[Session, type[ClinicTable], Clinics], Any]"


@pytest.fixture
def clinics(engine: sa.Engine) -> Clinics:
    return two_full_clinics(engine)


def _by_another_name(session: Session, other: Any, clinics: Clinics) -> Any:
    return session.scalars(sa.select(other).where(other.clinic_id == clinics.theirs)).all()


def _by_two_names(session: Session, one: Any, two: Any, clinics: Clinics) -> Any:
    same = sa.select(one, two).where(one.clinic_id == two.clinic_id, two.clinic_id == clinics.theirs)
    return session.execute(same).all()


def _from(session: Session, derived: sa.FromClause, clinics: Clinics) -> Any:
    return session.execute(sa.select(derived).where(derived.c.clinic_id == clinics.theirs)).all()


def _plain(table: type[ClinicTable]) -> sa.TextClause:
    return sa.text(f'SELECT * FROM "{table.__tablename__}"')  # noqa: S608 - our own names


def _counted(table: type[ClinicTable]) -> sa.ColumnClause[int]:
    return sa.literal_column(f'(SELECT count(*) FROM "{table.__tablename__}")', sa.Integer)  # noqa: S608


READS: dict[str, Way] = {
    "its class": lambda s, m, c: s.scalars(sa.select(m).where(m.clinic_id == c.theirs)).all(),
    "a column": lambda s, m, c: s.scalars(sa.select(m.clinic_id).where(m.clinic_id != c.ours)).all(),
    "its key": lambda s, m, c: s.get(m, c.key_of(m, of=c.their_rows)),
    "its key and a lock": lambda s, m, c: s.get(m, c.key_of(m, of=c.their_rows), with_for_update=True),
    "another name": lambda s, m, c: _by_another_name(s, aliased(m), c),
    "two names": lambda s, m, c: _by_two_names(s, aliased(m), aliased(m), c),
    "a join": lambda s, m, c: s.execute(
        sa.select(Clinic.id, m.clinic_id).join(m, m.clinic_id == Clinic.id).where(Clinic.id == c.theirs)
    ).all(),
    "a join from the other side": lambda s, m, c: s.execute(
        sa.select(m).join(Clinic, Clinic.id == m.clinic_id).where(Clinic.id == c.theirs)
    ).all(),
    "an outer join": lambda s, m, c: s.scalars(
        sa.select(m.clinic_id)
        .select_from(Clinic)
        .outerjoin(m, m.clinic_id == Clinic.id)
        .where(Clinic.id == c.theirs, m.clinic_id.is_not(None))
    ).all(),
    "a sub-select": lambda s, m, c: s.scalars(
        sa.select(Clinic).where(Clinic.id == c.theirs, Clinic.id.in_(sa.select(m.clinic_id)))
    ).all(),
    "a derived table": lambda s, m, c: _from(s, sa.select(m.clinic_id).subquery(), c),
    "a common table": lambda s, m, c: _from(s, sa.select(m.clinic_id).cte(), c),
    "a scalar": lambda s, m, c: s.scalar(
        sa.select(sa.select(m.clinic_id).where(m.clinic_id == c.theirs).scalar_subquery())
    ),
    "whether there is any": lambda s, m, c: s.scalar(sa.select(sa.exists().where(m.clinic_id == c.theirs))),
    "how many there are": lambda s, m, c: s.scalar(sa.select(sa.func.count()).where(m.clinic_id == c.theirs)),
    "how many there are beside ours": lambda s, m, _: s.scalar(sa.select(sa.func.count() - 1).select_from(m)),
    "a union": lambda s, m, c: s.execute(
        sa.union_all(
            sa.select(m.clinic_id).where(m.clinic_id == c.theirs), sa.select(Clinic.id).where(sa.false())
        )
    ).all(),
    "a legacy query": lambda s, m, c: s.query(m).filter(m.clinic_id == c.theirs).count(),
}


@pytest.mark.parametrize("way", READS)
def test_no_row_is_seen_by(sessions: sessionmaker[Session], clinics: Clinics, way: str) -> None:
    with sessions() as session:
        scope_to(session, clinics.ours)
        seen = {name for name, table in CLASSES.items() if READS[way](session, table, clinics)}
        own = {
            name
            for name, table in CLASSES.items()
            if session.get(table, clinics.key_of(table, of=clinics.our_rows))
        }

    assert seen == set()
    assert own == set(CLASSES)


WRITES: dict[str, Way] = {
    "an update": lambda s, m, c: (
        s.execute(
            sa.update(m).where(m.clinic_id == c.theirs).values(_the_same(m)),
            execution_options={"synchronize_session": False},
        ).rowcount
    ),
    "an update that looks first": lambda s, m, c: (
        s.execute(
            sa.update(m).where(m.clinic_id == c.theirs).values(_the_same(m)),
            execution_options={"synchronize_session": "fetch"},
        ).rowcount
    ),
    "an update by another table": lambda s, m, c: (
        s.execute(
            sa.update(m).where(m.clinic_id == Clinic.id, Clinic.id == c.theirs).values(_the_same(m)),
            execution_options={"synchronize_session": False},
        ).rowcount
    ),
    "a delete": lambda s, m, c: (
        s.execute(
            sa.delete(m).where(m.clinic_id == c.theirs), execution_options={"synchronize_session": False}
        ).rowcount
    ),
    "a legacy delete": lambda s, m, c: s.query(m).filter(m.clinic_id == c.theirs).delete("fetch"),
}


def _the_same(table: type[ClinicTable]) -> dict[str, Any]:
    """A column of the table, set to what it holds."""
    column = next(c for c in sa.inspect(table).columns if c.key != "clinic_id" and not c.primary_key)
    return {column.key: column}


@pytest.mark.parametrize("way", WRITES)
def test_no_row_is_changed_by(sessions: sessionmaker[Session], clinics: Clinics, way: str) -> None:
    with sessions() as session:
        scope_to(session, clinics.ours)
        changed = {name for name, table in CLASSES.items() if WRITES[way](session, table, clinics)}

    assert changed == set()


def _forged(table: type[ClinicTable], clinics: Clinics) -> dict[str, Any]:
    return {"clinic_id": clinics.theirs, **dict.fromkeys(key.name for key in sa.inspect(table).primary_key)}


REFUSED: dict[str, Way] = {
    "a new object": lambda s, m, c: (s.add(m(clinic_id=c.theirs)), s.flush()),
    "an object that changes hands": lambda s, m, c: (
        setattr(s.get_one(m, c.key_of(m, of=c.our_rows)), "clinic_id", c.theirs),
        s.flush(),
    ),
    "rows to insert": lambda s, m, c: s.execute(sa.insert(m), [_forged(m, c)]),
    "one row to insert": lambda s, m, c: s.execute(sa.insert(m), _forged(m, c)),
    "values to insert": lambda s, m, c: s.execute(sa.insert(m).values(_forged(m, c))),
    "values among rows to insert": lambda s, m, c: s.execute(
        sa.insert(m).values(clinic_id=c.theirs), [{"clinic_id": c.ours}]
    ),
    "a select to insert": lambda s, m, _: s.execute(
        sa.insert(m).from_select(["clinic_id"], sa.select(Clinic.id))
    ),
    "rows to update by their keys": lambda s, m, c: s.execute(sa.update(m), [_forged(m, c)]),
    "our rows to give away": lambda s, m, c: s.execute(sa.update(m).values(clinic_id=c.theirs)),
    "our rows to give away by name": lambda s, m, c: s.execute(sa.update(m).values({"clinic_id": c.theirs})),
    "plain SQL": lambda s, m, _: s.execute(_plain(m)),
    "objects by plain SQL": lambda s, m, _: s.scalars(sa.select(m).from_statement(_plain(m))),
    "a table by its plain name": lambda s, m, _: s.execute(
        sa.select(sa.text("*")).select_from(sa.text(f'"{m.__tablename__}"'))
    ),
    "a bare table": lambda s, m, _: s.execute(sa.select(m.__table__)),
    "a bare column": lambda s, m, _: s.execute(sa.select(m.__table__.c.clinic_id)),
    "a bare table by another name": lambda s, m, _: s.execute(sa.select(m.__table__.alias())),
    "a bare table in a join": lambda s, m, _: s.execute(
        sa.select(Clinic.id).join(m.__table__, m.__table__.c.clinic_id == Clinic.id)
    ),
    "a bare table in a sub-select": lambda s, m, _: s.execute(
        sa.select(Clinic.id).where(Clinic.id.in_(sa.select(m.__table__.c.clinic_id)))
    ),
    "a light table": lambda s, m, _: s.execute(
        sa.select(sa.column("clinic_id")).select_from(sa.table(m.__tablename__))
    ),
    "a light table with columns": lambda s, m, _: s.execute(
        sa.select(sa.table(m.__tablename__, sa.column("clinic_id")))
    ),
    "a light table by another name": lambda s, m, _: s.execute(
        sa.select(sa.table(m.__tablename__, sa.column("clinic_id")).alias())
    ),
    "a light table in a sub-select": lambda s, m, _: s.execute(
        sa.select(Clinic.id).where(sa.exists().select_from(sa.table(m.__tablename__)))
    ),
    "a table of another schema": lambda s, m, _: s.execute(
        sa.select(sa.Table(m.__tablename__, sa.MetaData(), sa.Column("clinic_id")))
    ),
    "a light update": lambda s, m, c: s.execute(
        sa.update(sa.table(m.__tablename__, sa.column("clinic_id"))).values(clinic_id=c.ours)
    ),
    "a light delete": lambda s, m, _: s.execute(sa.delete(sa.table(m.__tablename__))),
    "a literal column": lambda s, m, _: s.execute(sa.select(_counted(m))),
    "a literal column among others": lambda s, m, _: s.execute(sa.select(Clinic.id, _counted(m).label("n"))),
    "a literal condition": lambda s, m, _: s.scalars(sa.select(Clinic.id).where(_counted(m) > 0)),
    "a literal order": lambda s, m, _: s.scalars(sa.select(Clinic.id).order_by(_counted(m))),
    "a bare update": lambda s, m, c: s.execute(sa.update(m.__table__).values(clinic_id=c.ours)),
    "a bare delete": lambda s, m, _: s.execute(sa.delete(m.__table__)),
    "a bare insert": lambda s, m, c: s.execute(sa.insert(m.__table__), [_forged(m, c)]),
    "bulk objects": lambda s, m, c: s.bulk_save_objects([m(clinic_id=c.theirs)]),
    "bulk inserts": lambda s, m, c: s.bulk_insert_mappings(sa.inspect(m), [_forged(m, c)]),
    "bulk updates": lambda s, m, c: s.bulk_update_mappings(sa.inspect(m), [_forged(m, c)]),
}


@pytest.mark.parametrize("way", REFUSED)
def test_a_session_refuses(sessions: sessionmaker[Session], clinics: Clinics, way: str) -> None:
    for name, table in CLASSES.items():
        with sessions() as session:
            scope_to(session, clinics.ours)
            with pytest.raises(OtherClinicError):
                pytest.fail(f"{name}: {REFUSED[way](session, table, clinics)}")


def test_a_row_that_is_there_already_is_not_read_again_for_others(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    with sessions() as session:
        scope_to(session, clinics.ours)
        for table in CLASSES.values():
            with held_to(session, clinics.theirs):
                row = session.get_one(table, clinics.key_of(table, of=clinics.their_rows))
            with pytest.raises(sa.exc.InvalidRequestError):
                session.refresh(row)


def test_across_clinics_only_what_is_named_can_be_seen(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    for name, table in CLASSES.items():
        with sessions() as session:
            scope_to(session, None)
            if name in SEEN_ACROSS_CLINICS:
                found = session.scalars(sa.select(table.clinic_id)).all()
                assert set(found) == {clinics.ours, clinics.theirs}, name
                continue
            with pytest.raises(OtherClinicError):
                session.scalars(sa.select(table)).all()
            with pytest.raises(OtherClinicError):
                session.get(table, clinics.key_of(table, of=clinics.our_rows))
            with pytest.raises(OtherClinicError):
                session.execute(sa.delete(table))
            session.add(table(clinic_id=clinics.ours))
            with pytest.raises(OtherClinicError):
                session.flush()


def test_a_clinic_writes_its_own_name_only(sessions: sessionmaker[Session], clinics: Clinics) -> None:
    with sessions() as session:
        scope_to(session, clinics.ours)
        assert {row.id for row in session.scalars(sa.select(Clinic))} == {clinics.ours, clinics.theirs}
        session.get_one(Clinic, clinics.ours).name_en = "Ours"
        session.flush()
        session.get_one(Clinic, clinics.theirs).name_en = "Ours too"
        with pytest.raises(OtherClinicError):
            session.flush()


def test_every_table_with_a_clinic_is_in_this_matrix(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        there = {
            name
            for name in inspector.get_table_names()
            if "clinic_id" in {column["name"] for column in inspector.get_columns(name)}
        }

    assert there == set(CLASSES)


def test_only_these_go_around_the_session() -> None:
    """The bare connection of a session is held by PostgreSQL alone; these check by themselves what they write."""
    root = Path(__file__).parents[3]
    rooms = ("admin_web", "aura", "bot", "insights", "portal", "scheduler", "simulator", "workflow")
    around = {
        str(file.relative_to(root))
        for room in rooms
        for file in (root / room).rglob("*.py")
        if any(
            word in file.read_text() for word in (".connection()", ".get_bind().connect", "exec_driver_sql")
        )
    }

    assert around == {
        "workflow/notices/sending.py",  # settles notices of any clinics, by the ids that were claimed
        "workflow/store/engine.py",  # opens the database
        "workflow/store/for_each.py",  # runs what sending.py gives it, where there are no arrays
        "workflow/store/insert_once.py",  # looks at each row's clinic first
        "workflow/store/migrations/env.py",  # changes tables, not rows
        "workflow/store/wall.py",  # tells PostgreSQL the clinic
    }


@pytest.mark.servers
def test_below_the_session_postgres_holds_what_is_asked(
    migrated_postgres_url: str,
) -> None:
    from workflow.store.engine import make_engine

    engine = make_engine(migrated_postgres_url)
    clinics = two_full_clinics(engine)
    with engine.connect() as connection:
        assert set(count_rows(connection).values()) == {0}, "nothing was told"
        tell(connection, clinics.ours)
        assert set(count_rows(connection).values()) == {1}
        tell(connection, None)
        assert count_rows(connection) == {name: 2 if name in SEEN_ACROSS_CLINICS else 0 for name in CLASSES}
    engine.dispose()
