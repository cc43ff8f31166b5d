"""A statement that is built once and asked often is looked at once, and still held to each session's own clinic."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.workflow.store.two_full_clinics import CLASSES, Clinics, two_full_clinics
from workflow.store import scope
from workflow.store.models import Customer, Staff
from workflow.store.scope import SEEN_ACROSS_CLINICS, OtherClinicError, held_to, scope_to

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session, sessionmaker


@pytest.fixture
def clinics(engine: sa.Engine) -> Clinics:
    return two_full_clinics(engine)


def _asked(sessions: sessionmaker[Session], statement: Any, clinic_id: uuid.UUID | None) -> list[Any]:
    with sessions() as session:
        scope_to(session, clinic_id)
        return list(session.scalars(statement))


def test_a_kept_query_gives_each_clinic_its_own(sessions: sessionmaker[Session], clinics: Clinics) -> None:
    for name, table in CLASSES.items():
        kept = sa.select(table.clinic_id)
        for clinic_id in (clinics.ours, clinics.theirs, clinics.ours):
            assert _asked(sessions, kept, clinic_id) == [clinic_id], name


def test_a_kept_query_follows_the_session_to_another_clinic(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    kept = sa.select(Customer.clinic_id)
    with sessions() as session:
        scope_to(session, clinics.ours)
        assert session.scalars(kept).all() == [clinics.ours]
        with held_to(session, clinics.theirs):
            assert session.scalars(kept).all() == [clinics.theirs]
        assert session.scalars(kept).all() == [clinics.ours]


def test_what_a_clinic_may_ask_is_still_refused_across_clinics(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    for name, table in CLASSES.items():
        kept = sa.select(table.clinic_id)
        assert _asked(sessions, kept, clinics.ours) == [clinics.ours], name
        if name in SEEN_ACROSS_CLINICS:
            assert set(_asked(sessions, kept, None)) == {clinics.ours, clinics.theirs}, name
        else:
            with pytest.raises(OtherClinicError):
                _asked(sessions, kept, None)
        assert _asked(sessions, kept, clinics.theirs) == [clinics.theirs], name


REFUSED = {
    "a bare table": lambda: sa.select(Customer.__table__),
    "a light table": lambda: sa.select(sa.table("customer", sa.column("clinic_id"))),
    "plain SQL": lambda: sa.text("SELECT * FROM customer"),
    "rows to give away": lambda: sa.update(Customer).values(clinic_id=None),
}


@pytest.mark.parametrize("way", REFUSED)
def test_what_is_refused_once_is_refused_again(
    sessions: sessionmaker[Session], clinics: Clinics, way: str
) -> None:
    kept = REFUSED[way]()
    for clinic_id in (clinics.ours, clinics.ours, clinics.theirs):
        with pytest.raises(OtherClinicError):
            _asked(sessions, kept, clinic_id)


def test_the_rows_of_a_kept_insert_are_looked_at_each_time(
    sessions: sessionmaker[Session], clinics: Clinics
) -> None:
    kept = sa.insert(Staff)
    with sessions() as session:
        scope_to(session, clinics.ours)
        for _ in range(2):
            with pytest.raises(OtherClinicError):
                session.execute(kept, [{"clinic_id": clinics.theirs}])


def test_a_kept_update_changes_each_clinics_own(sessions: sessionmaker[Session], clinics: Clinics) -> None:
    kept = sa.update(Customer).values(name=sa.bindparam("new_name"))
    for clinic_id, name in ((clinics.ours, "ours"), (clinics.theirs, "theirs"), (clinics.ours, "ours again")):
        with sessions() as session:
            scope_to(session, clinic_id)
            session.execute(kept, {"new_name": name}, execution_options={"synchronize_session": False})
            session.commit()
        assert _asked(sessions, sa.select(Customer.name), clinic_id) == [name]
    assert _asked(sessions, sa.select(Customer.name), clinics.theirs) == ["theirs"]


def test_the_rows_in_hand_hear_of_an_update(sessions: sessionmaker[Session], clinics: Clinics) -> None:
    with sessions() as session:
        scope_to(session, clinics.ours)
        row = session.scalars(sa.select(Customer)).one()
        session.execute(sa.update(Customer).where(Customer.id == row.id).values(name="changed"))
        assert row.name == "changed"


def test_what_is_asked_once_is_not_kept(sessions: sessionmaker[Session], clinics: Clinics) -> None:
    gc.collect()
    before = len(scope._LOOKED)
    for _ in range(20):
        _asked(sessions, sa.select(Customer.id), clinics.ours)
    gc.collect()
    assert len(scope._LOOKED) <= before
