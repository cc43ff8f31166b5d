"""What a customer wished for and no longer wishes for: old buttons book nothing, and one wish makes one task."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from scheduler.jobs.escalate_tasks import EscalateTasks
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from workflow.store.models import Appointment, AppointmentState, Hold, Task, TaskKind, TaskState

pytestmark = pytest.mark.servers


async def asks(world: World, *, action: str = "ask_to_book") -> list[dict[str, object]]:
    return await world.presses(world.mali, world.kit.buttons.make(action, now=world.clock()))


async def accepted(world: World) -> list[dict[str, object]]:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    return await asks(world)


async def booked(world: World) -> list[dict[str, object]]:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()
    return await asks(world, action="ask_to_move")


async def holds(world: World, days: list[dict[str, object]], *, day: int, time: int) -> str:
    """Mali holds a time; the button of the card that asks sales to confirm it."""
    times = await world.presses(world.mali, presses_in(days, "my_day")[day])
    assert "ไว้ให้คุณถึง" in said(await world.presses(world.mali, presses_in(times, "my_slot")[time]))
    return presses_in(world.heard(world.fon), "slot")[-1]


def held(world: World) -> Hold | None:
    return world.read(lambda session: session.scalar(sa.select(Hold)))


def agreed(world: World) -> list[Appointment]:
    booked = Appointment.state == AppointmentState.BOOKED
    return world.read(lambda session: list(session.scalars(sa.select(Appointment).where(booked))))


def calls(world: World, state: TaskState = TaskState.OPEN) -> list[str]:
    statement = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER, Task.state == state)
    return world.read(lambda session: [one.detail["why"] for one in session.scalars(statement)])


async def test_a_time_she_has_replaced_is_not_booked_by_its_old_button(world: World) -> None:
    days = await accepted(world)
    old = await holds(world, days, day=1, time=1)
    await holds(world, days, day=2, time=2)
    wished = held(world)
    assert wished is not None

    told = await world.presses(world.fon, old)

    assert agreed(world) == []
    assert "ลูกค้าเปลี่ยนเวลาแล้วค่ะ" in said(told)
    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, presses_in(told, "slot")[0]))
    assert [one.starts_at for one in agreed(world)] == [wished.starts_at]
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in said(await world.presses(world.fon, presses_in(told, "slot")[0]))
    assert world.double.violations == []


async def test_a_time_she_has_given_back_is_not_booked_and_sales_hears_of_it(world: World) -> None:
    old = await holds(world, await accepted(world), day=1, time=1)
    await world.presses(world.mali, presses_in(world.heard(world.mali), "my_free")[-1])
    assert "ไม่รับเวลา" in said(world.heard(world.fon)[-1:])

    told = await world.presses(world.fon, old)

    assert agreed(world) == []
    assert "ไม่ได้กันไว้ให้ลูกค้า" in said(told)
    assert presses_in(told, "book")


async def test_a_time_given_back_does_not_move_the_agreed_appointment(world: World) -> None:
    days = await booked(world)
    [before] = agreed(world)
    old = await holds(world, days, day=2, time=2)
    await world.presses(world.mali, presses_in(world.heard(world.mali), "my_free")[-1])

    told = await world.presses(world.fon, old)

    assert [one.id for one in agreed(world)] == [before.id]
    assert "ไม่ได้กันไว้ให้ลูกค้า" in said(told)
    assert "เลื่อนนัดหมายแล้ว" not in said(world.heard(world.mali))


async def test_a_wish_whose_hold_is_over_is_still_booked_while_the_time_is_free(world: World) -> None:
    wish = await holds(world, await accepted(world), day=1, time=1)
    world.clock.advance(timedelta(minutes=45))

    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, wish))
    assert len(agreed(world)) == 1


async def test_a_time_held_in_the_evening_can_be_confirmed_in_the_morning(world: World) -> None:
    days = await accepted(world)
    world.clock.advance(timedelta(hours=11, minutes=47))
    wish = await holds(world, days, day=2, time=2)
    assert "พรุ่งนี้ 10:30 น." in said(world.heard(world.mali)[-1:])

    world.clock.advance(timedelta(hours=12, minutes=15))
    await world.settle()
    assert "หมดเวลากัน" not in said(world.heard(world.mali))
    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, wish))


async def test_she_is_told_once_that_a_hold_is_over_and_can_have_it_again(world: World) -> None:
    await holds(world, await accepted(world), day=2, time=2)
    world.clock.advance(timedelta(minutes=31))
    await world.settle()
    [told] = world.heard(world.mali)[-1:]
    assert "หมดเวลากันไว้ให้แล้ว" in said([told])

    again = await world.presses(world.mali, presses_in([told], "my_slot")[0])

    assert "ไว้ให้คุณถึง" in said(again)
    assert world.double.violations == []


async def passes(world: World, minutes: int) -> None:
    world.clock.advance(timedelta(minutes=minutes))
    EscalateTasks(sessions=world.sessions, clock=world.clock.now, rules={}).run_due()
    await world.settle()


async def test_who_is_offered_days_and_chooses_one_is_called_by_nobody(world: World) -> None:
    days = await accepted(world)
    cards = len(world.heard(world.fon))
    await world.says(world.mali, "ขอจองคิววันศุกร์บ่ายสองค่ะ")
    assert len(world.heard(world.fon)) == cards
    wish = await holds(world, days, day=1, time=1)
    await passes(world, 16)
    assert [presses_in([card], "slot") for card in world.heard(world.fon)[cards:]] == [[wish]]

    await world.presses(world.fon, wish)

    assert calls(world) == []
    assert calls(world, TaskState.DONE) == ["wants_to_book"]
    cards = len(world.heard(world.fon))
    await passes(world, 60)
    assert "ลูกค้าอยากนัดเวลา" not in said(world.heard(world.fon)[cards:])
    assert world.double.violations == []


async def test_who_is_offered_days_and_chooses_none_is_called_once(world: World) -> None:
    offered = await accepted(world)
    assert "หากยังไม่เลือก" in said(offered)
    cards = len(world.heard(world.fon))
    await asks(world)
    await world.says(world.mali, "ขอจองคิววันศุกร์บ่ายสองค่ะ")
    assert calls(world) == ["wants_to_book"]
    await passes(world, 14)
    assert len(world.heard(world.fon)) == cards

    await passes(world, 2)

    told = world.heard(world.fon)[cards:]
    assert "ขอจองคิววันศุกร์บ่ายสองค่ะ" in said(told)
    assert "เตือนงานที่พักไว้" not in said(told)
    assert len(presses_in(told, "accept")) == len(told) == 2, "her wish by the button, and in her words"
    await world.says(world.mali, "ขอจองคิววันเสาร์แทนค่ะ")
    assert "ขอจองคิววันเสาร์แทนค่ะ" in said(world.heard(world.fon)[-1:]), "now somebody sees to it"
    assert calls(world) == ["wants_to_book"]


async def test_who_is_held_a_time_that_nobody_confirms_is_called_then(world: World) -> None:
    days = await accepted(world)
    await holds(world, days, day=1, time=1)
    cards = len(world.heard(world.fon))
    await passes(world, 29)
    assert len(world.heard(world.fon)) == cards

    await passes(world, 2)

    assert "ลูกค้าอยากนัดเวลา" in said(world.heard(world.fon)[cards:])
    assert "งานนี้รอนานเกินไปแล้ว" not in said(world.heard(world.fon)[cards:])


async def test_a_call_that_rests_is_there_for_whoever_looks(world: World) -> None:
    await accepted(world)
    tasks = await world.says(world.fon, "งานของฉัน")
    assert "พักไว้ถึง" in said(tasks)
    taken = await world.presses(world.fon, presses_in(tasks, "accept")[-1])
    assert "ลูกค้าอยากนัดเวลา" in said(taken), "its card comes at once"
    cards = len(world.heard(world.fon))
    await passes(world, 16)
    assert len(world.heard(world.fon)) == cards


async def test_a_call_that_rests_and_is_done_or_goes_to_another_says_nothing_more(world: World) -> None:
    await accepted(world)
    tasks = await world.says(world.fon, "งานของฉัน")
    more = await world.presses(world.fon, presses_in(tasks, "task_more")[-1])
    asked = await world.presses(world.fon, presses_in(more, "decline")[0])
    await world.presses(world.fon, presses_in(asked, "decline")[0])
    assert "ลูกค้าอยากนัดเวลา" in said(world.heard(world.anan)), "whoever has it now has its card"
    cards = len(world.heard(world.fon))
    await passes(world, 16)
    assert len(world.heard(world.fon)) == cards


async def test_a_wish_to_cancel_is_not_heard_as_one_to_move(world: World) -> None:
    await booked(world)
    before = len(world.heard(world.fon))

    told = await world.says(world.mali, "ขอยกเลิกนัดค่ะ")

    assert "แจ้งเจ้าหน้าที่เรื่องยกเลิกนัดแล้วค่ะ" in said(told)
    assert "ยังอยู่จนกว่าจะแจ้งยืนยัน" in said(told)
    assert presses_in(told, "my_day") == []
    card = world.heard(world.fon)[before:]
    assert "ลูกค้าอยากยกเลิกนัด" in said(card)
    asked = await world.presses(world.fon, presses_in(card, "ask_cancel")[0])
    done = await world.presses(world.fon, presses_in(asked, "cancel")[0])
    assert "ยกเลิกนัด" in said(done)
    assert calls(world) == []
    assert "กด “ขอจองคิว”" in said(world.heard(world.mali))


async def test_whoever_treats_sees_that_an_appointment_was_moved(world: World) -> None:
    days = await booked(world)
    await world.presses(world.fon, await holds(world, days, day=2, time=2))

    [card] = world.heard(world.ploy)[-1:]
    assert "เลื่อนนัดแล้ว" in said([card])
    assert "เดิม" in said([card])


async def test_who_asked_before_the_case_was_accepted_chooses_once_it_is(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned() and None)
    await world.settle()
    assert presses_in(await asks(world), "my_day") == []
    before = len(world.heard(world.mali))

    await world.presses(world.ploy, presses_in(world.heard(world.ploy), "accept")[-1])

    assert presses_in(world.heard(world.mali)[before:], "my_day")
