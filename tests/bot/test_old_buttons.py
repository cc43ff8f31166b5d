"""A button of a form that is over says so in that form's words, and what became of it."""

from datetime import timedelta

import pytest

from tests.bot.booking_steps import answers
from tests.bot.registering import comes_to_confirm, comes_to_number, is_registered, kept, speaks_english
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk

pytestmark = pytest.mark.servers


async def test_a_double_tap_on_what_is_saved_says_that_it_is_saved(world: World) -> None:
    yes = presses_in(await comes_to_confirm(world), "form")[0]
    await world.presses(world.mali, yes)
    before = kept(world)

    told = said(await world.presses(world.mali, yes))

    assert "บันทึกเรียบร้อยแล้ว" in told
    assert "5678" in told
    assert "จอง" not in told.split("quickReply")[0]
    assert kept(world) == before


async def test_in_english_too(world: World) -> None:
    await speaks_english(world)
    await world.says(world.mali, "I'd like to register")
    await world.says(world.mali, "call me Joe")
    yes = presses_in(await world.says(world.mali, "081 234 5678"), "form")[0]
    await world.presses(world.mali, yes)

    told = said(await world.presses(world.mali, yes))

    assert "are saved" in told
    assert "book" not in told.split("quickReply")[0]


async def test_of_one_that_was_given_up_nothing_is_saved(world: World) -> None:
    asked = await comes_to_number(world)
    await world.says(world.mali, "ไว้ทีหลัง")

    told = said(await world.presses(world.mali, presses_in(asked, "form")[0]))

    assert "ยังไม่ได้บันทึกอะไร" in told
    assert "จอง" not in told.split("quickReply")[0]


async def test_one_given_up_by_who_is_registered_changed_nothing(world: World) -> None:
    is_registered(world)
    asked = await world.says(world.mali, "ขอเปลี่ยนเบอร์")
    await world.says(world.mali, "ไว้ทีหลัง")

    told = said(await world.presses(world.mali, presses_in(asked, "form")[1]))

    assert "5678" in told
    assert kept(world)[1] is not None


async def test_an_appointment_agreed_meanwhile_is_no_word_about_her_number(world: World) -> None:
    asked = await comes_to_number(world)
    world.clock.advance(timedelta(minutes=31))
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()

    told = said(await world.presses(world.mali, presses_in(asked, "form")[-1]))

    assert "นัดของคุณคือ" not in told


async def test_questions_about_health_speak_of_health(world: World) -> None:
    asked = await world.says(world.mali, "คำถามสุขภาพ")
    await answers(world, "ไว้ตอบทีหลัง")

    told = said(await world.presses(world.mali, presses_in(asked, "form")[0]))

    assert "คำถามสุขภาพ" in told
    assert "จอง" not in told.split("quickReply")[0]


async def test_a_booking_still_speaks_of_booking(world: World) -> None:
    asked = await world.says(world.mali, "อยากจองโบกรามค่ะ")
    await answers(world, "ไม่จองแล้ว")

    assert "จองคิว" in said(await world.presses(world.mali, presses_in(asked, "form")[0]))


async def test_a_double_tap_while_the_booking_beneath_goes_on_asks_that_again(world: World) -> None:
    await answers(world, "อยากจองโบกรามค่ะ", "อยากลงทะเบียนค่ะ", "แป้ง")
    yes = presses_in(await world.says(world.mali, "0812345678"), "form")[0]
    assert "วันไหน" in said(await world.presses(world.mali, yes))

    told = said(await world.presses(world.mali, yes))

    assert "มีบันทึกไว้แล้ว" in told
    assert "วันไหน" in told
