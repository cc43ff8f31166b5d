"""Sales agrees on a time with the customer; nobody and nothing is in two places."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cases import MONDAY, Walk, state_of
from tests.factories.clinics import a_resource
from tests.factories.people import a_customer, a_staff, acting, an_identity
from workflow.actor import Role
from workflow.booking import (
    OutsideHours,
    SlotPassed,
    SlotTaken,
    TooSoon,
    book_appointment,
    cancel_appointment,
    days_with_slots,
    free_slots,
    move_appointment,
)
from workflow.cases import IllegalMove, Stage, accept_case_task, close_case, open_case_of
from workflow.catalogue import treatment
from workflow.refusal import BadRequest, NotAllowed, Refusal
from workflow.settings import Buffers, ClinicRules
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    CaseEvent,
    Notice,
    Resource,
    ResourceCell,
    Task,
    TaskKind,
)
from workflow.tasks import NotYours, WrongPerformer, tasks_of

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYTHING = (Appointment, ResourceCell, Case, CaseEvent, Task, Notice)
TODAY = date(2026, 11, 23)


def book(walk: Walk, starts_at: datetime, **kwargs: Any) -> Appointment:
    given = {"by": walk.fon, "now": walk.now, **kwargs}
    return book_appointment(walk.session, case_id=walk.case.id, starts_at=starts_at, **given)


def refused(walk: Walk, refusal: type[Refusal], act: Callable[[], Any]) -> Refusal:
    before = state_of(walk.session, *EVERYTHING)
    with pytest.raises(refusal) as caught:
        act()
    assert state_of(walk.session, *EVERYTHING) == before
    return caught.value


def somebody_else(walk: Walk) -> Walk:
    """Another customer of the same clinic, on her own way."""
    customer = a_customer(walk.session, walk.cast.branch, name="ดาว", sales=walk.cast.fon)
    an_identity(walk.session, walk.cast.channel, customer=customer)
    return Walk(walk.session, walk.cast, customer, now=walk.now)


def taken(walk: Walk, appointment: Appointment) -> Counter[Any]:
    rows = walk.session.scalars(
        sa.select(ResourceCell.resource_id).where(ResourceCell.appointment_id == appointment.id)
    )
    return Counter(rows)


def test_it_takes_people_for_the_treatment_and_things_for_the_cleaning_too(walk: Walk) -> None:
    walk.accepted()
    appointment = book(walk, MONDAY + timedelta(hours=1))

    cells = taken(walk, appointment)
    assert cells[walk.cast.ploy.id] == cells[walk.customer.id] == 10  # 50 minutes
    assert sorted(cells.values()) == [10, 10, 12, 12]  # room and device 60
    assert walk.case.stage is Stage.TREATMENT_SCHEDULED
    assert appointment.ends_at == appointment.starts_at + timedelta(minutes=50)
    assert [task.kind for task in tasks_of(walk.session, staff_id=walk.cast.fon.id)] == []
    assert walk.task(TaskKind.DO_TREATMENT).due_at == appointment.starts_at


@pytest.mark.parametrize(
    ("starts_at", "refusal"),
    [
        (MONDAY, SlotPassed),
        (MONDAY - timedelta(hours=1), SlotPassed),
        (MONDAY + timedelta(minutes=3), BadRequest),
        (MONDAY.replace(hour=2) + timedelta(days=1), OutsideHours),  # 09:00
        (MONDAY.replace(hour=12, minute=15), OutsideHours),  # 19:15 to 20:05
    ],
)
def test_it_refuses_a_time_that_cannot_be(walk: Walk, starts_at: datetime, refusal: type[Refusal]) -> None:
    walk.accepted()

    assert type(refused(walk, refusal, lambda: book(walk, starts_at))) is refusal
    assert book(walk, MONDAY.replace(hour=12, minute=10)).ends_at == MONDAY.replace(hour=13)


def test_it_lets_only_who_sells_book(walk: Walk) -> None:
    walk.scanned()
    later = walk.now + timedelta(hours=1)
    # Nobody has accepted the case yet: nobody could treat her.
    refused(walk, IllegalMove, lambda: book(walk, later))
    task = walk.task(TaskKind.PREPARE_TREATMENT)
    accept_case_task(walk.session, task_id=task.id, by=walk.ploy, now=walk.now)
    other = acting(a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย"))
    refused(walk, NotYours, lambda: book(walk, later, by=other))
    refused(walk, NotAllowed, lambda: book(walk, later, by=walk.ploy))
    refused(walk, NotAllowed, lambda: book(walk, later, by=walk.mali))
    assert book(walk, later, by=walk.anan)


def test_it_refuses_what_is_taken_and_takes_what_is_next_to_it(walk: Walk) -> None:
    walk.accepted()
    book(walk, MONDAY + timedelta(hours=1))
    other = somebody_else(walk)
    other.accepted()

    # Ploy is free at the end of the treatment, but the only room is still being cleaned.
    for minutes in (15, 60, 60 + 50, 60 + 55):
        refused(other, SlotTaken, lambda late=minutes: book(other, MONDAY + timedelta(minutes=late)))
    assert book(other, MONDAY + timedelta(minutes=120))


def test_it_uses_the_second_room_while_the_first_is_cleaned(walk: Walk) -> None:
    a_resource(walk.session, walk.cast.branch, kind="treatment_room", name="2")
    a_resource(walk.session, walk.cast.branch, kind="device_hydra", name="2")
    walk.accepted()
    book(walk, MONDAY + timedelta(hours=1))
    other = somebody_else(walk)
    other.accepted()

    assert book(other, MONDAY + timedelta(minutes=60 + 50))
    assert len(walk.session.scalars(sa.select(ResourceCell.resource_id).distinct()).all()) == 1 + 2 + 4


def test_it_has_no_time_where_the_branch_lacks_the_device(walk: Walk) -> None:
    treatment(walk.session, key="hydradermabrasion").resources = ["treatment_room", "device_moon"]
    walk.accepted()

    assert free_slots(walk.session, case_id=walk.case.id, day=TODAY, now=walk.now) == []
    refused(walk, SlotTaken, lambda: book(walk, MONDAY + timedelta(hours=1)))


def test_it_holds_plentiful_things_only_where_they_are_counted(walk: Walk) -> None:
    treatment(walk.session, key="hydradermabrasion").resources = ["treatment_room", "eye_shields"]
    walk.accepted()

    assert sorted(taken(walk, book(walk, MONDAY + timedelta(hours=1))).values()) == [10, 10, 12]


def test_it_takes_either_room_where_the_treatment_needs_no_particular_one(walk: Walk) -> None:
    treatment(walk.session, key="hydradermabrasion").resources = ["consult_or_treatment_room"]
    walk.accepted()

    assert len(taken(walk, book(walk, MONDAY + timedelta(hours=1)))) == 3


def test_it_moves_both_or_neither(walk: Walk) -> None:
    walk.accepted()
    old = book(walk, MONDAY + timedelta(hours=1))
    other = somebody_else(walk)
    other.accepted()
    book(other, MONDAY + timedelta(hours=3))

    def move(starts_at: datetime) -> Appointment:
        return move_appointment(
            walk.session, case_id=walk.case.id, starts_at=starts_at, by=walk.fon, now=walk.now
        )

    refused(walk, SlotTaken, lambda: move(MONDAY + timedelta(hours=3)))
    # Half an hour later overlaps only with its own old time.
    new = move(MONDAY + timedelta(minutes=90))

    assert (old.state, new.state) == (AppointmentState.CANCELLED, AppointmentState.BOOKED)
    assert taken(walk, old) == Counter()
    assert sum(taken(walk, new).values()) == 44
    assert walk.task(TaskKind.DO_TREATMENT).due_at == new.starts_at
    told = walk.session.scalars(sa.select(Notice).where(Notice.kind == "appointment_booked")).all()
    moved = [notice.data["moved"] for notice in told if notice.case_id == walk.case.id]
    assert sorted(moved) == [False, True]


def test_it_keeps_days_between_two_of_the_same_treatment(walk: Walk) -> None:
    walk.finished()
    close_case(walk.session, case_id=walk.case.id, reason="next goal", by=walk.fon, now=walk.now)
    walk.now += timedelta(days=1)
    walk.accepted()
    case_id = walk.case.id

    refusal = refused(walk, TooSoon, lambda: book(walk, walk.now + timedelta(days=1)))
    assert refusal.facts["first_safe_on"] == "2026-11-30"
    assert free_slots(walk.session, case_id=case_id, day=date(2026, 11, 29), now=walk.now) == []
    assert days_with_slots(walk.session, case_id=case_id, now=walk.now, days=2) == [
        date(2026, 11, 30),
        date(2026, 12, 1),
    ]
    assert book(walk, datetime(2026, 11, 30, 3, tzinfo=UTC))


def test_it_offers_what_can_be_booked(walk: Walk) -> None:
    walk.accepted()
    case_id = walk.case.id
    slots = free_slots(walk.session, case_id=case_id, day=TODAY, now=walk.now, limit=100)

    assert slots[0].starts_at == MONDAY + timedelta(minutes=30)  # ten o'clock is now
    assert slots[-1].starts_at == MONDAY.replace(hour=12, minute=0)
    assert len(slots) == 18
    assert {slot.staff_id for slot in slots} == {walk.cast.ploy.id}
    assert len(free_slots(walk.session, case_id=case_id, day=TODAY, now=walk.now, limit=3)) == 3
    assert free_slots(walk.session, case_id=case_id, day=TODAY - timedelta(days=1), now=walk.now) == []

    other = somebody_else(walk)
    other.accepted()
    book(other, MONDAY + timedelta(hours=2))
    left = free_slots(walk.session, case_id=case_id, day=TODAY, now=walk.now, limit=100)
    gone = {slot.starts_at for slot in slots} - {slot.starts_at for slot in left}
    # 12:00 to 13:00 is taken with cleaning: what begins from 11:30 (with its own cleaning) to 12:30 is gone.
    assert gone == {MONDAY + timedelta(minutes=minutes) for minutes in (90, 120, 150)}
    assert book(walk, left[0].starts_at)


def test_it_looks_through_the_coming_days(walk: Walk) -> None:
    walk.accepted()
    evening = MONDAY.replace(hour=12, minute=30)

    days = days_with_slots(walk.session, case_id=walk.case.id, now=evening, days=3)

    assert days == [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]


def test_it_books_somebody_else_only_if_they_may(walk: Walk) -> None:
    walk.accepted()
    sales_too = a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย")
    nan = a_staff(walk.session, walk.cast.branch, Role.BEAUTICIAN, name="แนน")
    later = MONDAY + timedelta(hours=1)

    refusal = refused(walk, WrongPerformer, lambda: book(walk, later, staff_id=sales_too.id))
    assert set(refusal.facts["who_can"]) == {"พลอย", "แนน", "หมออนันต์"}  # type: ignore[call-overload]
    assert book(walk, later, staff_id=nan.id).staff_id == nan.id
    assert walk.case.beautician_id == nan.id


def test_it_frees_the_time_of_a_closed_case(walk: Walk) -> None:
    walk.accepted()
    book(walk, MONDAY + timedelta(hours=1))
    close_case(walk.session, case_id=walk.case.id, reason="moved away", by=walk.fon, now=walk.now)
    other = somebody_else(walk)
    other.accepted()

    assert open_case_of(walk.session, customer_id=walk.customer.id) is None
    assert book(other, MONDAY + timedelta(hours=1))


def test_it_cancels_and_the_case_goes_on(walk: Walk) -> None:
    walk.accepted()
    agreed = book(walk, MONDAY + timedelta(hours=1))
    case_id = walk.case.id
    for by, refusal in ((walk.ploy, NotAllowed), (walk.mali, NotAllowed)):
        refused(
            walk,
            refusal,
            lambda by=by: cancel_appointment(walk.session, case_id=case_id, by=by, now=walk.now),
        )

    cancelled = cancel_appointment(walk.session, case_id=case_id, by=walk.fon, now=walk.now)

    assert (cancelled.id, cancelled.state) == (agreed.id, AppointmentState.CANCELLED)
    assert taken(walk, agreed) == Counter()
    assert walk.case.stage is Stage.SCANNED
    assert walk.task(TaskKind.BOOK_APPOINTMENT).detail["why"] == "cancelled"
    assert [task.kind for task in tasks_of(walk.session, staff_id=walk.cast.ploy.id)] == []
    kinds = set(walk.session.scalars(sa.select(Notice.kind).where(Notice.case_id == case_id)))
    assert {"appointment_cancelled", "appointment_cancelled_staff"} <= kinds
    refused(
        walk,
        IllegalMove,
        lambda: cancel_appointment(walk.session, case_id=case_id, by=walk.fon, now=walk.now),
    )
    assert book(walk, MONDAY + timedelta(hours=1)).state is AppointmentState.BOOKED


def test_a_room_takes_as_many_at_once_as_it_has_places_in_use(walk: Walk) -> None:
    treatment(walk.session, key="hydradermabrasion").resources = ["ward"]
    branch = walk.cast.branch
    for place, active in ((1, True), (2, True), (3, False)):
        walk.session.add(
            Resource(
                clinic_id=branch.clinic_id,
                branch_id=branch.id,
                kind="ward",
                name="W",
                place=place,
                active=active,
            )
        )
    walk.accepted()
    walks = [walk, somebody_else(walk), somebody_else(walk)]
    carers = [walk.cast.ploy.id] + [
        a_staff(walk.session, branch, Role.BEAUTICIAN, name=name).id for name in ("แนน", "ไก่")
    ]
    for other in walks[1:]:
        other.accepted()
    later = MONDAY + timedelta(hours=1)

    for one, staff_id in zip(walks[:2], carers[:2], strict=True):
        assert book(one, later, staff_id=staff_id)
    refused(walks[2], SlotTaken, lambda: book(walks[2], later, staff_id=carers[2]))
    assert book(walks[2], later + timedelta(hours=1), staff_id=carers[2])


def test_buffers_keep_people_and_things_around_a_treatment(walk: Walk) -> None:
    rules = ClinicRules(
        buffers={"hydradermabrasion": Buffers(before=10, after=20, staff_before=5, staff_after=15)}
    )
    walk.accepted()

    cells = taken(walk, book(walk, MONDAY + timedelta(hours=1), rules=rules))

    assert cells[walk.customer.id] == 10
    assert cells[walk.cast.ploy.id] == 1 + 10 + 3
    assert sorted(cells.values()) == [10, 14, 16, 16]
