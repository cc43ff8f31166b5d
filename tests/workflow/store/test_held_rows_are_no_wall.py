"""A row that is held for a change keeps nobody from writing rows that name it: on PostgreSQL, where that can happen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cases import Walk, a_treatment
from tests.factories.cast import Cast, two_clinics
from tests.factories.catalogue import the_catalogue
from tests.factories.people import NOW
from workflow.cases.moves import case_for_change
from workflow.cases.returning import returning
from workflow.loyalty import NotEnoughPoints, spend_points
from workflow.refusal import Refusal
from workflow.store.models import Case, Clinic, Customer, Task
from workflow.tasks.held import task_for_change
from workflow.unit_of_work import in_transaction, make_engine, make_sessions, scope_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session, sessionmaker


pytestmark = pytest.mark.servers


@pytest.fixture
def sessions(migrated_postgres_url: str) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(migrated_postgres_url)
    yield make_sessions(engine)
    engine.dispose()


@pytest.fixture
def cast(sessions: sessionmaker[Session]) -> Cast:
    ours, _ = two_clinics(sessions)

    def scan(session: Session) -> None:
        a_treatment(session, ours)
        Walk(session, ours, session.get_one(Customer, ours.mali.id)).scanned()

    in_transaction(sessions, scan, clinic_id=ours.clinic_id)
    return ours


def the_case(session: Session, _: Cast) -> None:
    case_for_change(session, case_id=session.scalars(sa.select(Case.id)).one())


def a_task(session: Session, _: Cast) -> None:
    task_for_change(session, task_id=session.scalars(sa.select(Task.id).limit(1)).one())


def her_points(session: Session, cast: Cast) -> None:
    with suppress(NotEnoughPoints):
        spend_points(
            session,
            customer_id=cast.mali.id,
            points=1,
            reason="test",
            key="test",
            case_id=None,
            now=NOW,
        )


def her_next_case(session: Session, cast: Cast) -> None:
    with suppress(Refusal):
        returning(session, customer_id=cast.mali.id, by=Walk(session, cast, cast.mali).fon)


def the_catalogue_of(session: Session, cast: Cast) -> None:
    the_catalogue(session, cast.clinic)


@pytest.mark.parametrize(
    ("held", "model"),
    [
        (the_case, Case),
        (a_task, Task),
        (her_points, Customer),
        (her_next_case, Customer),
        (the_catalogue_of, Clinic),
    ],
)
def test_who_holds_a_row_lets_others_name_it(
    sessions: sessionmaker[Session], cast: Cast, held: Callable[[Session, Cast], None], model: type[Any]
) -> None:
    with sessions() as holding, holding.begin():
        scope_to(holding, cast.clinic_id)
        held(holding, cast)
        with sessions() as naming, naming.begin():
            scope_to(naming, cast.clinic_id)
            # What the check of a foreign key asks for; it fails at once where it would have to wait.
            named = sa.select(model.id).with_for_update(read=True, key_share=True, nowait=True)
            assert naming.scalars(named).all()


def test_two_that_start_at_once_load_the_catalogue_one_after_the_other(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    with sessions() as first, first.begin():
        scope_to(first, cast.clinic_id)
        assert the_catalogue(first, cast.clinic)
        with sessions() as second, second.begin():
            scope_to(second, cast.clinic_id)
            second.execute(sa.select(sa.func.set_config("lock_timeout", "50ms", True)))
            with pytest.raises(sa.exc.OperationalError, match="LockNotAvailable"):
                the_catalogue(second, cast.clinic)


def test_one_is_held_by_one_at_a_time(sessions: sessionmaker[Session], cast: Cast) -> None:
    with sessions() as first, first.begin():
        scope_to(first, cast.clinic_id)
        the_case(first, cast)
        with sessions() as second, second.begin():
            scope_to(second, cast.clinic_id)
            second.execute(sa.select(sa.func.set_config("lock_timeout", "50ms", True)))
            with pytest.raises(sa.exc.OperationalError, match="LockNotAvailable"):
                the_case(second, cast)
