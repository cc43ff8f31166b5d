"""Words against cancelling, or only asking about it, cancel nothing: it is asked first, and done at a plain word."""

import pytest

from bot.wording.cancel_words import cancels_plainly, denies_cancelling
from tests.bot.booking_steps import answers, has_a_case, held
from tests.bot.world import World, presses_in, said

AGAINST = (
    "ไม่อยากยกเลิกนะคะ",
    "ไม่ยกเลิกแล้วค่ะ",
    "อย่าเพิ่งยกเลิกนะคะ",
    "i don't want to cancel",
    "please do not cancel it",
)
ASKING = ("ยกเลิกได้ไหมถ้าไม่ว่าง", "can i cancel later if needed?", "ถ้าไม่ว่างยกเลิกได้มั้ย")
PLAIN = (
    "ขอยกเลิกนัดค่ะ",
    "ยกเลิกนัด",
    "ยกเลิกคำขอนัด",
    "please cancel my appointment",
    "cancel my request",
    "i want to cancel my appointment",
)


@pytest.mark.parametrize("text", [*AGAINST, *ASKING])
def test_no_such_words_are_a_plain_cancellation(text: str) -> None:
    assert not cancels_plainly(text, ())


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_cancellation_is_one(text: str) -> None:
    assert cancels_plainly(text, ())
    assert not denies_cancelling(text)


@pytest.mark.servers
@pytest.mark.parametrize("text", [*AGAINST, *ASKING])
async def test_what_is_held_stays_held_at_words_that_do_not_cancel(world: World, text: str) -> None:
    await has_a_case(world)
    await answers(world, "จองวันศุกร์บ่ายสองค่ะ", "ใช่ค่ะ")

    told = await answers(world, text)

    assert len(held(world)) == 1
    assert "ยกเลิกคำขอนัด ให้แล้ว" not in told
    assert "is withdrawn" not in told
    assert world.double.violations == []


@pytest.mark.servers
async def test_who_asks_about_cancelling_gets_a_button_that_does_it(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันศุกร์บ่ายสองค่ะ", "ใช่ค่ะ")
    asked = await world.says(world.mali, "ยกเลิกได้ไหมถ้าไม่ว่าง")
    assert "ยังไม่ได้ยกเลิก" in said(asked)

    told = await world.presses(world.mali, presses_in(asked, "my_withdraw")[0])

    assert "ยกเลิกคำขอนัด" in said(told)
    assert held(world) == []
    again = await world.presses(world.mali, presses_in(asked, "my_withdraw")[0])
    assert "ยังไม่มีนัด" in said(again) or "ขั้นตอน" in said(again)


@pytest.mark.servers
async def test_a_treatment_she_has_not_asked_for_takes_nothing_back(world: World) -> None:
    await answers(world, "จองไฮดราเฟเชียลเสาร์นี้บ่ายสอง", "ใช่ค่ะ")

    told = await answers(world, "ยกเลิกฟิลเลอร์")

    assert "ยังไม่ได้ยกเลิก" in told
    assert "ไฮดราเฟเชียล" in told
