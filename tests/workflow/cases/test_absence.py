"""Somebody is off today: what waits for them goes to others, and sales is asked to move the times they cannot keep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cases import Walk
from tests.factories.people import a_staff, acting, an_identity
from workflow.actor import Role
from workflow.booking import book_appointment, move_appointment
from workflow.calendars import AlreadyOff, NotTheirRoster
from workflow.cases import mark_away, plan_without, touched_by_absence
from workflow.store.models import Notice, TaskKind, TaskState
from workflow.tasks import NotYours, assign_task, waiting_tasks_of_case

if TYPE_CHECKING:
    from workflow.cases import Replanned
    from workflow.store.models import Staff, Task

DAY = timedelta(days=1)


def off(walk: Walk, staff: Staff, **what: Any) -> Replanned:
    told = {
        "from_at": walk.now,
        "until": walk.now + DAY,
        "reason": "sick",
        "by": walk.anan,
        "now": walk.now,
        **what,
    }
    return mark_away(walk.session, staff_id=staff.id, **told)


def a_call(walk: Walk, staff: Staff, **what: Any) -> Task:
    return assign_task(
        walk.session,
        kind=TaskKind.CALL_CUSTOMER,
        customer_id=walk.customer.id,
        roles=(Role.SALES, Role.BEAUTICIAN),
        now=walk.now,
        **what,
    )


def nan(walk: Walk) -> Staff:
    made = a_staff(walk.session, walk.cast.branch, Role.BEAUTICIAN, name="แนน")
    an_identity(walk.session, walk.cast.channel, staff=made)
    return made


def told(walk: Walk, kind: str) -> list[Notice]:
    return list(walk.session.scalars(sa.select(Notice).where(Notice.kind == kind).order_by(Notice.id)))


def test_what_falls_due_meanwhile_goes_to_the_next_by_the_rule(walk: Walk) -> None:
    today, next_week = a_call(walk, walk.cast.fon), a_call(walk, walk.cast.fon, due_at=walk.now + 7 * DAY)
    done = off(walk, walk.cast.fon)
    assert done.tasks.given == (today,)
    assert (today.staff_id, today.state) == (walk.cast.ploy.id, TaskState.OPEN)
    assert next_week.staff_id == walk.cast.fon.id
    [noted] = told(walk, "away_noted")
    assert noted.data["handed_on"] == 1


def test_nobody_new_is_given_to_whoever_is_off(walk: Walk) -> None:
    off(walk, walk.cast.fon)
    assert a_call(walk, walk.cast.fon).staff_id == walk.cast.ploy.id


def test_an_agreed_time_becomes_a_task_of_sales_who_sees_who_could_keep_it(walk: Walk) -> None:
    other = nan(walk)
    walk.booked()
    before = walk.task(TaskKind.DO_TREATMENT)
    done = off(walk, walk.cast.ploy, until=walk.now + 7 * DAY)
    [ask] = done.to_move
    assert (ask.kind, ask.staff_id) == (TaskKind.BOOK_APPOINTMENT, walk.cast.fon.id)
    assert (
        before.staff_id == walk.cast.ploy.id
    )  # hers until the time is moved: it always has exactly one holder
    [card] = told(walk, "appointment_to_move")
    assert [one["staff_id"] for one in card.data["stand_ins"]] == [str(other.id), str(walk.cast.anan.id)]

    agreed = card.data["starts_at"]
    moved = move_appointment(
        walk.session,
        case_id=walk.case.id,
        starts_at=before.due_at,
        staff_id=other.id,
        by=walk.fon,
        now=walk.now,
    )
    assert moved.starts_at.isoformat() == agreed
    assert ask.state is TaskState.DONE
    assert walk.task(TaskKind.DO_TREATMENT).staff_id == other.id


def test_it_asks_about_each_time_once(walk: Walk) -> None:
    walk.booked()
    assert len(off(walk, walk.cast.ploy).to_move) <= 1
    again = off(walk, walk.cast.ploy, until=walk.now + 30 * DAY)
    asked = waiting_tasks_of_case(walk.session, case_id=walk.case.id, kinds=[TaskKind.BOOK_APPOINTMENT])
    assert len(asked) == 1
    assert len(again.to_move) <= 1


def test_sales_who_stands_in_may_move_a_colleagues_time(walk: Walk) -> None:
    koy = a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย")
    walk.accepted()
    starts_at = walk.now + timedelta(hours=4)
    with pytest.raises(NotYours):
        book_appointment(
            walk.session, case_id=walk.case.id, starts_at=starts_at, by=acting(koy), now=walk.now
        )
    done = off(walk, walk.cast.fon, until=walk.now + 7 * DAY)
    assert [task.staff_id for task in done.tasks.given] == [koy.id]
    book_appointment(walk.session, case_id=walk.case.id, starts_at=starts_at, by=acting(koy), now=walk.now)
    assert walk.case.sales_id == walk.cast.fon.id


def test_whoever_has_accepted_a_preparation_keeps_it_over_a_day_off(walk: Walk) -> None:
    nan(walk)
    walk.accepted()
    off(walk, walk.cast.ploy)
    assert walk.task(TaskKind.PREPARE_TREATMENT).staff_id == walk.cast.ploy.id


def test_an_accepted_case_that_waits_is_said_to_stay(walk: Walk) -> None:
    nan(walk)
    case = walk.accepted()
    walk.session.flush()
    [task] = waiting_tasks_of_case(walk.session, case_id=case.id, kinds=[TaskKind.PREPARE_TREATMENT])
    done = off(walk, walk.cast.ploy, until=task.due_at + DAY)
    assert done.tasks.waiting == (task,)
    assert told(walk, "away_noted")[-1].data["waiting"] == 1


def test_a_day_off_that_is_to_come_leaves_what_falls_due_before_it(walk: Walk) -> None:
    call = a_call(walk, walk.cast.fon)
    before = touched_by_absence(
        walk.session,
        staff_id=walk.cast.fon.id,
        from_at=walk.now + 2 * DAY,
        until=walk.now + 3 * DAY,
        now=walk.now,
    )
    done = off(walk, walk.cast.fon, from_at=walk.now + 2 * DAY, until=walk.now + 3 * DAY)
    assert (before.tasks, before.appointments, done.tasks.given) == (0, 0, ())
    assert call.staff_id == walk.cast.fon.id


def test_what_an_absence_would_touch_is_what_it_touches(walk: Walk) -> None:
    walk.booked()
    a_call(walk, walk.cast.fon)
    fon, ploy = (
        touched_by_absence(
            walk.session, staff_id=one.id, from_at=walk.now, until=walk.now + DAY, now=walk.now
        )
        for one in (walk.cast.fon, walk.cast.ploy)
    )
    gone = (off(walk, walk.cast.fon), off(walk, walk.cast.ploy))
    assert fon.tasks == len(gone[0].tasks.given) + len(gone[0].tasks.kept)
    assert ploy.appointments == len(gone[1].to_move)


def test_whoever_left_keeps_nothing(walk: Walk) -> None:
    other = nan(walk)
    walk.accepted()
    walk.session.get_one(type(walk.cast.ploy), walk.cast.ploy.id).active = False
    walk.session.flush()
    plan_without(
        walk.session, staff_id=walk.cast.ploy.id, from_at=walk.now, until=None, by=walk.anan, now=walk.now
    )
    assert walk.task(TaskKind.PREPARE_TREATMENT).staff_id == other.id
    assert walk.case.beautician_id is None


def test_only_they_themselves_and_who_leads_say_so_and_once(walk: Walk) -> None:
    with pytest.raises(NotTheirRoster):
        off(walk, walk.cast.fon, by=walk.ploy)
    off(walk, walk.cast.fon, by=walk.fon)
    with pytest.raises(AlreadyOff):
        off(walk, walk.cast.fon)


def test_what_nobody_else_may_do_stays_and_calls_whoever_leads(walk: Walk) -> None:
    call = a_call(walk, walk.cast.fon)
    for who in (walk.cast.ploy, walk.cast.anan):
        walk.session.get_one(type(who), who.id).active = False
    walk.session.flush()
    done = off(walk, walk.cast.fon, by=walk.fon)
    assert done.tasks.kept == (call,)
    assert (call.staff_id, call.state) == (walk.cast.fon.id, TaskState.OPEN)
    assert call.look_at is not None
