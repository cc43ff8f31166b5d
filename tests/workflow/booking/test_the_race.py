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
from workflow.booking import SlotTaken, book_appointment, hold_slot
from workflow.cases import IllegalMove
from workflow.store.models import Appointment, Case, Hold, ResourceCell, Stage
from workflow.unit_of_work import in_transaction, make_engine, make_sessions, scope_to

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
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


SLOTS, RIVALS = 20, 300


def rivals(sessions: sessionmaker[Session], cast: Cast) -> list[uuid.UUID]:
    """Three hundred customers, each with an accepted case of her own."""

    def prepare(session: Session) -> list[uuid.UUID]:
        treatment = a_treatment(session, cast, min_gap_days=None)
        cases = []
        for number in range(RIVALS):
            customer = a_customer(session, cast.branch, name=f"ลูกค้า {number}", sales=cast.fon)
            case = Case(
                clinic_id=cast.clinic_id,
                code=f"R{number:05}",
                customer_id=customer.id,
                branch_id=cast.branch.id,
                sales_id=cast.fon.id,
                beautician_id=cast.ploy.id,
                treatment_type_id=treatment.id,
                stage=Stage.SCANNED,
                opened_at=MONDAY,
                stage_at=MONDAY,
            )
            session.add(case)
            cases.append(case)
        session.flush()
        return [case.id for case in cases]

    return in_transaction(sessions, prepare, clinic_id=cast.clinic_id)


@pytest.mark.parametrize("deciding", [False, True], ids=["books", "holds-then-books"])
def test_three_hundred_for_twenty_times_give_twenty(sessions: sessionmaker[Session], deciding: bool) -> None:
    """Nine times a day; fifteen want each of the twenty. With one device nobody else fits."""
    cast, _ = two_clinics(sessions)
    cases = rivals(sessions, cast)
    fon = Walk(sessions(), cast, cast.mali).fon

    def starts_at(number: int) -> datetime:
        day, hour = divmod(number % SLOTS, 9)
        return MONDAY + timedelta(days=1 + day, hours=hour)

    def press(number: int) -> bool:
        def step(take: Callable[..., object]) -> Callable[[Session], None]:
            def once(session: Session) -> None:
                take(session, case_id=cases[number], starts_at=starts_at(number), by=fon, now=MONDAY)

            return once

        try:
            if deciding:
                in_transaction(sessions, step(hold_slot), clinic_id=cast.clinic_id)
            in_transaction(sessions, step(book_appointment), clinic_id=cast.clinic_id)
        except SlotTaken:
            return False
        return True

    with ThreadPoolExecutor(max_workers=12) as pool:
        booked = sum(pool.map(press, range(RIVALS)))

    def read(session: Session) -> tuple[list[Appointment], int, int]:
        found = session.scalars(sa.select(Appointment).order_by(Appointment.starts_at)).all()
        cells = session.scalar(sa.select(sa.func.count()).select_from(ResourceCell)) or 0
        return list(found), cells, len(session.scalars(sa.select(Hold)).all())

    appointments, cells, left = in_transaction(sessions, read, clinic_id=cast.clinic_id)
    assert booked == len(appointments) == len({one.starts_at for one in appointments}) == SLOTS
    assert (cells, left) == (44 * SLOTS, 0)
    for one, next_one in pairwise(appointments):
        assert one.ends_at + timedelta(minutes=10) <= next_one.starts_at
