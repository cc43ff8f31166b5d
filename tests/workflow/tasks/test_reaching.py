"""Who may see a customer's number: who calls customers, and who has work for her while it waits; in her clinic only."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session, sessionmaker
from structlog.testing import capture_logs

from tests.factories.cast import Cast, two_clinics
from workflow.actor import Actor, Role
from workflow.customers import Customer, forget_phone, keep_contact
from workflow.refusal import NotAllowed, NotFound, OutOfDate
from workflow.tasks import TaskKind, assign_task, finish_task, phone_to_call
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from workflow.store.models import Staff

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
PHONE = "+66812345678"


@pytest.fixture
def clinics(sessions: Sessions) -> tuple[Cast, Cast]:
    both = two_clinics(sessions)
    for cast in both:

        def tells(session: Session, cast: Cast = cast) -> None:
            hers = session.get_one(Customer, cast.mali.id)
            keep_contact(session, customer=hers, name="มะลิ", phone=PHONE, now=NOW)

        in_transaction(sessions, tells, clinic_id=cast.clinic_id)
    return both


@pytest.fixture
def cast(clinics: tuple[Cast, Cast]) -> Cast:
    return clinics[0]


def as_actor(staff: "Staff") -> Actor:
    return Actor.staff(staff.clinic_id, staff.id, staff.role_set)


def shown(sessions: Sessions, cast: Cast, by: Actor) -> str:
    return in_transaction(
        sessions, lambda s: phone_to_call(s, customer_id=cast.mali.id, by=by), clinic_id=by.clinic_id
    )


@pytest.mark.parametrize("role", [Role.SALES, Role.MANAGER, Role.OWNER])
def test_who_calls_customers_sees_it_and_the_log_says_who_and_whose(
    sessions: Sessions, cast: Cast, role: Role
) -> None:
    by = Actor.staff(cast.clinic_id, cast.fon.id, frozenset({role}))

    with capture_logs() as logs:
        phone = shown(sessions, cast, by)

    assert phone == PHONE
    [entry] = [one for one in logs if one["event"] == "phone.shown"]
    assert (entry["customer_id"], entry["staff_id"]) == (str(cast.mali.id), str(cast.fon.id))
    assert PHONE not in repr(logs)


def test_a_beautician_sees_it_while_she_has_work_for_her(sessions: Sessions, cast: Cast) -> None:
    ploy = as_actor(cast.ploy)
    with pytest.raises(NotAllowed):
        shown(sessions, cast, ploy)

    def gives(session: Session) -> object:
        return assign_task(
            session,
            kind=TaskKind.CALL_CUSTOMER,
            case=None,
            customer_id=cast.mali.id,
            roles=(Role.BEAUTICIAN,),
            detail={"why": "asked"},
            now=NOW,
        ).id

    task_id = in_transaction(sessions, gives, clinic_id=cast.clinic_id)
    assert shown(sessions, cast, ploy) == PHONE
    in_transaction(
        sessions, lambda s: finish_task(s, task_id=task_id, by=ploy, now=NOW), clinic_id=cast.clinic_id
    )
    with pytest.raises(NotAllowed):
        shown(sessions, cast, ploy)


def test_another_clinic_finds_nobody(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    ours, theirs = clinics

    with pytest.raises(NotFound):
        shown(sessions, ours, as_actor(theirs.fon))


def test_a_customer_asks_for_nobodys_number(sessions: Sessions, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        shown(sessions, cast, Actor.customer(cast.clinic_id, cast.mali.id))


def test_a_number_taken_back_is_out_of_date(sessions: Sessions, cast: Cast) -> None:
    def takes_back(session: Session) -> None:
        forget_phone(session, customer=session.get_one(Customer, cast.mali.id), now=NOW)

    in_transaction(sessions, takes_back, clinic_id=cast.clinic_id)

    with pytest.raises(OutOfDate):
        shown(sessions, cast, as_actor(cast.fon))
