"""Each follow-up is sent once, at a polite hour, if everything still holds."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cases import Walk, a_treatment
from tests.factories.cast import two_clinics
from workflow.cases import Stage, close_case, events, send_due_follow_up
from workflow.customers import block_identity, unblock_identity
from workflow.follow_ups import (
    FollowUpState,
    Outcome,
    Told,
    claim_due_follow_ups,
    follow_ups_of,
    next_follow_up,
    plan_follow_ups,
    raise_red_flag,
    send_follow_up,
)
from workflow.settings import ClinicRules
from workflow.store.models import ChannelIdentity, Customer, FollowUp, Notice, TaskKind
from workflow.store.scope import scope_to
from workflow.tasks import finish_task, waiting_tasks_of_case
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def promised(walk: Walk, day: int) -> FollowUp:
    [found] = [row for row in follow_ups_of(walk.session, case_id=walk.case.id) if row.day == day]
    return found


def send(walk: Walk, day: int, *, at: datetime | None = None) -> Notice | None:
    row = promised(walk, day)
    walk.now = at or row.due_at
    return send_due_follow_up(walk.session, follow_up=row, now=walk.now, rules=walk.rules)


def last_event(walk: Walk) -> tuple[str, dict[str, object]]:
    event = events(walk.session, case_id=walk.case.id)[-1]
    return event.name, event.detail


def test_it_sends_each_once(walk: Walk) -> None:
    walk.finished()

    assert send(walk, 1) is not None
    assert send(walk, 1, at=walk.now + timedelta(hours=1)) is None

    assert promised(walk, 1).state is FollowUpState.SENT
    assert walk.case.stage is Stage.FOLLOW_UP
    assert last_event(walk)[0] == "follow_up.sent"
    assert len(walk.session.scalars(sa.select(Notice).where(Notice.kind == "follow_up_1")).all()) == 1


def test_it_plans_them_once_however_often_it_is_asked(walk: Walk) -> None:
    done = walk.finished()

    again = plan_follow_ups(walk.session, case=walk.case, treatment_session=done, now=walk.now)

    assert [row.day for row in again] == [1, 7, 30, 90]
    assert len(walk.session.scalars(sa.select(FollowUp)).all()) == 4


def test_it_follows_the_clinics_own_time(walk: Walk) -> None:
    walk.rules = ClinicRules(follow_up_time=time(17, 30))
    walk.finished()

    assert next_follow_up(walk.session, case_id=walk.case.id) == promised(walk, 1)
    assert promised(walk, 1).due_at == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def test_it_says_what_belongs_to_the_day(walk: Walk) -> None:
    walk.finished()
    sent = {day: send(walk, day) for day in (1, 7, 30, 90)}
    data = {day: notice.data for day, notice in sent.items() if notice is not None}

    assert [data[day]["lines_th"] for day in data] == [[f"day {day}"] for day in (1, 7, 30, 90)]
    assert {day: facts["wants_photo"] for day, facts in data.items()} == {
        1: False,
        7: True,
        30: True,
        90: False,
    }
    assert {day: facts["next"] and facts["next"]["key"] for day, facts in data.items()} == {
        1: None,
        7: None,
        30: "laser_toning_qs",
        90: None,
    }
    assert data[1]["follow_up_id"] == str(promised(walk, 1).id)


def test_it_recommends_nothing_while_trouble_is_open(walk: Walk) -> None:
    walk.finished()
    task = raise_red_flag(
        walk.session,
        customer=walk.customer,
        groups=["infection"],
        now=walk.now,
        by=walk.mali,
        told=Told(cause="E1"),
    )
    assert task is not None
    notice = send(walk, 30)
    assert notice is not None
    assert notice.data["next"] is None

    finish_task(walk.session, task_id=task.id, by=walk.anan, now=walk.now)
    assert not waiting_tasks_of_case(walk.session, case_id=walk.case.id, kinds=[TaskKind.RED_FLAG])


@pytest.mark.parametrize(
    ("hour", "until"),
    [(21, datetime(2026, 11, 25, 2, tzinfo=UTC)), (3, datetime(2026, 11, 24, 2, tzinfo=UTC))],
)
def test_it_waits_for_the_morning_when_it_is_late(walk: Walk, hour: int, until: datetime) -> None:
    walk.finished()
    row = promised(walk, 1)
    row.due_at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    night = datetime(2026, 11, 24, hour, tzinfo=UTC) - timedelta(hours=7)

    assert send_follow_up(walk.session, follow_up=row, now=night).outcome is Outcome.POSTPONED

    assert (row.state, row.due_at) == (FollowUpState.PLANNED, until)
    assert send(walk, 1) is not None


def test_it_stays_unsent_when_it_is_two_weeks_late(walk: Walk) -> None:
    walk.finished()
    due_at = promised(walk, 1).due_at

    assert send(walk, 1, at=due_at + timedelta(days=14, hours=1)) is None

    assert promised(walk, 1).state is FollowUpState.CANCELLED
    assert last_event(walk)[0] == "follow_up.cancelled"
    assert last_event(walk)[1]["reason"] == "too_late"
    assert walk.case.stage is Stage.COMPLETED
    assert send(walk, 30) is not None
    assert walk.case.stage is Stage.FOLLOW_UP


def test_it_counts_lateness_from_the_promise_not_from_the_last_postponement(walk: Walk) -> None:
    walk.finished()
    row = promised(walk, 1)
    fortnight = row.due_at + timedelta(days=14, minutes=1)
    row.due_at = fortnight - timedelta(hours=2)

    assert send(walk, 1, at=fortnight) is None
    assert row.state is FollowUpState.CANCELLED


def test_it_asks_somebody_to_ring_whom_no_message_reaches(walk: Walk) -> None:
    walk.finished()
    identity = walk.session.get_one(ChannelIdentity, walk.cast.mali_on_line.id)
    block_identity(walk.session, identity=identity, now=walk.now)
    assert send(walk, 1) is None
    assert last_event(walk)[1]["reason"] == "blocked"
    assert walk.task(TaskKind.CALL_CUSTOMER).staff_id == walk.cast.fon.id
    assert send(walk, 7) is None
    assert walk.task(TaskKind.CALL_CUSTOMER).detail["day"] == 1  # one call is enough
    [call] = walk.session.scalars(sa.select(Notice).where(Notice.kind == "call_customer"))
    assert (call.recipient_id, call.data["why"]) == (walk.cast.fon_on_line.id, "follow_up_undelivered")
    assert (call.data["customer_name"], call.data["customer_code"]) == ("มะลิ", walk.customer.code)

    unblock_identity(walk.session, identity=identity)
    assert send(walk, 30) is not None


def test_it_sends_nothing_of_a_closed_case(walk: Walk) -> None:
    walk.finished()
    row = promised(walk, 1)
    close_case(walk.session, case_id=walk.case.id, reason="x", by=walk.anan, now=walk.now)
    assert send_due_follow_up(walk.session, follow_up=row, now=row.due_at) is None

    row.state = FollowUpState.PLANNED  # as if it had been claimed just before
    assert send_due_follow_up(walk.session, follow_up=row, now=row.due_at) is None
    assert row.state is FollowUpState.CANCELLED
    assert walk.session.scalars(sa.select(Notice).where(Notice.kind == "follow_up_1")).all() == []


def test_it_claims_what_is_due_across_clinics_and_sends_inside_each(sessions: sessionmaker[Session]) -> None:
    casts = two_clinics(sessions)
    for cast in casts:
        with sessions() as session:
            scope_to(session, cast.clinic_id)
            a_treatment(session, cast)
            walk = Walk(session, cast, session.get_one(Customer, cast.mali.id))
            walk.finished()
            session.commit()
    morning = datetime(2026, 11, 24, 3, tzinfo=UTC)

    def ring(session: Session) -> int:
        claimed = claim_due_follow_ups(session, now=morning, limit=10)
        return sum(send_due_follow_up(session, follow_up=row, now=morning) is not None for row in claimed)

    assert in_transaction(sessions, ring, clinic_id=None) == 2
    assert in_transaction(sessions, ring, clinic_id=None) == 0

    def read(session: Session) -> list[tuple[object, object]]:
        rows = session.scalars(sa.select(Notice).where(Notice.kind == "follow_up_1"))
        return [(row.clinic_id, row.recipient_id) for row in rows]

    told = in_transaction(sessions, read, clinic_id=None)
    assert sorted(told) == sorted((cast.clinic_id, cast.mali_on_line.id) for cast in casts)


@pytest.mark.servers
def test_it_is_claimed_by_one_worker_at_a_time(migrated_postgres_url: str) -> None:
    from workflow.unit_of_work import make_engine, make_sessions

    engine = make_engine(migrated_postgres_url)
    sessions = make_sessions(engine)
    cast, _ = two_clinics(sessions)
    with sessions() as session:
        scope_to(session, cast.clinic_id)
        a_treatment(session, cast)
        Walk(session, cast, session.get_one(Customer, cast.mali.id)).finished()
        session.commit()
    morning = datetime(2026, 11, 24, 3, tzinfo=UTC)
    with sessions() as one, sessions() as two:
        scope_to(one, None)
        scope_to(two, None)
        assert len(claim_due_follow_ups(one, now=morning, limit=10)) == 1
        assert claim_due_follow_ups(two, now=morning, limit=10) == []
        one.rollback()
        assert len(claim_due_follow_ups(two, now=morning, limit=10)) == 1
    engine.dispose()
