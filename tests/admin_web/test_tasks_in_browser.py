"""The pages of people and their work in a real browser: live, accessible, by keyboard, in every size and both lights."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.admin_web.test_in_browser import SIZES, address, page  # noqa: F401 - fixtures
from tests.admin_web.test_tasks_page import a_call
from tests.insights.cast import NOW, a_case, a_customer, a_red_flag, add
from workflow.actor import Actor, Role
from workflow.cases import mark_away
from workflow.store.models import Staff, Task
from workflow.store.scope import scope_to
from workflow.tasks import Later, Why, accept_task, decline_task, put_off_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast

pytestmark = pytest.mark.browser


def a_team_at_work(session: Session, cast: Cast) -> Task:
    """Tasks of every look, and somebody who is away; gives one that has changed hands."""
    scope_to(session, cast.clinic_id)
    koy = add(session, cast, Staff, branch_id=cast.branch.id, name="ก้อย", roles=["sales"])
    flagged = a_case(session, cast, customer=a_customer(session, cast, "ปิยะดา"))
    a_red_flag(session, cast, flagged, due_at=NOW - timedelta(minutes=4))
    a_call(session, cast, "กานดา", minutes=-90)
    waits = a_call(session, cast, "ณัฐธิดา สุวรรณประเสริฐกุล", minutes=240)
    put_off_task(session, task_id=waits.id, later=Later.HOUR, by=_acting(session, waits), now=NOW)
    declined = a_call(session, cast, "อรุณี", minutes=60)
    decline_task(session, task_id=declined.id, why=Why.BUSY, by=_acting(session, declined), now=NOW)
    accepted_at = NOW + timedelta(minutes=3)
    accept_task(session, task_id=declined.id, by=_acting(session, declined), now=accepted_at)
    mark_away(
        session,
        staff_id=koy.id,
        from_at=NOW,
        until=NOW + timedelta(hours=10),
        reason="sick",
        by=Actor.staff(cast.clinic_id, cast.owner.id, frozenset({Role.OWNER})),
        now=NOW,
    )
    return declined


def _acting(session: Session, task: Task) -> Actor:
    """Whoever holds a task."""
    holder = session.get_one(Staff, task.staff_id)
    return Actor.staff(holder.clinic_id, holder.id, holder.role_set)


@pytest.mark.parametrize("look", [(size, theme) for size in SIZES for theme in ("light", "dark")])
def test_every_page_can_be_used_by_everybody(
    desk: Desk,
    cast: Cast,
    page: Page,  # noqa: F811 - the fixture
    axe: Callable[[Page], None],
    look: tuple[str, str],
) -> None:
    size, theme = look
    task = desk.write(lambda session: a_team_at_work(session, cast))
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    page.context.add_cookies([{"name": "aura_theme", "value": theme, "url": page.url}])
    base = page.url.removesuffix("/admin")
    paths = ("/admin/tasks?note=away", f"/admin/tasks/{task.id}", f"/admin/staff/{cast.sales.id}/away")
    for path in paths:
        page.goto(f"{base}{path}")
        page.get_by_role("heading", level=1).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        axe(page)


def test_a_task_of_another_process_appears_without_reload(desk: Desk, cast: Cast, page: Page) -> None:  # noqa: F811 - the fixture
    page.get_by_role("link", name="งานที่รออยู่").click()
    expect(page.locator("#live-state")).to_have_text("สด")
    page.evaluate("window.untouched = true")
    call = desk.write(lambda session: a_call(session, cast, "อรุณี"))
    line = page.locator(f"#task-{call.id}")
    line.wait_for(timeout=3000)
    expect(line).to_contain_text("รอรับงาน")
    fon = Actor.staff(cast.clinic_id, cast.sales.id, frozenset({Role.SALES}))

    def accept(session: Session) -> None:
        scope_to(session, cast.clinic_id)
        accept_task(session, task_id=call.id, by=fon, now=NOW)

    desk.write(accept)
    expect(line).to_contain_text("รับงานแล้ว", timeout=3000)
    assert page.evaluate("window.untouched")


def test_the_owner_hands_a_task_over_and_marks_somebody_as_away(desk: Desk, cast: Cast, page: Page) -> None:  # noqa: F811 - the fixture
    call = desk.write(lambda session: a_call(session, cast, "อรุณี"))
    page.get_by_role("link", name="งานที่รออยู่").click()
    page.get_by_role("link", name="โทรหาลูกค้า").click()
    page.get_by_role("button", name="ส่งต่อให้ พลอย").click()
    expect(page.locator("p.note")).to_have_text("ส่งต่องานแล้วค่ะ")
    expect(page.locator(f"#task-{call.id}")).to_contain_text("พลอย")
    page.get_by_role("link", name="บันทึกว่าไม่อยู่: พลอย").click()
    page.get_by_label("เพราะ").select_option("sick")
    page.get_by_role("button", name="บันทึกและจัดงานใหม่").click()
    expect(page.locator(f"#task-{call.id}")).to_contain_text("ฝน")
    page.get_by_role("button", name="พลอย กลับมาแล้ว").click()
    page.get_by_role("link", name="บันทึกว่าไม่อยู่: พลอย").wait_for()


def test_it_is_filtered_by_keyboard(desk: Desk, cast: Cast, page: Page) -> None:  # noqa: F811 - the fixture
    desk.write(lambda session: a_team_at_work(session, cast))
    page.goto(f"{page.url}/tasks")
    box = page.get_by_label("เฉพาะที่เลยกำหนด")
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**late=1*")
    expect(page.locator(".waiting li")).to_have_count(2)
