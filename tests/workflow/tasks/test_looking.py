"""What time does to a task: reminders, steps upwards each taken once, and a holder who has left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.factories.cases import MONDAY, Walk
from tests.factories.people import a_staff, acting, an_identity
from workflow.actor import Role
from workflow.follow_ups import Told, raise_red_flag
from workflow.settings import ClinicRules
from workflow.store.models import Notice, NoticePurpose, TaskKind, TaskState
from workflow.tasks import (
    Later,
    accept_task,
    assign_task,
    claim_task_to_look_at,
    finish_task,
    look_at_task,
    put_off_task,
    take_over_task,
    task_events,
    tasks_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from workflow.store.models import Staff, Task

RULES = ClinicRules()


def a_call(walk: Walk, **what: Any) -> Task:
    told = {"kind": TaskKind.CALL_CUSTOMER, "roles": (Role.SALES,), "now": walk.now, **what}
    return assign_task(walk.session, customer_id=walk.customer.id, **told)


def somebody(walk: Walk, role: Role, name: str) -> Staff:
    made = a_staff(walk.session, walk.cast.branch, role, name=name)
    an_identity(walk.session, walk.cast.channel, staff=made)
    return made


def looks(walk: Walk, now: datetime) -> int:
    """Let time look at whatever is due."""
    count = 0
    while (task := claim_task_to_look_at(walk.session, now=now)) is not None:
        look_at_task(walk.session, task=task, now=now, rules=RULES)
        count += 1
    return count


def told(walk: Walk, kind: str) -> list[Notice]:
    statement = sa.select(Notice).where(Notice.kind == kind).order_by(Notice.id)
    return list(walk.session.scalars(statement))


def test_nothing_happens_before_its_time(walk: Walk) -> None:
    call = a_call(walk)
    assert looks(walk, call.due_at) == 0
    assert told(walk, "task_late") == []


def test_the_next_roles_hear_of_it_and_the_holder_too_each_step_once(walk: Walk) -> None:
    keng = somebody(walk, Role.MANAGER, "เก่ง")
    call = a_call(walk)
    first, second = call.due_at + timedelta(minutes=15), call.due_at + timedelta(minutes=60)
    assert looks(walk, first) == 1
    assert looks(walk, first) == 0
    assert [notice.data["holder_name"] for notice in told(walk, "task_passed_up")] == ["ฝน"]
    assert len(told(walk, "task_late")) == 1
    assert looks(walk, second) == 1
    assert looks(walk, second + timedelta(days=30)) == 0
    heard = [event.detail["told"] for event in task_events(walk.session, task_id=call.id)[1:]]
    assert heard == [[str(keng.id)], [str(walk.cast.anan.id)]]  # the second step tells nobody twice
    assert call.look_at is None
    assert call.staff_id == walk.cast.fon.id  # it is still hers


def test_the_holder_is_told_that_others_heard_only_where_they_did(walk: Walk) -> None:
    call = a_call(walk)
    looks(walk, call.due_at + timedelta(minutes=15))
    [alone] = told(walk, "task_late")
    assert alone.data["is_told"] is False
    looks(walk, call.due_at + timedelta(minutes=60))
    assert [notice.data["is_told"] for notice in told(walk, "task_late")] == [False, True]


def test_whoever_was_told_may_take_it_over(walk: Walk) -> None:
    koy = somebody(walk, Role.SALES, "ก้อย")
    call = a_call(walk)
    looks(walk, call.due_at + timedelta(minutes=15))
    take_over_task(walk.session, task_id=call.id, by=acting(koy), now=walk.now)
    assert (call.staff_id, call.state) == (koy.id, TaskState.ACCEPTED)


def test_missed_steps_are_taken_at_once_and_the_holder_hears_once(walk: Walk) -> None:
    somebody(walk, Role.MANAGER, "เก่ง")
    call = a_call(walk)
    assert looks(walk, call.due_at + timedelta(days=3)) == 1
    assert (len(told(walk, "task_passed_up")), len(told(walk, "task_late"))) == (2, 1)
    assert call.step == 2


def test_what_was_done_is_never_looked_at(walk: Walk) -> None:
    call = a_call(walk)
    finish_task(walk.session, task_id=call.id, by=walk.fon, now=walk.now)
    assert looks(walk, call.due_at + timedelta(days=3)) == 0


def test_it_reminds_whoever_put_it_off_at_the_time_and_once(walk: Walk) -> None:
    call = a_call(walk)
    put_off_task(walk.session, task_id=call.id, later=Later.MINUTES_15, by=walk.fon, now=walk.now)
    until = walk.now + timedelta(minutes=15)
    assert looks(walk, until - timedelta(seconds=1)) == 0
    assert looks(walk, until) == 1
    assert looks(walk, until) == 0
    assert len(told(walk, "task_reminder")) == 1
    assert call.look_at == call.due_at + timedelta(minutes=15)


def test_a_preparation_that_was_accepted_calls_nobody(walk: Walk) -> None:
    walk.accepted()
    looks(walk, walk.now + timedelta(hours=5))
    assert [
        notice for notice in told(walk, "task_passed_up") if notice.data["kind"] == "prepare_treatment"
    ] == []


def test_a_treatment_that_was_not_begun_calls_sales(walk: Walk) -> None:
    walk.booked()
    looks(walk, walk.task(TaskKind.DO_TREATMENT).due_at + timedelta(minutes=15))
    assert [notice.data["kind"] for notice in told(walk, "task_passed_up")] == ["do_treatment"]


def test_a_treatment_that_goes_on_calls_nobody(walk: Walk) -> None:
    walk.started()
    looks(walk, walk.task(TaskKind.DO_TREATMENT).due_at + timedelta(hours=2))
    assert told(walk, "task_passed_up") == []


def test_a_red_flag_calls_the_next_after_five_minutes_at_any_hour(walk: Walk) -> None:
    walk.finished()
    walk.now = MONDAY + timedelta(hours=16, minutes=10)  # ten past two at night
    somebody(walk, Role.MANAGER, "เก่ง")
    flag = a_red_flag_now(walk)
    looks(walk, walk.now + timedelta(minutes=5))
    looks(walk, walk.now + timedelta(minutes=10))
    passed = told(walk, "task_passed_up")
    assert passed
    assert {notice.purpose for notice in passed} == {NoticePurpose.URGENT}
    assert flag.id in {
        one.id for one in tasks_of(walk.session, staff_id=walk.cast.fon.id)
    }  # sales was called too
    accept_task(walk.session, task_id=flag.id, by=walk.fon, now=walk.now)
    assert flag.staff_id == walk.cast.fon.id


def a_red_flag_now(walk: Walk) -> Task:
    made = raise_red_flag(
        walk.session,
        customer=walk.customer,
        groups=["vision"],
        now=walk.now,
        by=walk.mali,
        told=Told(cause="m2"),
    )
    assert made is not None
    return made


def test_a_task_of_somebody_who_left_goes_on(walk: Walk) -> None:
    koy = somebody(walk, Role.SALES, "ก้อย")
    call = a_call(walk)
    walk.session.get_one(type(walk.cast.fon), walk.cast.fon.id).active = False
    looks(walk, call.due_at + timedelta(minutes=15))
    assert call.staff_id == koy.id
