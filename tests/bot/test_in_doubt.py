"""Two close wishes: the bot asks which was meant, and does what she chooses, as she first said it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.bot.hearing import unsure
from tests.bot.world import World, identity, presses_in, said
from tests.factories.cases import Walk
from workflow.store.models import Task, TaskKind

pytestmark = pytest.mark.servers

PRICE_OR_OFFER = (("ask_price", 0.46), ("ask_promotion", 0.41))
BOOK_OR_MOVE = (("reschedule_appointment", 0.5), ("cancel_appointment", 0.4))
ONLY_PRICE = (("ask_price", 0.5), ("greet", 0.3), ("ask_promotion", 0.05))
ASKED = "หมายถึง “ถามราคา” หรือ “โปรโมชั่น” คะ"


async def asked(world: World) -> list[dict[str, object]]:
    unsure(world, ฟิลเลอร์คุ้มๆ=PRICE_OR_OFFER)
    return await world.says(world.mali, "ฟิลเลอร์คุ้มๆ")


async def test_it_asks_which_was_meant_with_a_button_for_each(world: World) -> None:
    answer = await asked(world)
    assert ASKED in said(answer)
    assert len(presses_in(answer, "meant")) == 3
    assert "อย่างอื่น" in said(answer)


async def test_the_button_does_it_about_what_she_first_said(world: World) -> None:
    answer = await world.presses(world.mali, presses_in(await asked(world), "meant")[0])
    assert "ฟิลเลอร์" in said(answer)
    assert "โบท" not in said(answer), "not the whole list"


@pytest.mark.parametrize("words", ["อันแรกค่ะ", "1", "ถามราคา", "ราคาค่ะ", "the first one"])
async def test_typing_chooses_too(world: World, words: str) -> None:
    await asked(world)
    answer = said(await world.says(world.mali, words))
    assert "ฟิลเลอร์" in answer or "iller" in answer
    assert "โบท" not in answer


@pytest.mark.parametrize("words", ["อันที่สอง", "โปรโมชั่น", "ข้อ 2 ค่ะ"])
async def test_typing_chooses_the_second(world: World, words: str) -> None:
    await asked(world)
    assert "ข้อเสนอ" in said(await world.says(world.mali, words))


async def test_both_are_answered_in_one_reply(world: World) -> None:
    await asked(world)
    answer = await world.says(world.mali, "ทั้งสองอย่างค่ะ")
    assert len(answer) == 2
    assert "ฟิลเลอร์" in said(answer)
    assert world.double.requests_to("push") == []


async def test_one_guess_is_confirmed_by_a_plain_yes(world: World) -> None:
    unsure(world, ฟิลเลอร์อะ=ONLY_PRICE)
    assert "หมายถึง “ถามราคา” ใช่ไหมคะ" in said(await world.says(world.mali, "ฟิลเลอร์อะ"))
    assert "ฟิลเลอร์" in said(await world.says(world.mali, "ใช่ค่ะ"))


@pytest.mark.parametrize("words", ["ใช่", "ใช่ค่ะ", "yes", "ค่ะ"])
async def test_a_yes_to_two_is_gently_asked_which(world: World, words: str) -> None:
    await asked(world)
    answer = await world.says(world.mali, words)
    assert "เลือกข้อเดียวก่อน" in said(answer) or "choose one" in said(answer)
    assert len(presses_in(answer, "meant")) == 3
    assert "ฟิลเลอร์" in said(await world.says(world.mali, "อันแรก"))


@pytest.mark.parametrize("words", ["ไม่ใช่", "ไม่ค่ะ", "no"])
async def test_a_no_to_one_asks_for_other_words(world: World, words: str) -> None:
    unsure(world, ฟิลเลอร์อะ=ONLY_PRICE)
    await world.says(world.mali, "ฟิลเลอร์อะ")
    told = said(await world.says(world.mali, words))
    assert "พิมพ์อีกแบบ" in told or "another way" in told


async def test_a_yes_to_two_over_and_over_goes_to_a_person(world: World) -> None:
    await asked(world)
    await world.says(world.mali, "ใช่")
    assert "แจ้งเจ้าหน้าที่" in said(await world.says(world.mali, "ใช่"))
    statement = sa.select(Task.detail).where(Task.kind == TaskKind.CALL_CUSTOMER)
    [detail] = world.read(lambda session: list(session.scalars(statement)))
    assert detail["why"] == "not_understood"
    assert {one["asked"] for one in detail["tried"]["steps"]} == {"doubt"}


async def test_staff_who_say_yes_to_two_are_asked_which(world: World) -> None:
    unsure(world, ขอดูหน่อย=(("my_tasks", 0.45), ("open_admin", 0.4)))
    await world.says(world.anan, "ขอดูหน่อย")
    for _ in range(3):
        assert "เลือกข้อเดียวก่อน" in said(await world.says(world.anan, "ใช่"))


@pytest.mark.parametrize("words", ["อย่างอื่น", "ไม่ใช่ทั้งสองอัน", "ไม่ค่ะ"])
async def test_none_of_them_is_taken_as_that(world: World, words: str) -> None:
    await asked(world)
    assert "พิมพ์อีกแบบ" in said(await world.says(world.mali, words))
    assert "ฟิลเลอร์" not in said(await world.says(world.mali, "อันแรก")), "the question is over"


async def test_another_wish_needs_no_answer_to_the_question(world: World) -> None:
    await asked(world)
    assert "แต้มของคุณ" in said(await world.says(world.mali, "แต้มของฉัน"))
    assert "ฟิลเลอร์" not in said(await world.says(world.mali, "อันแรก"))


async def test_who_says_it_anew_is_answered_about_what_she_says_now(world: World) -> None:
    await asked(world)
    answer = said(await world.says(world.mali, "ขอราคาไฮฟู่ค่ะ"))
    assert "ฟิลเลอร์" not in answer
    await asked(world)
    assert len(await world.says(world.mali, "ขอราคาไฮฟู่ค่ะ แล้วก็ขอแผนที่ร้านด้วย")) == 2


async def test_after_a_while_a_bare_word_chooses_nothing(world: World) -> None:
    await asked(world)
    world.clock.advance(timedelta(minutes=11))
    assert "ฟิลเลอร์" not in said(await world.says(world.mali, "อันแรก"))


async def test_a_button_of_a_question_that_is_long_past_does_nothing_and_says_so(world: World) -> None:
    offer = presses_in(await asked(world), "meant")[1]
    world.clock.advance(timedelta(days=3))
    told = said(await world.presses(world.mali, offer))
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in told
    assert "ข้อเสนอ" not in told


async def test_of_two_buttons_only_the_first_one_pressed_counts(world: World) -> None:
    first, second = presses_in(await asked(world), "meant")[:2]
    await world.presses(world.mali, first)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in said(await world.presses(world.mali, second))


async def test_a_button_does_nothing_once_a_person_has_the_talk(world: World) -> None:
    offer = presses_in(await asked(world), "meant")[1]
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert "ข้อเสนอ" not in said(await world.presses(world.mali, offer))


async def test_a_chosen_wish_reaches_staff_with_her_own_words(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked())
    unsure(world, วันนั้นไม่แน่ใจเลย=(("ask_payment", 0.5), ("ask_promotion", 0.4)))
    answer = await world.says(world.mali, "วันนั้นไม่แน่ใจเลย")
    await world.presses(world.mali, presses_in(answer, "meant")[0])
    assert "วันนั้นไม่แน่ใจเลย" in said(world.heard(world.fon))


async def test_what_may_be_a_side_effect_waits_behind_no_question(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished())
    await asked(world)
    answer = await world.says(world.mali, "หน้าบวมแดงมากเลยค่ะ ปวดด้วย")
    assert presses_in(answer, "meant") == []
    calls = sa.select(Task).where(Task.kind.in_([TaskKind.CALL_CUSTOMER, TaskKind.RED_FLAG]))
    assert world.read(lambda session: session.scalars(calls).all())


async def test_a_person_who_takes_over_ends_the_question(world: World) -> None:
    await asked(world)
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert identity(world, world.mali).talk is None
    world.clock.advance(timedelta(minutes=1))
    assert "ฟิลเลอร์" not in said(await world.says(world.mali, "อันแรก"))


async def test_wishes_that_lead_to_the_same_answer_are_not_asked_about(world: World) -> None:
    unsure(world, ของฉันเป็นไง=(("check_status", 0.4), ("check_appointment", 0.38)))
    assert presses_in(await world.says(world.mali, "ของฉันเป็นไง"), "meant") == []


async def test_staff_are_asked_too(world: World) -> None:
    unsure(world, ขอดูหน่อย=(("my_tasks", 0.45), ("open_admin", 0.4)))
    answer = await world.says(world.anan, "ขอดูหน่อย")
    assert "หมายถึง “งานของฉัน” หรือ “เปิดหน้าหลังบ้าน” คะ" in said(answer)
    assert "หลังบ้าน" in said(await world.says(world.anan, "อันที่สอง"))


async def test_staff_choose_by_button(world: World) -> None:
    unsure(world, ขอดูหน่อย=(("my_tasks", 0.45), ("open_admin", 0.4)))
    buttons = presses_in(await world.says(world.anan, "ขอดูหน่อย"), "meant")
    assert "งาน" in said(await world.presses(world.anan, buttons[0]))
