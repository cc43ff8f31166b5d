"""What she asks beside her answer to a booking's question is answered, and is not taken for a part of the booking."""

import pytest

from tests.bot.booking_steps import SATURDAY, answers, calls, has_a_case, held, is_open, offered
from tests.bot.world import World, identity, presses_in, said
from workflow.customers import open_form

pytestmark = pytest.mark.servers

TUESDAY = "อ. 24 พ.ย. 2569"
FILLER, MASSETER = "ฟิลเลอร์", "โบท็อกซ์ลดกราม"


@pytest.mark.parametrize(
    "words",
    [
        "พรุ่งนี้บ่ายสาม แล้วฟิลเลอร์ราคาเท่าไหร่",
        "พรุ่งนี้บ่ายสามค่ะ ฟิลเลอร์ราคาเท่าไหร่คะ",
        "ฟิลเลอร์ราคาเท่าไหร่คะ แล้วพรุ่งนี้บ่ายสามได้ไหม",
        "พรุ่งนี้ 15:00\nฟิลเลอร์ราคาเท่าไหร่",
    ],
)
@pytest.mark.parametrize("begun", ["อยากจองโบกรามค่ะ", "อยากจองโบกรามวันเสาร์นี้ค่ะ"])
async def test_the_slot_is_filled_the_price_told_and_the_treatment_kept(
    world: World, begun: str, words: str
) -> None:
    await answers(world, begun)

    told = await world.says(world.mali, words)

    assert "ราคาทรีตเมนต์" in said(told[:-1])
    assert FILLER in said(told[:-1])
    assert f"สรุปเป็น {MASSETER} {TUESDAY} 15:00 น. ถูกต้องไหมคะ" in said(told[-1:])
    assert said(told).count("ถูกต้องไหมคะ") == 1
    assert offered(world, told) == ["yes", "day", "time"]
    assert world.double.violations == []


async def test_her_case_is_kept_and_its_time_is_held(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันเสาร์นี้ค่ะ")

    told = await answers(world, "บ่ายสาม แล้วฟิลเลอร์ราคาเท่าไหร่")
    assert "ราคาทรีตเมนต์" in told
    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in told

    assert "ไว้ให้คุณถึง" in await answers(world, "ใช่ค่ะ")
    assert held(world) == ["2026-11-28T08:00:00+00:00"]


@pytest.mark.parametrize("words", ["after 5pm", "at 5pm please", "หลัง 5 โมงเย็น"])
async def test_words_around_a_time_are_no_question(world: World, words: str) -> None:
    told = await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ", words)

    assert "17:00" in told
    assert "ดูแล" not in told
    assert "aftercare" not in told


async def test_in_english(world: World) -> None:
    await answers(world, "I want to book jaw botox")

    told = await world.says(world.mali, "tomorrow at 3pm, and how much is filler?")

    assert "acid filler" in said(told[:-1])
    assert "Tue 24 Nov 2026 15:00. Is this right?" in said(told[-1:])
    assert "filler" not in said(told[-1:])


async def test_a_yes_and_a_question_are_both_taken(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันเสาร์นี้บ่ายสามค่ะ")

    told = await answers(world, "ใช่ค่ะ แล้วมีที่จอดรถไหมคะ")

    assert "ไว้ให้คุณถึง" in told
    assert "การเดินทาง" in told
    assert held(world) == ["2026-11-28T08:00:00+00:00"]


@pytest.mark.parametrize("words", ["โอเค แล้วราคาเท่าไหร่คะ", "ค่ะ แล้วราคาเท่าไหร่คะ"])
async def test_an_all_right_before_a_question_is_no_yes_yet(world: World, words: str) -> None:
    await has_a_case(world)
    await answers(world, "จองวันเสาร์นี้บ่ายสามค่ะ")

    told = await answers(world, words)

    assert "ถูกต้องไหมคะ" in told
    assert held(world) == []


async def test_what_does_not_suit_may_stand_beside_a_question(world: World) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")

    told = await world.says(world.mali, "พรุ่งนี้ไม่ได้ค่ะ แล้วฟิลเลอร์ราคาเท่าไหร่")

    assert "ราคาทรีตเมนต์" in said(told)
    assert "2026-11-24" not in offered(world, told)


@pytest.mark.parametrize("words", ["เสาร์นี้เปิดกี่โมงคะ", "เสาร์นี้ เปิดกี่โมงคะ", "วันเสาร์นี้เปิดไหมคะ"])
async def test_a_day_that_belongs_to_the_question_fills_nothing(world: World, words: str) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")

    told = await world.says(world.mali, words)

    assert "10:00–20:00" in said(told)
    assert "สะดวกวันไหนดีคะ" in said(told[-1:])


async def test_another_treatment_is_only_talked_of_until_she_changes_it(world: World) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ", "ราคาเท่าไหร่คะ")

    talked = await answers(world, "ฟิลเลอร์ล่ะคะ")
    assert "ราคาทรีตเมนต์" in talked
    assert f"{MASSETER} {SATURDAY} สะดวกกี่โมงดีคะ" in talked

    changed = await answers(world, "เปลี่ยนเป็นฟิลเลอร์ค่ะ")
    assert FILLER in changed
    assert MASSETER not in changed


async def test_two_questions_in_between_have_the_form_asked_once(world: World) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    told = await answers(world, "ขอราคาฟิลเลอร์หน่อยค่ะ แล้วก็คลินิกเปิดกี่โมงคะ")

    assert "ราคาทรีตเมนต์" in told
    assert "10:00–20:00" in told
    assert told.count("สะดวกกี่โมงดีคะ") == 1


@pytest.mark.parametrize("words", ["บายค่ะ", "ขอถอนความยินยอมค่ะ"])
async def test_a_form_whose_question_is_not_asked_again_is_not_left_open(world: World, words: str) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    told = await answers(world, words)

    assert "สะดวกกี่โมงดีคะ" not in told
    assert not is_open(world)
    assert "ต่อจากที่คุยกันไว้" in await answers(world, "จองคิวต่อค่ะ")


@pytest.mark.parametrize("words", ["ขอบคุณค่ะ", "อยากแลกแต้มค่ะ", "ขอชำระเงินค่ะ", "ใครเป็นหมอคะ", "ฟหกดาสว"])
async def test_a_form_that_stays_open_asks_its_question_again(world: World, words: str) -> None:
    await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ")

    told = await world.says(world.mali, words)

    assert open_form(identity(world, world.mali), world.clock()) is not None
    assert "สะดวกกี่โมงดีคะ" in said(told)
    assert presses_in(told, "form")
    assert "wants_to_cancel" not in calls(world)
