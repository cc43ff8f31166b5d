"""A selfie becomes a case, a task, an appointment, a treatment, points and four follow-ups."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tests.factories.cases import Walk, a_treatment
from tests.factories.cast import two_clinics
from workflow.cases import Stage, events, open_case_of, send_due_follow_up, status_of
from workflow.follow_ups import claim_due_follow_ups, follow_ups_of
from workflow.loyalty import balance
from workflow.store.models import Customer, LoyaltyLedgerEntry, Notice, TaskKind, TreatmentSession
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def told(walk: Walk) -> list[str]:
    return [row.kind for row in walk.session.scalars(sa.select(Notice).order_by(Notice.id))]


def test_it_goes_from_a_selfie_to_the_last_follow_up(walk: Walk) -> None:
    walk.finished()

    assert walk.case.stage is Stage.COMPLETED
    assert balance(walk.session, customer_id=walk.customer.id) == 25
    assert [row.day for row in follow_ups_of(walk.session, case_id=walk.case.id)] == [1, 7, 30, 90]
    for day in (1, 7, 30, 90):
        due = next(row for row in follow_ups_of(walk.session, case_id=walk.case.id) if row.day == day)
        walk.now = due.due_at
        for follow_up in claim_due_follow_ups(walk.session, now=walk.now, limit=10):
            assert send_due_follow_up(walk.session, follow_up=follow_up, now=walk.now) is not None

    assert walk.case.stage is Stage.FOLLOW_UP
    assert told(walk) == [
        "reading_ready",
        "prepare_treatment",
        "reading_ready_sales",
        "task_accepted",
        "appointment_booked",
        "appointment_booked_staff",
        "treatment_started",
        "treatment_finished_sales",
        "treatment_finished",
        "follow_up_1",
        "follow_up_7",
        "follow_up_30",
        "follow_up_90",
    ]
    assert [event.name for event in events(walk.session, case_id=walk.case.id)] == [
        "case.scanned",
        "case.accepted",
        "case.schedule",
        "case.start",
        "case.finish",
        "case.follow_up",
        *["follow_up.sent"] * 4,
    ]
    assert [event.seq for event in events(walk.session, case_id=walk.case.id)] == list(range(1, 11))


def test_it_gives_every_notice_the_facts_its_card_needs(walk: Walk) -> None:
    walk.finished()
    data = {row.kind: row.data for row in walk.session.scalars(sa.select(Notice))}

    assert data["reading_ready"]["concern"] == "pigment"
    assert data["reading_ready"]["treatment"]["price_satang"] == 250_000
    assert [flag["action"] for flag in data["prepare_treatment"]["flags"]] == ["defer", "caution"]
    assert data["prepare_treatment"]["steps_th"] == ["ล้างหน้า"]
    assert data["task_accepted"]["beautician_name"] == "พลอย"
    assert data["task_accepted"]["task_id"] != data["prepare_treatment"]["task_id"]
    assert data["appointment_booked"]["prepare_en"] == ["no make-up"]
    assert data["appointment_booked"]["moved"] is False
    assert data["treatment_finished"]["points_earned"] == data["treatment_finished"]["balance"] == 25
    assert [row["day"] for row in data["treatment_finished"]["follow_ups"]] == [1, 7, 30, 90]
    assert data["treatment_finished"]["aftercare_th"] == ["today"]
    assert data["treatment_finished_sales"]["next"]["key"] == "laser_toning_qs"
    [done] = walk.session.scalars(sa.select(TreatmentSession.finished_at))
    assert done is not None
    assert data["treatment_finished_sales"]["next_from"] == (done + timedelta(days=7)).isoformat()


def test_it_tells_a_customer_who_asks_how_things_stand(walk: Walk) -> None:
    assert status_of(walk.session, customer_id=walk.customer.id) is None
    walk.booked()

    status = status_of(walk.session, customer_id=walk.customer.id)

    assert status is not None
    assert (status.stage, status.next_appointment_at) == (
        Stage.TREATMENT_SCHEDULED,
        walk.now + timedelta(hours=2),
    )
    assert status.beautician_name == "พลอย"


def test_it_earns_once_and_keeps_one_open_task_per_kind(walk: Walk) -> None:
    walk.finished()

    assert len(walk.session.scalars(sa.select(LoyaltyLedgerEntry)).all()) == 1
    assert walk.task(TaskKind.OFFER_AFTER_TREATMENT).staff_id == walk.cast.fon.id


def test_it_hides_everything_from_the_other_clinic(sessions: sessionmaker[Session]) -> None:
    cast, other = two_clinics(sessions)
    with sessions() as session:
        scope_to(session, cast.clinic_id)
        a_treatment(session, cast)
        Walk(session, cast, session.get_one(Customer, cast.mali.id)).booked()
        session.commit()
    with sessions() as session:
        scope_to(session, other.clinic_id)
        assert open_case_of(session, customer_id=cast.mali.id) is None
        assert status_of(session, customer_id=cast.mali.id) is None
