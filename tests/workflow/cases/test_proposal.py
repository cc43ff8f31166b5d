"""What a reading proposes, and proposing something else: never to the wrong hands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cases import a_treatment, an_unmeasurable_reading, state_of
from workflow.actor import Role
from workflow.booking import book_appointment
from workflow.cases import IllegalMove, Stage, accept_case_task, change_proposal, events
from workflow.catalogue import treatment
from workflow.refusal import NotAllowed, NotFound
from workflow.settings import ClinicRules
from workflow.store.base import new_id
from workflow.store.models import Case, Notice, Performer, PlanState, Staff, Task, TaskKind, TreatmentPlan
from workflow.tasks import NotYours, WrongPerformer

if TYPE_CHECKING:
    from tests.factories.cases import Walk


def test_it_proposes_what_somebody_here_may_do(walk: Walk) -> None:
    treatment(walk.session, key="hydradermabrasion").performer = Performer.PHYSICIAN
    walk.session.get_one(Staff, walk.cast.anan.id).roles = [Role.OWNER.value]
    easy = a_treatment(walk.session, walk.cast, key="pico", performer=Performer.BEAUTICIAN)

    walk.scanned()

    assert walk.case.treatment_type_id == easy.id


def test_it_asks_who_leads_to_talk_to_her_when_nobody_may(walk: Walk) -> None:
    treatment(walk.session, key="hydradermabrasion").performer = Performer.PHYSICIAN
    walk.session.get_one(Staff, walk.cast.anan.id).roles = [Role.OWNER.value]

    walk.scanned()

    task = walk.task(TaskKind.CALL_CUSTOMER)
    assert (task.staff_id, task.detail) == (walk.cast.anan.id, {"why": "nobody_may_perform"})
    assert walk.session.scalars(sa.select(Task).where(Task.kind == TaskKind.PREPARE_TREATMENT)).all() == []
    [sales] = walk.session.scalars(sa.select(Notice).where(Notice.kind == "reading_ready_sales"))
    assert sales.data["beautician_name"] is None
    [call] = walk.session.scalars(sa.select(Notice).where(Notice.kind == "call_customer"))
    assert (call.recipient_id, call.data["why"]) == (walk.cast.anan_on_line.id, "nobody_may_perform")
    assert call.data["task_id"] == str(task.id)


def test_it_asks_a_beautician_to_look_when_nothing_can_be_measured(walk: Walk) -> None:
    walk.consents()
    walk.is_read(walk.sends_photo(), an_unmeasurable_reading())
    case, task = walk.case, walk.task(TaskKind.PREPARE_TREATMENT)
    assert (case.concern, case.treatment_type_id, task.staff_id) == (None, None, walk.cast.ploy.id)

    accept_case_task(walk.session, task_id=task.id, by=walk.ploy, now=walk.now)
    with pytest.raises(IllegalMove):
        book_appointment(
            walk.session, case_id=case.id, starts_at=walk.now + timedelta(hours=1), by=walk.fon, now=walk.now
        )


def test_it_opens_a_case_where_nobody_works_yet(walk: Walk) -> None:
    for staff in walk.session.scalars(sa.select(Staff)):
        staff.active = False

    walk.scanned()

    assert walk.case.stage is Stage.SCANNED
    assert [row.kind for row in walk.session.scalars(sa.select(Notice))] == ["reading_ready"]


def test_it_keeps_an_operators_step_for_the_physician_until_confirmed(walk: Walk) -> None:
    treatment(walk.session, key="hydradermabrasion").performer = Performer.OPERATOR
    walk.scanned()
    assert walk.task(TaskKind.PREPARE_TREATMENT).staff_id == walk.cast.anan.id

    confirmed = ClinicRules(confirmed_operators=frozenset({"hydradermabrasion"}))
    task = change_proposal(
        walk.session,
        case_id=walk.case.id,
        treatment_key="hydradermabrasion",
        by=walk.anan,
        now=walk.now,
        staff_id=walk.cast.ploy.id,
        rules=confirmed,
    )
    assert task is not None
    assert task.staff_id == walk.cast.ploy.id


def test_it_proposes_something_else_to_somebody_who_may(walk: Walk) -> None:
    walk.accepted()
    case = walk.case

    task = change_proposal(
        walk.session, case_id=case.id, treatment_key="laser_toning_qs", by=walk.fon, now=walk.now
    )

    assert task is not None
    assert task.staff_id == walk.cast.anan.id
    assert case.beautician_id is None
    assert case.treatment_type_id == treatment(walk.session, key="laser_toning_qs").id
    waiting = walk.session.scalars(sa.select(Task).where(Task.state.in_(["open", "accepted"]))).all()
    assert waiting == [task]
    assert events(walk.session, case_id=case.id)[-1].name == "case.propose"

    accept_case_task(walk.session, task_id=task.id, by=walk.anan, now=walk.now)
    book_appointment(
        walk.session, case_id=case.id, starts_at=walk.now + timedelta(hours=1), by=walk.fon, now=walk.now
    )
    plans = walk.session.scalars(sa.select(TreatmentPlan).order_by(TreatmentPlan.id)).all()
    assert [plan.state for plan in plans] == [PlanState.PROPOSED, PlanState.AGREED]


def test_it_refuses_a_beautician_for_a_physicians_step_and_says_who_may(walk: Walk) -> None:
    walk.scanned()
    before = state_of(walk.session, Case, Task, Notice, TreatmentPlan)

    with pytest.raises(WrongPerformer) as refusal:
        change_proposal(
            walk.session,
            case_id=walk.case.id,
            treatment_key="laser_toning_qs",
            by=walk.fon,
            now=walk.now,
            staff_id=walk.cast.ploy.id,
        )

    assert refusal.value.facts["who_can"] == ["หมออนันต์"]
    assert state_of(walk.session, Case, Task, Notice, TreatmentPlan) == before


@pytest.mark.parametrize("wrong", ["treatment", "staff"])
def test_it_does_not_know_what_is_not_there(walk: Walk, wrong: str) -> None:
    walk.scanned()

    with pytest.raises(NotFound):
        change_proposal(
            walk.session,
            case_id=walk.case.id,
            treatment_key="moonlight" if wrong == "treatment" else "laser_toning_qs",
            by=walk.fon,
            now=walk.now,
            staff_id=new_id() if wrong == "staff" else None,
        )


def test_it_proposes_nothing_for_the_wrong_role_or_too_late(walk: Walk) -> None:
    walk.booked()
    with pytest.raises(IllegalMove):
        change_proposal(
            walk.session, case_id=walk.case.id, treatment_key="laser_toning_qs", by=walk.fon, now=walk.now
        )
    walk.case.stage = Stage.SCANNED
    with pytest.raises(NotAllowed) as refusal:
        change_proposal(
            walk.session, case_id=walk.case.id, treatment_key="laser_toning_qs", by=walk.ploy, now=walk.now
        )
    assert type(refusal.value) is not NotYours
