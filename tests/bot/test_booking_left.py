"""A booking that is put off, left in silence, or over: she is told what became of it, and nothing is held in vain."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.bot.booking_steps import SATURDAY, answers, calls, has_a_case, held, is_booked_by_phone, is_open
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from workflow.store.models import Appointment, AppointmentState

pytestmark = pytest.mark.servers

FRIDAY = "ศ. 27 พ.ย. 2569"


def agreed(world: World) -> list[AppointmentState]:
    return world.read(lambda session: list(session.scalars(sa.select(Appointment.state))))


@pytest.mark.parametrize("words", ["เดี๋ยวขอคิดดูก่อนนะคะ", "let me think about it"])
@pytest.mark.parametrize("begun", ["อยากจองโบกรามค่ะ", "อยากจองโบกรามวันเสาร์นี้บ่ายสามค่ะ"])
async def test_who_wants_to_think_about_it_has_her_wish_kept_for_a_day(
    world: World, begun: str, words: str
) -> None:
    await answers(world, begun)
    before = len(world.heard(world.fon))

    told = await world.says(world.mali, words)

    assert "ค่อย ๆ คิดนะคะ" in said(told) or "take your time" in said(told)
    assert "24 พ.ย. 2569 10:00 น." in said(told) or "24 Nov 2026 10:00" in said(told)
    assert presses_in(told, "ask_to_book")
    assert not is_open(world)
    assert "wants_to_cancel" not in calls(world)
    world.clock.advance(timedelta(hours=1))
    await world.settle()
    assert len(world.heard(world.fon)) == before, "nobody presses her"

    again = said(await world.presses(world.mali, presses_in(told, "ask_to_book")[0]))
    assert "ต่อจากที่คุยกันไว้" in again or "go on from where we were" in again
    assert world.double.violations == []


async def test_a_time_that_was_held_is_given_back_and_sales_is_told(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันศุกร์บ่ายสองค่ะ", "ใช่ค่ะ")
    assert len(held(world)) == 1
    before = len(world.heard(world.fon))

    told = await answers(world, "ขอคิดดูก่อนนะคะ")

    assert f"{FRIDAY} 14:00 น. ที่กันไว้ คืนให้แล้ว" in told
    assert held(world) == []
    assert f"{FRIDAY} 14:00 น." in said(world.heard(world.fon)[before:])
    assert f"{FRIDAY} 14:00 น. ถูกต้องไหมคะ" in await answers(world, "จองคิวต่อค่ะ")


async def test_an_appointment_that_is_agreed_stays(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await answers(world, "ขอเลื่อนนัดเป็นวันศุกร์ค่ะ")

    told = await answers(world, "ขอคิดดูก่อนนะคะ")

    assert "ยังอยู่เหมือนเดิม" in told
    assert agreed(world) == [AppointmentState.BOOKED]
    assert "wants_to_cancel" not in calls(world)


async def test_a_day_that_comes_too_late_picks_the_booking_up(world: World) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")
    world.clock.advance(timedelta(minutes=31))
    await world.settle()

    told = await answers(world, "วันเสาร์ค่ะ")

    assert "ยังไม่ได้จอง" in told
    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in told


@pytest.mark.parametrize("words", ["ใช่ค่ะ", "ไม่ใช่ค่ะ"])
async def test_a_yes_or_no_that_comes_too_late_books_nothing_and_is_told_so(world: World, words: str) -> None:
    await has_a_case(world)
    await answers(world, "จองวันเสาร์นี้บ่ายสามค่ะ")
    world.clock.advance(timedelta(minutes=31))
    await world.settle()

    told = await world.says(world.mali, words)

    assert f"{SATURDAY} 15:00 น. ที่คุยค้างไว้ยังไม่ได้จอง" in said(told)
    assert held(world) == []
    again = await world.presses(world.mali, presses_in(told, "ask_to_book")[0])
    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in said(again)


async def test_who_was_booked_by_phone_meanwhile_is_told_so(world: World) -> None:
    found = world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted().id)
    await world.settle()
    asked = await world.says(world.mali, "จองวันเสาร์นี้บ่ายสามค่ะ")
    world.clock.advance(timedelta(minutes=40))
    await world.settle()

    await is_booked_by_phone(world, found)

    assert f"นัดของคุณคือ {FRIDAY} 14:00 น." in await answers(world, "ใช่ค่ะ")
    old = await world.presses(world.mali, presses_in(asked, "form")[0])
    assert f"นัดของคุณคือ {FRIDAY} 14:00 น." in said(old)
    assert held(world) == []


async def test_a_day_later_nothing_is_picked_up_any_more(world: World) -> None:
    asked = await world.says(world.mali, "อยากจองโบกรามวันเสาร์นี้ค่ะ")
    world.clock.advance(timedelta(hours=25))
    await world.settle()

    assert "จบไปแล้ว" in said(await world.presses(world.mali, presses_in(asked, "form")[0]))
    assert "ที่คุยค้างไว้" not in await answers(world, "ใช่ค่ะ")


async def test_a_last_button_pressed_twice_says_what_is_held(world: World) -> None:
    await has_a_case(world)
    asked = await world.says(world.mali, "จองวันเสาร์นี้บ่ายสามค่ะ")
    yes = presses_in(asked, "form")[0]
    await world.presses(world.mali, yes)

    assert f"กันเวลา {SATURDAY} 15:00 น. ไว้ให้คุณ" in said(await world.presses(world.mali, yes))
    assert len(held(world)) == 1


async def test_without_a_case_the_second_press_says_that_sales_has_the_wish(world: World) -> None:
    asked = await world.says(world.mali, "อยากจองโบกรามวันเสาร์นี้บ่ายสามค่ะ")
    yes = presses_in(asked, "form")[0]
    await world.presses(world.mali, yes)
    told = len(calls(world))

    assert "ถึงเจ้าหน้าที่แล้ว" in said(await world.presses(world.mali, yes))
    assert len(calls(world)) == told


async def test_a_day_pressed_twice_changes_nothing_and_asks_the_open_question(world: World) -> None:
    asked = await world.says(world.mali, "อยากจองโบกรามค่ะ")
    day = presses_in(asked, "form")[4]
    first = said(await world.presses(world.mali, day))

    second = said(await world.presses(world.mali, day))

    assert "สะดวกกี่โมงดีคะ" in first
    assert "ปุ่มนี้เป็นของคำถามก่อนหน้า" in second
    assert "สะดวกกี่โมงดีคะ" in second


async def test_typing_and_then_the_old_button_keeps_what_was_typed(world: World) -> None:
    asked = await world.says(world.mali, "อยากจองโบกรามค่ะ")
    await answers(world, "เสาร์นี้ค่ะ")

    told = said(await world.presses(world.mali, presses_in(asked, "form")[0]))

    assert "ยังไม่ได้เปลี่ยนอะไรให้" in told
    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in told


async def test_an_english_booking_from_end_to_end(world: World) -> None:
    await has_a_case(world)
    await answers(world, "I want to book an appointment", "not tomorrow", "friday after 2pm")
    priced = await answers(world, "how much is it?")
    assert "what time suits you?" in priced
    assert "Fri 27 Nov 2026 15:00. Is this right?" in await answers(world, "3pm")
    assert "Sat 28 Nov 2026 15:00. Is this right?" in await answers(world, "no, this saturday")
    before = await answers(world, "before 2pm please")
    assert "13:00" in before
    assert "Sat 28 Nov 2026 11:00. Is this right?" in await answers(world, "11am")

    assert "is kept for you until" in await answers(world, "yes")
    assert held(world) == ["2026-11-28T04:00:00+00:00"]
