"""Whoever is called to a customer in trouble may take it on: at two in the morning somebody answers, not the one named."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories.cases import MONDAY
from tests.factories.people import a_staff, acting
from workflow.actor import Role
from workflow.follow_ups import Told, raise_red_flag
from workflow.store.models import TaskState
from workflow.tasks import AlreadyAccepted, NotYours, accept_task, finish_task, tasks_of

if TYPE_CHECKING:
    from tests.factories.cases import Walk
    from workflow.store.models import Task


def a_red_flag(walk: Walk) -> Task:
    walk.finished()
    found = raise_red_flag(
        walk.session,
        customer=walk.customer,
        groups=["vision"],
        now=walk.now,
        by=walk.mali,
        told=Told(cause="m1"),
    )
    assert found is not None
    assert found.staff_id == walk.cast.anan.id
    return found


def test_the_cases_beautician_who_was_paged_takes_it_on_and_it_becomes_hers(walk: Walk) -> None:
    flag = a_red_flag(walk)
    accept_task(walk.session, task_id=flag.id, by=walk.ploy, now=walk.now)
    assert (flag.staff_id, flag.state) == (walk.cast.ploy.id, TaskState.ACCEPTED)
    with pytest.raises(AlreadyAccepted) as refusal:
        accept_task(walk.session, task_id=flag.id, by=walk.anan, now=walk.now)
    assert refusal.value.facts["holder"] == walk.cast.ploy.name
    finish_task(walk.session, task_id=flag.id, by=walk.ploy, now=walk.now)
    assert flag.state is TaskState.DONE


def test_a_second_press_of_the_holder_names_nobody(walk: Walk) -> None:
    flag = a_red_flag(walk)
    accept_task(walk.session, task_id=flag.id, by=walk.anan, now=walk.now)
    with pytest.raises(AlreadyAccepted) as refusal:
        accept_task(walk.session, task_id=flag.id, by=walk.anan, now=walk.now)
    assert "holder" not in refusal.value.facts
    with pytest.raises(AlreadyAccepted):
        finish_task(walk.session, task_id=flag.id, by=walk.ploy, now=walk.now)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PHYSICIAN, Role.OWNER])
def test_whoever_answers_for_it_may_finish_it_without_accepting_first(walk: Walk, role: Role) -> None:
    somebody = a_staff(walk.session, walk.cast.branch, role, name="แก้ว")
    flag = a_red_flag(walk)
    finish_task(walk.session, task_id=flag.id, by=acting(somebody), now=walk.now)
    assert flag.state is TaskState.DONE


def test_it_is_not_for_somebody_who_was_not_called(walk: Walk) -> None:
    flag = a_red_flag(walk)
    with pytest.raises(NotYours):
        accept_task(walk.session, task_id=flag.id, by=walk.fon, now=walk.now)
    with pytest.raises(NotYours):
        finish_task(walk.session, task_id=flag.id, by=walk.fon, now=walk.now)
    assert flag.id not in {one.id for one in tasks_of(walk.session, staff_id=walk.cast.fon.id)}


def test_everybody_who_was_paged_for_want_of_others_may_take_it(walk: Walk) -> None:
    for called in (walk.cast.anan_on_line, walk.cast.ploy_on_line):
        walk.session.get_one(type(called), called.id).blocked_at = MONDAY
    flag = a_red_flag(walk)
    accept_task(walk.session, task_id=flag.id, by=walk.fon, now=walk.now)
    assert flag.staff_id == walk.cast.fon.id


def test_it_stands_first_with_each_of_them_until_somebody_has_it(walk: Walk) -> None:
    flag = a_red_flag(walk)
    flag.due_at = walk.now + timedelta(days=3)
    for who in (walk.cast.ploy, walk.cast.anan):
        assert tasks_of(walk.session, staff_id=who.id)[0] == flag
    accept_task(walk.session, task_id=flag.id, by=walk.ploy, now=walk.now)
    assert flag in tasks_of(walk.session, staff_id=walk.cast.ploy.id)
    assert flag not in tasks_of(walk.session, staff_id=walk.cast.anan.id)
