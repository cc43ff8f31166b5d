"""The page of waiting tasks: what it lists, whom it shows, handing over, and marking somebody as away."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.insights.cast import NOW, a_case, a_customer, a_red_flag
from workflow.actor import Role
from workflow.calendars import time_off_of
from workflow.store.models import Task, TaskKind, TaskState
from workflow.store.scope import scope_to
from workflow.tasks import assign_task, task_events

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast


def a_call(
    session: Session, cast: Cast, name: str = "มะลิ", *, minutes: int = 30, roles: tuple[Role, ...] = ()
) -> Task:
    """A call that somebody is asked to make, due so many minutes from now."""
    scope_to(session, cast.clinic_id)
    return assign_task(
        session,
        kind=TaskKind.CALL_CUSTOMER,
        customer_id=a_customer(session, cast, name).id,
        roles=roles or (Role.SALES, Role.BEAUTICIAN),
        due_at=NOW + timedelta(minutes=minutes),
        detail={"why": "asked"},
        now=NOW,
    )


def names_in(html: str) -> list[str]:
    return re.findall(r'<p class="whom"><strong>([^<]+)</strong>', html)


async def test_it_lists_what_waits_the_most_pressing_first(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    desk.write(lambda session: a_call(session, cast, "อรุณี", minutes=90))
    desk.write(lambda session: a_call(session, cast, "กานดา", minutes=-90))
    flagged = desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, "ปิยะดา")))
    desk.write(lambda session: a_red_flag(session, cast, flagged, due_at=NOW + timedelta(hours=9)))
    page = await owner.get("/admin/tasks")
    assert page.status_code == 200
    assert names_in(page.text) == ["ปิยะดา", "กานดา", "อรุณี"]
    assert "รออยู่ทั้งหมด 3 งาน" in page.text
    assert "เลยกำหนด 1" in page.text
    assert "ขอคุยกับเจ้าหน้าที่" in page.text


async def test_it_is_filtered_by_person_and_by_what_is_overdue(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    desk.write(lambda session: a_call(session, cast, "อรุณี"))
    desk.write(lambda session: a_call(session, cast, "กานดา", minutes=-90, roles=(Role.BEAUTICIAN,)))
    assert names_in((await owner.get(f"/admin/tasks?person={cast.sales.id}")).text) == ["อรุณี"]
    assert names_in((await owner.get("/admin/tasks?late=1")).text) == ["กานดา"]
    assert names_in((await owner.get(f"/admin/tasks?branch={cast.branch.id}")).text) == ["กานดา", "อรุณี"]
    assert names_in((await owner.get("/admin/tasks?person=nobody&note=<b>")).text) == ["กานดา", "อรุณี"]


async def test_another_clinics_tasks_are_not_there(
    desk: Desk, cast: Cast, other: Cast, owner: httpx.AsyncClient
) -> None:
    theirs = desk.write(lambda session: a_call(session, other, "วีณา"))
    assert names_in((await owner.get("/admin/tasks")).text) == []
    assert (await owner.get(f"/admin/tasks/{theirs.id}")).status_code == 404
    answer = await owner.post(f"/admin/tasks/{theirs.id}/hand-over", data={"to": str(cast.sales.id)})
    assert answer.headers["location"] == "/admin/tasks?note=not_found"
    assert (await owner.get(f"/admin/staff/{other.sales.id}/away")).status_code == 404


async def test_one_task_says_why_it_is_whose_and_is_handed_over(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    call = desk.write(lambda session: a_call(session, cast))
    page = await owner.get(f"/admin/tasks/{call.id}")
    assert "เลือกจาก 2 คน · อยู่ในกะ · รู้จักลูกค้า" in page.text
    answer = await owner.post(f"/admin/tasks/{call.id}/hand-over", data={"to": str(cast.beautician.id)})
    assert answer.headers["location"] == "/admin/tasks?note=handed_over"
    changed = desk.write(lambda session: session.get_one(Task, call.id))
    assert changed.staff_id == cast.beautician.id
    events = desk.write(
        lambda session: scope_to(session, cast.clinic_id) or task_events(session, task_id=call.id)
    )
    assert (events[-1].name, events[-1].by_id) == ("task.handed_on", cast.owner.id)
    said = await owner.get("/admin/tasks?note=handed_over")
    assert "ส่งต่องานแล้วค่ะ" in said.text


async def test_what_the_rules_refuse_is_said_in_words(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    call = desk.write(lambda session: a_call(session, cast))
    desk.write(lambda session: setattr(session.get_one(Task, call.id), "state", TaskState.DONE))
    answer = await owner.post(f"/admin/tasks/{call.id}/take-over", follow_redirects=True)
    assert "งานนี้เสร็จไปแล้วค่ะ" in answer.text


async def test_somebody_is_marked_as_away_and_back(desk: Desk, cast: Cast, owner: httpx.AsyncClient) -> None:
    call = desk.write(lambda session: a_call(session, cast))
    assert call.staff_id == cast.sales.id
    asked = await owner.get(f"/admin/staff/{cast.sales.id}/away")
    assert "ช่วงนี้มี 1 งาน" in asked.text
    tomorrow = await owner.get(
        f"/admin/staff/{cast.sales.id}/away", params={"since": "2026-11-23", "until": "2026-11-23"}
    )
    assert "ช่วงนี้มี 0 งาน" in tomorrow.text
    form = {"until": "2026-11-22", "reason": "sick"}
    answer = await owner.post(f"/admin/staff/{cast.sales.id}/away", data=form)
    assert answer.headers["location"] == "/admin/tasks?note=away&handed_on=1&to_move=0&kept=0&waiting=0"
    said = (await owner.get(answer.headers["location"])).text
    assert "ส่งต่องานแล้ว 1 งาน" in said
    assert "ฝ่ายขายได้รับแจ้ง" not in said
    assert desk.write(lambda session: session.get_one(Task, call.id)).staff_id == cast.beautician.id
    page = (await owner.get("/admin/tasks")).text
    assert "ไม่อยู่ถึงสิ้นวันนี้" in page
    again = await owner.post(f"/admin/staff/{cast.sales.id}/away", data=form)
    assert again.headers["location"] == "/admin/tasks?note=already_off"

    def off(session: Session) -> list[str]:
        scope_to(session, cast.clinic_id)
        noted = time_off_of(session, staff_ids=[cast.sales.id], from_at=NOW, until=NOW + timedelta(seconds=1))
        return [str(one.id) for one in noted]

    [time_off_id] = desk.write(off)
    back = await owner.post(f"/admin/staff/{cast.sales.id}/back", data={"time_off_id": time_off_id})
    assert back.headers["location"] == "/admin/tasks?note=back"
    assert desk.write(off) == []


async def test_a_day_off_is_planned_ahead_and_says_what_it_changes(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    call = desk.write(lambda session: a_call(session, cast))
    form = {"since": "2026-11-25", "until": "2026-11-26", "reason": "leave"}
    answer = await owner.post(f"/admin/staff/{cast.sales.id}/away", data=form, follow_redirects=True)
    assert "ไม่มีงานหรือนัดที่ต้องจัดใหม่" in answer.text
    assert "ไม่อยู่ถึง" not in answer.text  # she is there until then
    assert desk.write(lambda session: session.get_one(Task, call.id)).staff_id == cast.sales.id
    turned = {"since": "2026-12-26", "until": "2026-12-25"}
    answer = await owner.post(f"/admin/staff/{cast.sales.id}/away", data=turned)
    assert answer.headers["location"] == "/admin/tasks?note=ends_before_it_begins"


async def test_nobody_is_called_absent_because_the_branch_is_closed(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    call = desk.write(lambda session: a_call(session, cast))
    desk.now = NOW.replace(hour=16)  # eleven at night in Bangkok
    owner.cookies.update(desk.cookie_for(cast.owner))
    assert "นอกเวลางาน" in (await owner.get("/admin/tasks")).text
    page = (await owner.get(f"/admin/tasks/{call.id}")).text
    assert "เข้างาน พรุ่งนี้" in page
    assert "เข้างานอยู่</span>" not in page


@pytest.mark.parametrize("form", [{}, {"until": "tomorrow"}, {"until": "2026-11-22", "reason": "a story"}])
async def test_a_form_that_makes_no_sense_changes_nothing(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient, form: dict[str, str]
) -> None:
    assert (await owner.post(f"/admin/staff/{cast.sales.id}/away", data=form)).status_code == 422


async def test_a_day_that_has_passed_is_refused_in_words(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    answer = await owner.post(f"/admin/staff/{cast.sales.id}/away", data={"until": "2026-11-01"})
    assert answer.headers["location"] == "/admin/tasks?note=ends_before_it_begins"


async def test_nobody_comes_in_without_a_session(desk: Desk, cast: Cast, visitor: httpx.AsyncClient) -> None:
    call = desk.write(lambda session: a_call(session, cast))
    for path in ("/admin/tasks", f"/admin/tasks/{call.id}", f"/admin/staff/{cast.sales.id}/away"):
        assert (await visitor.get(path)).status_code == 303
    assert (await visitor.get("/admin/tasks/live")).status_code == 401
    answer = await visitor.post(f"/admin/tasks/{call.id}/hand-over", data={"to": str(cast.beautician.id)})
    assert answer.headers["location"].startswith("/admin/sign-in")
    visitor.cookies.update(desk.cookie_for(cast.sales))
    assert (await visitor.get("/admin/tasks")).headers["location"] == "/admin/sign-in?why=role"
