"""A task in the chat, with one free hand: put off, declined, handed over, taken over; by real webhooks and LINE's double."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from scheduler.jobs.escalate_tasks import EscalateTasks
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from tests.factories.people import a_staff, an_identity
from workflow.actor import Role
from workflow.cases import mark_away
from workflow.store.models import ChannelIdentity, Task, TaskKind, TaskState
from workflow.tasks import assign_task

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

pytestmark = pytest.mark.servers


def a_second_beautician(world: World) -> str:
    """Nan, who is a beautician too; gives her LINE user id."""

    def write(session: Session) -> str:
        nan = a_staff(session, world.cast.branch, Role.BEAUTICIAN, name="แนน")
        known: ChannelIdentity = an_identity(session, world.cast.channel, staff=nan)
        return known.external_id

    external_id = world.read(write)
    world.double.people.add_person(external_id, "แนน")
    return external_id


def task_of(world: World, kind: TaskKind) -> Task:
    return world.read(
        lambda session: session.query(Task).filter_by(kind=kind).order_by(Task.id.desc()).first()
    )


async def a_case_to_prepare(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned() and None)
    await world.settle()


async def test_a_case_is_declined_with_a_reason_and_comes_with_its_card(world: World) -> None:
    nan = a_second_beautician(world)
    await a_case_to_prepare(world)
    asked = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "decline")[0])
    reasons = presses_in(asked, "decline")
    assert len(reasons) == 4
    answer = await world.presses(world.ploy, reasons[0])
    assert "ส่งต่องานของลูกค้า มะลิ ให้ แนน แล้วค่ะ" in said(answer)
    heard = said(world.heard(nan))
    card = said(world.heard(nan)[-1:])
    assert "งานส่งต่อ: เคสของลูกค้า มะลิ" in card
    assert "พลอย รับงานนี้ไม่ได้ (ติดลูกค้าอยู่)" in card  # what is in view says who gave it, and why
    assert "เคสใหม่ของลูกค้า" not in heard
    assert presses_in(
        world.heard(nan)[-1:], "accept"
    )  # the whole card: reading, what to ask first, the steps
    await world.presses(nan, presses_in(world.heard(nan), "accept")[0])
    assert "รับเคสของลูกค้า มะลิ แล้ว" in said(world.heard(nan))
    late = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "accept")[0])
    assert "งานนี้เป็นของ แนน ค่ะ" in said(late)  # the old button means nothing any more
    assert world.double.violations == []


async def test_the_reason_may_be_typed(world: World) -> None:
    a_second_beautician(world)
    await a_case_to_prepare(world)
    asked = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "decline")[0])
    await world.presses(world.ploy, presses_in(asked, "decline")[3])
    answer = await world.says(world.ploy, "ปวดหลังมากวันนี้")
    assert "ส่งต่องาน" in said(answer)
    again = await world.says(world.ploy, "ปวดหลังมากวันนี้")
    assert "ส่งต่องาน" not in said(again)


async def test_when_nobody_else_may_do_it_it_goes_to_whoever_leads_and_then_stays(world: World) -> None:
    await a_case_to_prepare(world)
    asked = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "decline")[0])
    answer = await world.presses(world.ploy, presses_in(asked, "decline")[0])
    assert "ให้ หมออนันต์ แล้วค่ะ" in said(answer)
    asked = await world.presses(world.anan, presses_in(world.heard(world.anan), "decline")[0])
    answer = await world.presses(world.anan, presses_in(asked, "decline")[0])
    assert "งานจึงยังอยู่กับคุณ" in said(answer)
    assert task_of(world, TaskKind.PREPARE_TREATMENT).staff_id == world.cast.anan.id


async def test_a_task_is_handed_to_a_colleague_who_may_have_it(world: World) -> None:
    a_second_beautician(world)
    await a_case_to_prepare(world)
    more = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "task_more")[0])
    assert len(presses_in(more, "later")) == 3
    offered = await world.presses(world.ploy, presses_in(more, "hand_over")[0])
    assert "แนน – เข้างานอยู่" in said(offered)
    assert "ฝน" not in said(offered)  # sales treats nobody
    answer = await world.presses(world.ploy, presses_in(offered, "hand_over")[0])
    assert "ให้ แนน แล้วค่ะ" in said(answer)


async def test_a_colleague_is_never_at_work_while_the_branch_is_closed(world: World) -> None:
    a_second_beautician(world)
    await a_case_to_prepare(world)
    world.clock.advance(timedelta(hours=12))
    more = await world.presses(world.ploy, presses_in(world.heard(world.ploy), "task_more")[0])
    offered = await world.presses(world.ploy, presses_in(more, "hand_over")[0])
    assert "เข้างานอยู่" not in said(offered)
    assert "แนน – เข้างาน อ. 24 พ.ย. 2569 10:00" in said(offered)


async def test_a_task_that_is_put_off_comes_back_by_itself(world: World) -> None:
    await world.says(world.mali, "ขอคุยกับแอดมินค่ะ")
    [more] = presses_in(world.heard(world.fon), "task_more")
    choices = await world.presses(world.fon, more)
    answer = await world.presses(world.fon, presses_in(choices, "later")[0])
    assert "จะเตือนเรื่องลูกค้า มะลิ อีกครั้ง จ. 23 พ.ย. 2569 10:15 น." in said(answer)
    mine = await world.says(world.fon, "งานของฉัน")
    assert "พักไว้ถึง" in said(mine)
    before = len(world.heard(world.fon))
    world.clock.advance(timedelta(minutes=15))
    assert EscalateTasks(sessions=world.sessions, clock=world.clock.now, rules={}).run_due() == 1
    await world.settle()
    [reminder] = world.heard(world.fon)[before:]
    assert "เตือนงานที่พักไว้" in said([reminder])
    assert presses_in([reminder], "accept")


async def test_what_waits_too_long_is_passed_upwards_and_taken_over(world: World) -> None:
    await world.says(world.mali, "ขอคุยกับแอดมินค่ะ")
    world.clock.advance(timedelta(minutes=90))
    EscalateTasks(sessions=world.sessions, clock=world.clock.now, rules={}).run_due()
    await world.settle()
    assert "งานนี้รอนานเกินไปแล้ว" in said(world.heard(world.fon))
    heard = world.heard(world.anan)
    assert "งานนี้อยู่กับ ฝน" in said(heard)
    answer = await world.presses(world.anan, presses_in(heard, "take_over")[0])
    assert "รับงานของลูกค้า มะลิ แล้ว" in said(answer)
    taken = task_of(world, TaskKind.CALL_CUSTOMER)
    assert (taken.staff_id, taken.state) == (world.cast.anan.id, TaskState.ACCEPTED)
    late = await world.presses(world.fon, presses_in(world.heard(world.fon), "accept")[0])
    assert "งานนี้เป็นของ หมออนันต์ ค่ะ" in said(late)


async def test_a_time_that_somebody_cannot_keep_is_kept_by_another_with_one_press(world: World) -> None:
    nan = a_second_beautician(world)

    def away(session: Session) -> uuid.UUID:
        walk = Walk(session, world.cast, world.cast.mali)
        case_id: uuid.UUID = walk.booked().id
        mark_away(
            session,
            staff_id=world.cast.ploy.id,
            from_at=walk.now,
            until=walk.now + timedelta(days=2),
            reason="sick",
            by=walk.anan,
            now=walk.now,
        )
        return case_id

    world.read(away)
    await world.settle()
    assert "บันทึกแล้วว่าคุณไม่อยู่" in said(world.heard(world.ploy))
    card = world.heard(world.fon)
    assert "พลอย ไม่อยู่ในเวลานัดนี้" in said(card)
    answer = await world.presses(world.fon, presses_in(card, "stand_in")[0])
    assert "แนน จะดูแลลูกค้า มะลิ แทนในเวลาเดิม" in said(answer)
    assert presses_in(world.heard(nan), "start")
    assert task_of(world, TaskKind.DO_TREATMENT).staff_id != world.cast.ploy.id


async def test_many_tasks_come_a_card_at_a_time(world: World) -> None:
    def ten_calls(session: Session) -> None:
        for _ in range(10):
            assign_task(
                session,
                kind=TaskKind.CALL_CUSTOMER,
                customer_id=world.cast.mali.id,
                roles=(Role.SALES,),
                now=world.clock.now(),
            )

    world.read(ten_calls)
    first = await world.says(world.fon, "งานของฉัน")
    [following] = [press for press in presses_in(first, "my_tasks") if ".p=1." in press]
    assert len(presses_in(first, "task_more")) == 8
    second = await world.presses(world.fon, following)
    assert len(presses_in(second, "task_more")) == 2
