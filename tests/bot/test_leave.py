"""Staff who write that they are ill or want a day off: whoever leads hears of it, and nothing changes without them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.bot.test_handing import a_case_to_prepare, a_second_beautician, task_of
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from tests.factories.people import a_staff, an_identity
from workflow.actor import Role
from workflow.cases import send_due_follow_up
from workflow.follow_ups import claim_due_follow_ups
from workflow.store.models import Notice, Staff, TaskKind, TimeOff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.servers


def a_manager(world: World) -> str:
    def write(session: Session) -> str:
        nim = a_staff(session, world.cast.branch, Role.MANAGER, name="นิ่ม")
        return str(an_identity(session, world.cast.channel, staff=nim).external_id)

    external_id = world.read(write)
    world.double.people.add_person(external_id, "นิ่ม")
    return external_id


@pytest.mark.parametrize(
    ("words", "day", "on"),
    [
        ("พรุ่งนี้ขอลาป่วยค่ะ", "อ. 24 พ.ย. 2569", "2026-11-24"),
        ("ขอลาวันที่ 25", "พ. 25 พ.ย. 2569", "2026-11-25"),
        ("I'm sick today", "จ. 23 พ.ย. 2569", "2026-11-23"),
        ("ขอลาพักร้อนค่ะ", None, None),
    ],
)
async def test_a_wish_for_leave_goes_to_who_leads_with_the_page_filled_in(
    world: World, words: str, day: str | None, on: str | None
) -> None:
    nim = a_manager(world)
    answer = said(await world.says(world.ploy, words))
    assert "แจ้ง หมออนันต์, นิ่ม แล้วค่ะ ว่าคุณขอลา" in answer
    assert day is None or day in answer
    assert "ตารางงานยังเหมือนเดิม" in answer

    for lead in (world.anan, nim):
        card = world.heard(lead)[-1:]
        assert "พลอย ขอลา" in said(card)
        assert words in said(card)
        assert day is None or day in said(card)
        page = said(await world.presses(lead, presses_in(card, "away_page")[0]))
        days = f"since%3D{on}%26until%3D{on}" if on else ""
        assert f"?to=%2Fadmin%2Fstaff%2F{world.cast.ploy.id}%2Faway" in page
        assert days in page
    assert world.read(lambda session: session.scalars(sa.select(TimeOff)).all()) == []
    assert world.double.violations == []


async def test_a_day_that_is_over_is_not_filled_in(world: World) -> None:
    await world.says(world.ploy, "ขอลาป่วยเมื่อวานค่ะ")
    page = await world.presses(world.anan, presses_in(world.heard(world.anan), "away_page")[0])
    assert "since" not in said(page)


async def test_who_leads_notes_their_own_day_off(world: World) -> None:
    answer = await world.says(world.anan, "พรุ่งนี้ขอลาป่วยค่ะ")
    assert "วันหยุดของคุณ" in said(answer)
    page = await world.presses(world.anan, presses_in(answer, "away_page")[0])
    assert f"%2Fstaff%2F{world.cast.anan.id}%2Faway%3Fsince%3D2026-11-24" in said(page)


async def test_that_nobody_who_leads_can_be_reached_is_said(world: World) -> None:
    def leaves(session: Session) -> None:
        session.get_one(Staff, world.cast.anan.id).active = False

    world.read(leaves)
    assert "รบกวนโทรแจ้งหัวหน้าเอง" in said(await world.says(world.ploy, "วันนี้ขอลาป่วยค่ะ"))


async def test_nobody_but_who_leads_gets_to_the_page_by_the_button(world: World) -> None:
    await world.says(world.ploy, "วันนี้ขอลาป่วยค่ะ")
    [button] = presses_in(world.heard(world.anan), "away_page")
    answer = said(await world.presses(world.ploy, button))
    assert "สำหรับผู้รับผิดชอบเท่านั้น" in answer
    assert "enter" not in answer


async def test_being_ill_as_the_reason_that_was_asked_for_is_no_wish_for_leave(world: World) -> None:
    a_second_beautician(world)
    await a_case_to_prepare(world)
    asked = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "decline")[0])
    await world.presses(world.ploy, presses_in(asked, "decline")[3])
    assert "ส่งต่องาน" in said(await world.says(world.ploy, "ป่วยค่ะ ขอลาป่วยวันนี้"))
    assert presses_in(world.heard(world.anan), "away_page") == []


def send_follow_ups(session: Session, world: World) -> None:
    for due in claim_due_follow_ups(session, now=world.clock(), limit=10):
        send_due_follow_up(session, follow_up=due, now=world.clock())


@pytest.mark.parametrize(
    ("stage", "why"), [("nothing", "asked"), ("booked", "wants_to_change"), ("treated", "side_effect")]
)
async def test_a_customer_with_these_words_reaches_a_person(world: World, stage: str, why: str) -> None:
    def walk(session: Session) -> None:
        step = Walk(session, world.cast, world.cast.mali)
        if stage == "booked":
            step.booked()
        if stage == "treated":
            step.finished()

    world.read(walk)
    if stage == "treated":
        world.clock.advance(timedelta(days=1, hours=1))
        world.read(lambda session: send_follow_ups(session, world))
    await world.settle()
    await world.says(world.mali, "วันนี้ป่วยค่ะ")
    assert task_of(world, TaskKind.CALL_CUSTOMER).detail["why"] == why
    assert (
        world.read(lambda session: session.scalars(sa.select(Notice).where(Notice.kind.like("leave%"))).all())
        == []
    )
