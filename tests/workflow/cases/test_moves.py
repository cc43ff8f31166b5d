"""Buttons pressed by the wrong person, too late, too early or twice: they say so and change nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from tests.factories.cases import Walk, state_of
from tests.factories.people import a_staff, acting
from workflow.actor import Actor, Role
from workflow.booking import book_appointment, move_appointment
from workflow.cases import (
    IllegalMove,
    Stage,
    TooEarly,
    TooLate,
    accept_case_task,
    case_for_change,
    close_case,
    events,
    finish_treatment,
    open_case_of,
    start_treatment,
    stop_treatment,
)
from workflow.follow_ups import FollowUpState, follow_ups_of
from workflow.loyalty import balance
from workflow.refusal import NotAllowed, NotFound, OutOfDate, Refusal
from workflow.store.base import new_id
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    CaseEvent,
    FollowUp,
    LoyaltyLedgerEntry,
    Notice,
    ResourceCell,
    Task,
    TaskKind,
    TreatmentPlan,
    TreatmentSession,
)
from workflow.store.scope import scope_to
from workflow.tasks import AlreadyAccepted, AlreadyDone, NotYours, WrongPerformer, waiting_tasks_of_case

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYTHING = (
    *(Appointment, Case, CaseEvent, FollowUp, LoyaltyLedgerEntry, Notice, ResourceCell, Task),
    *(TreatmentPlan, TreatmentSession),
)


def refused(walk: Walk, refusal: type[Refusal], act: Callable[[], Any]) -> Refusal:
    """Do it, and see that it was refused and that not one row is different."""
    before = state_of(walk.session, *EVERYTHING)
    with pytest.raises(refusal) as caught:
        act()
    assert state_of(walk.session, *EVERYTHING) == before
    assert type(caught.value) is refusal
    return caught.value


def another_beautician(walk: Walk) -> Actor:
    return acting(a_staff(walk.session, walk.cast.branch, Role.BEAUTICIAN, name="แนน"))


def another_sales(walk: Walk) -> Actor:
    return acting(a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย"))


def start(walk: Walk, by: Actor) -> Callable[[], Any]:
    return lambda: start_treatment(walk.session, case_id=walk.case.id, by=by, now=walk.now)


def finish(walk: Walk, by: Actor) -> Callable[[], Any]:
    return lambda: finish_treatment(walk.session, case_id=walk.case.id, by=by, now=walk.now)


def test_it_accepts_a_task_once_and_only_for_its_holder(walk: Walk) -> None:
    walk.scanned()
    task = walk.task(TaskKind.PREPARE_TREATMENT)

    def accept(by: Actor) -> Callable[[], Any]:
        return lambda: accept_case_task(walk.session, task_id=task.id, by=by, now=walk.now)

    refused(walk, NotYours, accept(another_beautician(walk)))
    refused(walk, NotYours, accept(walk.fon))
    refused(walk, NotYours, accept(walk.mali))
    accept(walk.ploy)()
    refused(walk, AlreadyAccepted, accept(walk.ploy))

    assert walk.case.beautician_id == walk.cast.ploy.id
    assert walk.task(TaskKind.BOOK_APPOINTMENT).staff_id == walk.cast.fon.id


def test_it_takes_a_preparation_back_when_the_case_is_closed(walk: Walk) -> None:
    walk.scanned()
    case_id, task = walk.case.id, walk.task(TaskKind.PREPARE_TREATMENT)
    close_case(walk.session, case_id=case_id, reason="not interested", by=walk.fon, now=walk.now)

    refused(
        walk, OutOfDate, lambda: accept_case_task(walk.session, task_id=task.id, by=walk.ploy, now=walk.now)
    )
    refused(
        walk,
        IllegalMove,
        lambda: close_case(walk.session, case_id=case_id, reason="again", by=walk.fon, now=walk.now),
    )


def test_it_does_not_know_the_other_clinics_cases(walk: Walk) -> None:
    walk.booked()
    case_id, task = walk.case.id, walk.task(TaskKind.DO_TREATMENT)
    walk.session.flush()
    walk.session.expunge_all()
    scope_to(walk.session, new_id())

    with pytest.raises(NotFound):
        start_treatment(walk.session, case_id=case_id, by=walk.ploy, now=walk.now)
    with pytest.raises(NotFound):
        accept_case_task(walk.session, task_id=task.id, by=walk.ploy, now=walk.now)
    with pytest.raises(NotFound):
        case_for_change(walk.session, case_id=case_id)


@pytest.mark.parametrize(
    ("minutes", "refusal"),
    [(-61, TooEarly), (-60, None), (0, None), (12 * 60, None), (12 * 60 + 1, TooLate)],
)
def test_it_starts_from_an_hour_before_until_twelve_hours_after(
    walk: Walk, minutes: int, refusal: type[Refusal] | None
) -> None:
    walk.booked()
    starts_at = walk.now + timedelta(hours=2)
    walk.now = starts_at + timedelta(minutes=minutes)

    if refusal is None:
        start(walk, walk.ploy)()
        assert walk.case.stage is Stage.IN_TREATMENT
    else:
        assert refused(walk, refusal, start(walk, walk.ploy)).facts["starts_at"] == starts_at


def test_it_lets_only_the_cases_own_beautician_treat(walk: Walk) -> None:
    walk.booked()
    walk.now += timedelta(hours=2)
    other = another_beautician(walk)

    refused(walk, NotYours, start(walk, other))
    refused(walk, NotYours, start(walk, walk.anan))
    refused(walk, NotAllowed, start(walk, walk.fon))
    refused(walk, NotAllowed, start(walk, walk.mali))
    refused(walk, IllegalMove, finish(walk, walk.ploy))
    start(walk, walk.ploy)()
    refused(walk, IllegalMove, start(walk, walk.ploy))
    refused(walk, NotYours, finish(walk, other))
    refused(walk, NotAllowed, finish(walk, walk.fon))


def test_it_finishes_once_however_often_the_button_is_pressed(walk: Walk) -> None:
    walk.finished()

    refused(walk, IllegalMove, finish(walk, walk.ploy))
    refused(walk, IllegalMove, start(walk, walk.ploy))

    assert balance(walk.session, customer_id=walk.customer.id) == 25
    assert len(follow_ups_of(walk.session, case_id=walk.case.id)) == 4


def test_it_gives_a_physicians_treatment_to_the_physician(walk: Walk) -> None:
    from workflow.catalogue import treatment

    treatment(walk.session, key="hydradermabrasion").active = False
    walk.scanned()

    task = walk.task(TaskKind.PREPARE_TREATMENT)
    assert task.staff_id == walk.cast.anan.id
    accept_case_task(walk.session, task_id=task.id, by=walk.anan, now=walk.now)
    assert walk.case.beautician_id == walk.cast.anan.id


def test_it_refuses_a_beautician_whose_treatment_became_a_physicians(walk: Walk) -> None:
    from workflow.catalogue import treatment
    from workflow.store.models import Performer

    walk.booked()
    walk.now += timedelta(hours=2)
    treatment(walk.session, key="hydradermabrasion").performer = Performer.PHYSICIAN

    facts = refused(walk, WrongPerformer, start(walk, walk.ploy)).facts

    assert (facts["needs"], facts["who_can"]) == (["physician"], ["หมออนันต์"])


def test_it_goes_back_when_the_customer_is_unwell_and_starts_again(walk: Walk) -> None:
    walk.started()
    first = walk.now

    def stop(by: Actor) -> Callable[[], Any]:
        return lambda: stop_treatment(walk.session, case_id=walk.case.id, reason="dizzy", by=by, now=walk.now)

    refused(walk, NotAllowed, stop(walk.fon))
    refused(walk, NotYours, stop(another_beautician(walk)))
    stop(walk.ploy)()
    refused(walk, IllegalMove, stop(walk.ploy))

    assert walk.case.stage is Stage.TREATMENT_SCHEDULED
    assert balance(walk.session, customer_id=walk.customer.id) == 0
    assert follow_ups_of(walk.session, case_id=walk.case.id) == []
    [notice] = walk.session.scalars(sa.select(Notice).where(Notice.kind == "treatment_stopped"))
    assert notice.data["reason"] == "dizzy"
    assert events(walk.session, case_id=walk.case.id)[-1].detail["reason"] == "dizzy"

    walk.now += timedelta(minutes=30)
    start(walk, walk.ploy)()
    asked = waiting_tasks_of_case(walk.session, case_id=walk.case.id, kinds=[TaskKind.BOOK_APPOINTMENT])
    assert asked == [], "sales need no other date now"
    finish(walk, walk.ploy)()
    [session] = walk.session.scalars(sa.select(TreatmentSession))
    assert session.started_at == first + timedelta(minutes=30)
    assert balance(walk.session, customer_id=walk.customer.id) == 25


def test_it_books_another_day_after_a_stopped_treatment(walk: Walk) -> None:
    walk.started()
    stop_treatment(walk.session, case_id=walk.case.id, reason="unwell", by=walk.anan, now=walk.now)
    move_appointment(
        walk.session,
        case_id=walk.case.id,
        starts_at=walk.now + timedelta(days=1),
        by=walk.fon,
        now=walk.now,
    )
    walk.now += timedelta(days=1)
    start(walk, walk.ploy)()
    finish(walk, walk.ploy)()

    states = [row.state for row in walk.session.scalars(sa.select(Appointment).order_by(Appointment.id))]
    assert states == [AppointmentState.CANCELLED, AppointmentState.DONE]
    sessions = walk.session.scalars(sa.select(TreatmentSession).order_by(TreatmentSession.id)).all()
    assert [row.finished_at is None for row in sessions] == [True, False]


def test_it_gives_back_the_time_and_the_promises_of_a_closed_case(walk: Walk) -> None:
    walk.booked()
    case_id = walk.case.id
    close_case(walk.session, case_id=case_id, reason="moved away", by=walk.fon, now=walk.now)

    assert open_case_of(walk.session, customer_id=walk.customer.id) is None
    assert walk.session.scalars(sa.select(ResourceCell)).all() == []
    assert walk.session.scalars(sa.select(Appointment.state)).all() == [AppointmentState.CANCELLED]


def test_it_takes_back_follow_ups_of_a_closed_case(walk: Walk) -> None:
    walk.finished()
    case_id = walk.case.id
    close_case(walk.session, case_id=case_id, reason="asked for peace", by=walk.anan, now=walk.now)

    assert {row.state for row in follow_ups_of(walk.session, case_id=case_id)} == {FollowUpState.CANCELLED}


def test_it_closes_nothing_for_another_sales_person(walk: Walk) -> None:
    walk.scanned()
    other = another_sales(walk)
    walk.session.flush()

    refused(
        walk,
        NotYours,
        lambda: close_case(walk.session, case_id=walk.case.id, reason="x", by=other, now=walk.now),
    )


def test_it_refuses_a_stale_slot_button_after_booking(walk: Walk) -> None:
    walk.booked()

    refused(
        walk,
        IllegalMove,
        lambda: book_appointment(
            walk.session,
            case_id=walk.case.id,
            starts_at=walk.now + timedelta(hours=4),
            by=walk.fon,
            now=walk.now,
        ),
    )
    refused(
        walk,
        AlreadyDone,
        lambda: move_appointment(
            walk.session,
            case_id=walk.case.id,
            starts_at=walk.now + timedelta(hours=2),
            by=walk.fon,
            now=walk.now,
        ),
    )


def test_it_counts_the_version_up_so_that_a_stale_writer_loses(walk: Walk) -> None:
    walk.accepted()
    case = walk.case
    before = case.version
    walk.session.connection().execute(
        sa.update(Case.__table__).where(Case.__table__.c.id == case.id).values(version=before + 1)
    )
    case.concern = "redness"

    with pytest.raises(StaleDataError):
        walk.session.flush()
