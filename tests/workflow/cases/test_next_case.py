"""A treated customer wants to come again: a new case, and what was promised after the old one stays promised."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.people import a_staff, acting
from workflow.actor import Role
from workflow.booking import book_appointment
from workflow.cases import IllegalMove, accept_case_task, case, close_case, may_have_next, open_next_case
from workflow.catalogue import treatment
from workflow.follow_ups import follow_ups_of
from workflow.refusal import NotAllowed, NotFound
from workflow.store.models import Case, FollowUp, FollowUpState, Scan, ScanState, Stage, TaskKind
from workflow.tasks import NotYours, waiting_tasks_of_case

if TYPE_CHECKING:
    from tests.factories.cases import Walk
    from workflow.actor import Actor


def opened(walk: Walk, by: Actor | None = None) -> Case:
    return open_next_case(
        walk.session, customer_id=walk.customer.id, by=by or walk.fon, now=walk.now, rules=walk.rules
    )


def test_what_is_recommended_next_is_proposed_on_her_newest_reading_and_prepared(walk: Walk) -> None:
    walk.finished()
    old = walk.case
    walk.now += timedelta(days=30)
    new = opened(walk)
    assert (new.stage, new.id != old.id) == (Stage.SCANNED, True)
    assert new.treatment_type_id == treatment(walk.session, key="laser_toning_qs").id
    [task] = waiting_tasks_of_case(walk.session, case_id=new.id)
    assert task.kind is TaskKind.PREPARE_TREATMENT
    assert task.staff_id == walk.cast.anan.id, "toning is the physician's"
    assert waiting_tasks_of_case(walk.session, case_id=old.id, kinds=[TaskKind.OFFER_AFTER_TREATMENT]) == []


def test_the_next_case_is_accepted_and_booked_like_any_other(walk: Walk) -> None:
    walk.finished()
    walk.now += timedelta(days=30)
    new = opened(walk)
    [task] = waiting_tasks_of_case(walk.session, case_id=new.id)
    accept_case_task(walk.session, task_id=task.id, by=walk.anan, now=walk.now, rules=walk.rules)
    book_appointment(
        walk.session,
        case_id=new.id,
        starts_at=walk.now.replace(hour=5, minute=0) + timedelta(days=1),
        by=walk.fon,
        now=walk.now,
        rules=walk.rules,
    )
    assert new.stage is Stage.TREATMENT_SCHEDULED


def test_follow_ups_that_are_still_planned_stay(walk: Walk) -> None:
    walk.finished()
    old = walk.case
    opened(walk)
    assert old.closed_at is None
    assert {row.state for row in follow_ups_of(walk.session, case_id=old.id)} == {FollowUpState.PLANNED}


def test_an_old_case_that_promises_nothing_more_is_closed(walk: Walk) -> None:
    walk.finished()
    old = walk.case
    walk.session.execute(sa.update(FollowUp).values(state=FollowUpState.ANSWERED))
    opened(walk)
    assert case(walk.session, case_id=old.id).closed_at == walk.now


def test_she_may_also_come_again_after_her_case_was_closed(walk: Walk) -> None:
    walk.finished()
    close_case(walk.session, case_id=walk.case.id, reason="over", by=walk.fon, now=walk.now)
    assert opened(walk).stage is Stage.SCANNED


def test_it_is_opened_once(walk: Walk) -> None:
    walk.finished()
    opened(walk)
    with pytest.raises(IllegalMove):
        opened(walk)
    assert not may_have_next(walk.session, customer_id=walk.customer.id)


def test_it_refuses_while_the_case_is_under_way(walk: Walk) -> None:
    walk.booked()
    with pytest.raises(IllegalMove):
        opened(walk)
    assert not may_have_next(walk.session, customer_id=walk.customer.id)


def test_it_refuses_who_does_not_sell_or_sells_to_others(walk: Walk) -> None:
    walk.finished()
    with pytest.raises(NotAllowed):
        opened(walk, walk.ploy)
    with pytest.raises(NotYours):
        opened(walk, acting(a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย")))


def test_without_a_reading_that_counts_there_is_nothing_to_prepare(walk: Walk) -> None:
    walk.finished()
    walk.session.execute(sa.update(Scan).values(state=ScanState.WITHDRAWN))
    assert not may_have_next(walk.session, customer_id=walk.customer.id)
    with pytest.raises(NotFound):
        opened(walk)
