"""A task changes hands: declined, handed over, taken over, put off. It always has exactly one holder."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories.cases import MONDAY, Walk
from tests.factories.people import a_staff, acting, an_identity
from workflow.actor import Role
from workflow.cases import accept_case_task, decline_case_task, hand_over_case_task, take_over_case_task
from workflow.notices import notices_to
from workflow.store.models import TaskKind, TaskState
from workflow.tasks import (
    AlreadyDone,
    CannotWait,
    Later,
    NeedsNewTime,
    NobodyElse,
    NotAble,
    NotYours,
    Why,
    accept_task,
    assign_task,
    colleagues,
    decline_task,
    finish_task,
    hand_over_task,
    put_off_task,
    take_over_task,
    task_events,
    tasks_of,
)

if TYPE_CHECKING:
    from workflow.store.models import Staff, Task


def a_call(walk: Walk, **what: Any) -> Task:
    told = {"kind": TaskKind.CALL_CUSTOMER, "roles": (Role.SALES, Role.BEAUTICIAN), "now": walk.now, **what}
    return assign_task(walk.session, customer_id=walk.customer.id, **told)


def nan(walk: Walk) -> Staff:
    made = a_staff(walk.session, walk.cast.branch, Role.BEAUTICIAN, name="แนน")
    an_identity(walk.session, walk.cast.channel, staff=made)
    return made


def kinds_told(walk: Walk, identity_id: Any) -> list[str]:
    return [notice.kind for notice in notices_to(walk.session, identity_id=identity_id)]


def test_declined_it_goes_to_the_next_by_the_same_rule_who_is_told_why(walk: Walk) -> None:
    call = a_call(walk)
    assert call.staff_id == walk.cast.fon.id
    decline_task(walk.session, task_id=call.id, why=Why.BUSY, by=walk.fon, now=walk.now)
    assert (call.staff_id, call.state) == (walk.cast.ploy.id, TaskState.OPEN)
    assert kinds_told(walk, walk.cast.ploy_on_line.id) == ["task_given"]
    names = [(event.name, event.staff_id) for event in task_events(walk.session, task_id=call.id)]
    assert names == [
        ("task.given", walk.cast.fon.id),
        ("task.declined", walk.cast.fon.id),
        ("task.handed_on", walk.cast.ploy.id),
    ]
    assert call not in tasks_of(walk.session, staff_id=walk.cast.fon.id)


def test_when_all_have_declined_it_goes_to_whoever_leads_and_stays_there(walk: Walk) -> None:
    call = a_call(walk)
    for who in (walk.fon, walk.ploy):
        decline_task(walk.session, task_id=call.id, why=Why.BUSY, by=who, now=walk.now)
    assert call.staff_id == walk.cast.anan.id
    with pytest.raises(NobodyElse):
        decline_task(walk.session, task_id=call.id, why=Why.OTHER, words="-", by=walk.anan, now=walk.now)
    assert (call.staff_id, call.state) == (walk.cast.anan.id, TaskState.OPEN)


def test_its_card_comes_with_it(walk: Walk) -> None:
    walk.scanned()
    other = nan(walk)
    prepare = walk.task(TaskKind.PREPARE_TREATMENT)
    assert prepare.staff_id == walk.cast.ploy.id
    decline_case_task(walk.session, task_id=prepare.id, why=Why.NOT_TRAINED, by=walk.ploy, now=walk.now)
    assert prepare.staff_id == other.id
    [hers] = [one for one in tasks_of(walk.session, staff_id=other.id) if one.id == prepare.id]
    told = walk.session.get_one(type(prepare), hers.id)
    assert told.due_at > walk.now


def test_whoever_gets_it_late_has_a_little_time(walk: Walk) -> None:
    call = a_call(walk)
    late = call.due_at - timedelta(minutes=1)
    decline_task(walk.session, task_id=call.id, why=Why.LEAVING, by=walk.fon, now=late)
    assert call.due_at == late + timedelta(minutes=15)
    assert call.look_at is not None


def test_an_accepted_case_that_is_handed_over_is_accepted_anew_and_sales_is_asked_once(walk: Walk) -> None:
    walk.accepted()
    other = nan(walk)
    prepare = walk.task(TaskKind.PREPARE_TREATMENT)
    hand_over_case_task(walk.session, task_id=prepare.id, to=other.id, by=walk.ploy, now=walk.now)
    assert (prepare.staff_id, prepare.state) == (other.id, TaskState.OPEN)
    assert walk.case.beautician_id is None
    accept_case_task(walk.session, task_id=prepare.id, by=acting(other), now=walk.now)
    assert walk.case.beautician_id == other.id
    assert walk.task(TaskKind.BOOK_APPOINTMENT).staff_id == walk.cast.fon.id  # exactly one


def test_a_physicians_case_is_handed_to_no_beautician(walk: Walk) -> None:
    walk.scanned()
    prepare = walk.task(TaskKind.PREPARE_TREATMENT)
    able = [one.staff_id for one in colleagues(walk.session, task=prepare, now=walk.now)]
    assert able == [walk.cast.anan.id]
    with pytest.raises(NotAble) as refusal:
        hand_over_task(walk.session, task_id=prepare.id, to=walk.cast.fon.id, by=walk.ploy, now=walk.now)
    assert refusal.value.facts["name"] == "ฝน"
    assert prepare.staff_id == walk.cast.ploy.id


def test_only_its_holder_or_who_leads_hands_it_over(walk: Walk) -> None:
    call = a_call(walk)
    with pytest.raises(NotYours):
        hand_over_task(walk.session, task_id=call.id, to=walk.cast.ploy.id, by=walk.ploy, now=walk.now)
    hand_over_task(walk.session, task_id=call.id, to=walk.cast.ploy.id, by=walk.anan, now=walk.now)
    assert call.staff_id == walk.cast.ploy.id
    with pytest.raises(NotYours):
        decline_task(walk.session, task_id=call.id, why=Why.BUSY, by=walk.fon, now=walk.now)


def test_a_leader_takes_over_and_nobody_else_who_was_not_told(walk: Walk) -> None:
    call = a_call(walk)
    with pytest.raises(NotYours):
        take_over_task(walk.session, task_id=call.id, by=walk.ploy, now=walk.now)
    take_over_task(walk.session, task_id=call.id, by=walk.anan, now=walk.now)
    assert (call.staff_id, call.state) == (walk.cast.anan.id, TaskState.ACCEPTED)


def test_whoever_has_left_takes_over_nothing(walk: Walk) -> None:
    manager = a_staff(walk.session, walk.cast.branch, Role.MANAGER, name="เก่ง")
    call = a_call(walk)
    manager.active = False
    walk.session.flush()
    with pytest.raises(NotYours):
        take_over_task(walk.session, task_id=call.id, by=acting(manager), now=walk.now)


def test_taking_over_a_preparation_is_accepting_the_case(walk: Walk) -> None:
    walk.scanned()
    prepare = walk.task(TaskKind.PREPARE_TREATMENT)
    take_over_case_task(walk.session, task_id=prepare.id, by=walk.anan, now=walk.now)
    assert walk.case.beautician_id == walk.cast.anan.id
    assert walk.task(TaskKind.BOOK_APPOINTMENT).staff_id == walk.cast.fon.id


def test_a_manager_who_may_not_treat_takes_over_no_preparation(walk: Walk) -> None:
    manager = a_staff(walk.session, walk.cast.branch, Role.MANAGER, name="เก๋")
    walk.scanned()
    prepare = walk.task(TaskKind.PREPARE_TREATMENT)
    with pytest.raises(NotAble):
        take_over_case_task(walk.session, task_id=prepare.id, by=acting(manager), now=walk.now)
    assert prepare.staff_id == walk.cast.ploy.id


def test_a_treatment_at_an_agreed_time_is_moved_and_not_handed_on(walk: Walk) -> None:
    walk.booked()
    treat = walk.task(TaskKind.DO_TREATMENT)
    with pytest.raises(NeedsNewTime):
        decline_task(walk.session, task_id=treat.id, why=Why.BUSY, by=walk.ploy, now=walk.now)
    with pytest.raises(NeedsNewTime):
        hand_over_task(walk.session, task_id=treat.id, to=walk.cast.anan.id, by=walk.ploy, now=walk.now)
    with pytest.raises(CannotWait):
        put_off_task(walk.session, task_id=treat.id, later=Later.HOUR, by=walk.ploy, now=walk.now)
    assert treat.staff_id == walk.cast.ploy.id


@pytest.mark.parametrize(
    ("later", "until"),
    [
        (Later.MINUTES_15, MONDAY + timedelta(minutes=15)),
        (Later.HOUR, MONDAY + timedelta(hours=1)),
        (Later.TOMORROW, MONDAY + timedelta(days=1)),  # when the branch opens
    ],
)
def test_put_off_it_stands_last_and_is_due_all_the_same(walk: Walk, later: Later, until: Any) -> None:
    first, second = a_call(walk), a_call(walk, due_at=MONDAY + timedelta(hours=9))
    due_at = first.due_at
    put_off_task(walk.session, task_id=first.id, later=later, by=walk.fon, now=walk.now)
    assert (first.snoozed_until, first.due_at) == (until, due_at)
    assert tasks_of(walk.session, staff_id=walk.cast.fon.id, now=walk.now) == [second, first]
    assert tasks_of(walk.session, staff_id=walk.cast.fon.id, now=until) == [first, second]


def test_what_is_done_is_handed_to_nobody(walk: Walk) -> None:
    call = a_call(walk)
    finish_task(walk.session, task_id=call.id, by=walk.fon, now=walk.now)
    for act in (
        lambda: decline_task(walk.session, task_id=call.id, why=Why.BUSY, by=walk.fon, now=walk.now),
        lambda: hand_over_task(
            walk.session, task_id=call.id, to=walk.cast.ploy.id, by=walk.fon, now=walk.now
        ),
        lambda: take_over_task(walk.session, task_id=call.id, by=walk.anan, now=walk.now),
        lambda: put_off_task(walk.session, task_id=call.id, later=Later.HOUR, by=walk.fon, now=walk.now),
    ):
        with pytest.raises(AlreadyDone):
            act()
    assert call.look_at is None


def test_an_accepted_task_may_be_given_back(walk: Walk) -> None:
    call = a_call(walk)
    accept_task(walk.session, task_id=call.id, by=walk.fon, now=walk.now)
    decline_task(walk.session, task_id=call.id, why=Why.BUSY, by=walk.fon, now=walk.now)
    assert (call.staff_id, call.state, call.accepted_at) == (walk.cast.ploy.id, TaskState.OPEN, None)
