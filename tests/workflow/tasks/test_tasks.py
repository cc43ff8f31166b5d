"""Who gets a piece of work, and who may press its buttons."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories.cases import MONDAY, Walk, a_treatment, state_of
from tests.factories.clinics import a_branch
from tests.factories.people import a_staff, acting
from workflow.actor import Actor, Role
from workflow.catalogue import treatment
from workflow.refusal import NotFound, OutOfDate, Refusal
from workflow.settings import ClinicRules
from workflow.store.base import new_id
from workflow.store.models import Performer, Task, TaskKind, TaskState
from workflow.tasks import (
    AlreadyAccepted,
    AlreadyDone,
    NobodyHasRole,
    NotYours,
    WrongPerformer,
    accept_task,
    assign_task,
    cancel_tasks_of,
    check_performer,
    choose_staff,
    finish_task,
    finish_tasks_of,
    performing_roles,
    task,
    tasks_of,
    who_may_perform,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def given(walk: Walk, **kwargs: Any) -> Task:
    asked = {
        "kind": TaskKind.CALL_CUSTOMER,
        "customer_id": walk.customer.id,
        "due_at": MONDAY,
        "now": MONDAY,
        **kwargs,
    }
    return assign_task(walk.session, **asked)


def refused(walk: Walk, refusal: type[Refusal], act: Callable[[], Any]) -> None:
    before = state_of(walk.session, Task)
    with pytest.raises(refusal) as caught:
        act()
    assert type(caught.value) is refusal
    assert state_of(walk.session, Task) == before


def test_it_goes_to_the_first_role_that_anybody_has(walk: Walk) -> None:
    assert given(walk, roles=[Role.MANAGER, Role.BEAUTICIAN]).staff_id == walk.cast.ploy.id
    assert given(walk, roles=[Role.PHYSICIAN, Role.BEAUTICIAN]).staff_id == walk.cast.anan.id
    with pytest.raises(NobodyHasRole) as refusal:
        given(walk, roles=[Role.MANAGER])
    assert (refusal.value.code, refusal.value.facts) == ("nobody_has_role", {"roles": ["manager"]})


def test_it_goes_to_whose_hands_are_free(walk: Walk) -> None:
    nan = a_staff(walk.session, walk.cast.branch, Role.BEAUTICIAN, name="แนน")
    first = given(walk, roles=[Role.BEAUTICIAN])
    second = given(walk, roles=[Role.BEAUTICIAN])
    assert {first.staff_id, second.staff_id} == {walk.cast.ploy.id, nan.id}

    finish_task(walk.session, task_id=second.id, by=acting(nan), now=MONDAY)
    assert given(walk, roles=[Role.BEAUTICIAN]).staff_id == nan.id


def test_it_goes_to_whoever_knows_the_customer(walk: Walk) -> None:
    free = a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย")
    given(walk, staff=walk.cast.fon)

    assert given(walk, roles=[Role.SALES]).staff_id == walk.cast.fon.id
    walk.customer.sales_id = free.id
    assert given(walk, roles=[Role.SALES]).staff_id == free.id


def test_it_goes_to_nobody_who_left_or_works_elsewhere(walk: Walk) -> None:
    elsewhere = a_branch(walk.session, walk.cast.clinic, key="thonglor")
    a_staff(walk.session, walk.cast.branch, Role.MANAGER, name="เก๋", active=False)
    a_staff(walk.session, elsewhere, Role.MANAGER, name="กบ")

    assert choose_staff(walk.session, branch_id=walk.cast.branch.id, roles=[Role.MANAGER], now=MONDAY) is None
    owner = choose_staff(walk.session, branch_id=elsewhere.id, roles=[Role.OWNER], now=MONDAY)
    assert owner is not None
    assert owner.id == walk.cast.anan.id  # an owner is one everywhere


def test_it_is_taken_once_by_its_holder(walk: Walk) -> None:
    one = given(walk, staff=walk.cast.ploy)

    def accept(by: Actor) -> Callable[[], Any]:
        return lambda: accept_task(walk.session, task_id=one.id, by=by, now=MONDAY)

    refused(walk, NotYours, accept(walk.fon))
    refused(walk, NotYours, accept(Actor.system(walk.cast.clinic_id)))
    refused(walk, NotYours, accept(Actor.customer(walk.cast.clinic_id, walk.cast.ploy.id)))
    accept(walk.ploy)()
    assert (one.state, one.accepted_at) == (TaskState.ACCEPTED, MONDAY)
    refused(walk, AlreadyAccepted, accept(walk.ploy))
    finish_task(walk.session, task_id=one.id, by=walk.ploy, now=MONDAY)
    refused(walk, AlreadyDone, accept(walk.ploy))
    with pytest.raises(NotFound):
        accept_task(walk.session, task_id=new_id(), by=walk.ploy, now=MONDAY)


def test_it_is_finished_once_by_its_holder_or_who_leads(walk: Walk) -> None:
    one, two = given(walk, staff=walk.cast.ploy), given(walk, staff=walk.cast.ploy)

    def finish(which: Task, by: Actor) -> Callable[[], Any]:
        return lambda: finish_task(walk.session, task_id=which.id, by=by, now=MONDAY)

    refused(walk, NotYours, finish(one, walk.fon))
    finish(one, walk.ploy)()
    refused(walk, AlreadyDone, finish(one, walk.ploy))
    finish(two, walk.anan)()
    assert tasks_of(walk.session, staff_id=walk.cast.ploy.id) == []


def test_it_is_out_of_date_once_taken_back(walk: Walk) -> None:
    walk.scanned()
    [prepare] = tasks_of(walk.session, staff_id=walk.cast.ploy.id)
    assert cancel_tasks_of(walk.session, case_id=walk.case.id, kinds=[], now=MONDAY) == 1

    refused(walk, OutOfDate, lambda: accept_task(walk.session, task_id=prepare.id, by=walk.ploy, now=MONDAY))
    refused(walk, OutOfDate, lambda: finish_task(walk.session, task_id=prepare.id, by=walk.ploy, now=MONDAY))
    assert finish_tasks_of(walk.session, case_id=walk.case.id, kinds=[], now=MONDAY) == 0


def test_it_lists_the_most_pressing_first(walk: Walk) -> None:
    late = given(walk, staff=walk.cast.ploy, due_at=MONDAY + timedelta(hours=2))
    soon = given(walk, staff=walk.cast.ploy, due_at=MONDAY + timedelta(hours=1))

    assert tasks_of(walk.session, staff_id=walk.cast.ploy.id) == [soon, late]
    assert task(walk.session, task_id=soon.id) is soon


CONFIRMED = ClinicRules(confirmed_operators=frozenset({"ipl"}))


@pytest.mark.parametrize(
    ("performer", "rules", "roles"),
    [
        (Performer.PHYSICIAN, ClinicRules(), (Role.PHYSICIAN,)),
        (Performer.PHYSICIAN, CONFIRMED, (Role.PHYSICIAN,)),
        (Performer.OPERATOR, ClinicRules(), (Role.PHYSICIAN,)),
        (Performer.OPERATOR, CONFIRMED, (Role.BEAUTICIAN, Role.PHYSICIAN)),
        (Performer.BEAUTICIAN, ClinicRules(), (Role.BEAUTICIAN, Role.PHYSICIAN)),
    ],
)
def test_it_never_gives_a_physicians_step_to_a_beautician(
    walk: Walk, performer: Performer, rules: ClinicRules, roles: tuple[Role, ...]
) -> None:
    ipl = a_treatment(walk.session, walk.cast, key="ipl", performer=performer)

    assert performing_roles(ipl, rules=rules) == roles
    able = who_may_perform(walk.session, branch_id=walk.cast.branch.id, treatment=ipl, rules=rules)
    assert (walk.cast.ploy.id in {staff.id for staff in able}) is (Role.BEAUTICIAN in roles)
    assert walk.cast.fon.id not in {staff.id for staff in able}


def test_it_explains_who_may_instead(walk: Walk) -> None:
    toning = treatment(walk.session, key="laser_toning_qs")

    with pytest.raises(WrongPerformer) as refusal:
        check_performer(toning, roles={Role.BEAUTICIAN}, rules=ClinicRules(), who_can=["หมออนันต์"])

    assert refusal.value.code == "wrong_performer"
    assert refusal.value.facts["needs"] == ["physician"]
    assert refusal.value.facts["who_can"] == ["หมออนันต์"]
    assert refusal.value.facts["treatment_key"] == "laser_toning_qs"
