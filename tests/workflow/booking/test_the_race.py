"""Many sales people press at once for few times: everybody gets a time or a polite no, and nothing overlaps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cases import MONDAY, Walk, a_treatment
from tests.factories.cast import two_clinics
from tests.factories.clinics import a_resource
from tests.factories.people import a_customer, an_identity
from workflow.booking import SlotTaken, book_appointment
from workflow.cases import IllegalMove
from workflow.store.models import Appointment, ResourceCell
from workflow.unit_of_work import in_transaction, make_engine, make_sessions, scope_to

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from tests.factories.cast import Cast

CUSTOMERS, TIMES, TRIES = 15, 5, 300


def waiting_customers(sessions: sessionmaker[Session], cast: Cast) -> list[uuid.UUID]:
    def prepare(session: Session) -> list[uuid.UUID]:
        a_treatment(session, cast, min_gap_days=None)
        # A second room, but one device: the device decides.
        a_resource(session, cast.branch, kind="treatment_room", name="2")
        cases = []
        for number in range(CUSTOMERS):
            customer = a_customer(session, cast.branch, name=f"ลูกค้า {number}", sales=cast.fon)
            an_identity(session, cast.channel, customer=customer)
            cases.append(Walk(session, cast, customer).accepted().id)
        return cases

    return in_transaction(sessions, prepare, clinic_id=cast.clinic_id)


@pytest.mark.servers
def test_it_loses_to_whoever_commits_first(migrated_postgres_url: str) -> None:
    """Both saw the time free; the second waits at the cell's primary key until the first has committed."""
    engine = make_engine(migrated_postgres_url)
    sessions = make_sessions(engine)
    cast, _ = two_clinics(sessions)
    first_case, second_case, *_ = waiting_customers(sessions, cast)
    fon = Walk(sessions(), cast, cast.mali).fon
    starts_at = MONDAY + timedelta(hours=1)

    def second_books(session: Session) -> str:
        try:
            book_appointment(session, case_id=second_case, starts_at=starts_at, by=fon, now=MONDAY)
        except SlotTaken as refusal:
            return refusal.code
        return "booked"

    with sessions() as first, ThreadPoolExecutor(max_workers=1) as pool:
        scope_to(first, cast.clinic_id)
        book_appointment(first, case_id=first_case, starts_at=starts_at, by=fon, now=MONDAY)
        second = pool.submit(in_transaction, sessions, second_books, clinic_id=cast.clinic_id)
        with engine.connect() as watching:
            waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not second.done() and not watching.scalar(waiting):
                watching.rollback()
        first.commit()
        assert second.result() == "slot_taken"
    engine.dispose()


def test_it_never_books_anything_twice(sessions: sessionmaker[Session]) -> None:
    cast, _ = two_clinics(sessions)
    cases = waiting_customers(sessions, cast)
    fon = Walk(sessions(), cast, cast.mali).fon

    def press(number: int) -> bool:
        case_id = cases[number % CUSTOMERS]
        # Starts half an hour apart: neighbours overlap each other too.
        starts_at: datetime = MONDAY + timedelta(minutes=60 + 30 * (number // CUSTOMERS % TIMES))

        def book(session: Session) -> bool:
            try:
                book_appointment(session, case_id=case_id, starts_at=starts_at, by=fon, now=MONDAY)
            except (SlotTaken, IllegalMove):  # somebody was faster, or this customer has her time already
                return False
            return True

        return in_transaction(sessions, book, clinic_id=cast.clinic_id)

    with ThreadPoolExecutor(max_workers=8) as pool:
        booked = sum(pool.map(press, range(TRIES)))

    def read(session: Session) -> tuple[list[Appointment], int]:
        found = session.scalars(sa.select(Appointment).order_by(Appointment.starts_at)).all()
        cells = session.scalar(sa.select(sa.func.count()).select_from(ResourceCell)) or 0
        return list(found), cells

    appointments, cells = in_transaction(sessions, read, clinic_id=cast.clinic_id)
    assert len(appointments) == booked
    assert 2 <= booked <= 3  # five overlapping half-hours hold at most three treatments of an hour
    assert cells == 44 * booked
    for one, next_one in pairwise(appointments):
        assert one.ends_at + timedelta(minutes=10) <= next_one.starts_at
