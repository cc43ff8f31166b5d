"""Asked for what the clinic does not have, the bot says so and shows what there is; it never tells of another treatment."""

from datetime import timedelta

import pytest

from tests.bot.world import World, presses_in, said

pytestmark = pytest.mark.servers

NOT_FOUND = "ไม่พบทรีตเมนต์ที่ถามในรายการของคลินิก"


@pytest.mark.parametrize(
    "then",
    [
        "แล้วจมูกล่ะ",
        "แล้วดูดไขมันล่ะ",
        "ดูดไขมันราคาเท่าไหร่คะ",
        "แล้วอโรม่าล่ะ",
        "จองดูดไขมันค่ะ",
        "มีทำจมูกไหมคะ",
        "แล้วดริปผิวล่ะ",
    ],
)
async def test_after_botox_another_service_is_not_answered_as_botox(world: World, then: str) -> None:
    await world.says(world.mali, "โบราคาเท่าไหร่")
    answer = await world.says(world.mali, then)
    assert NOT_FOUND in said(answer)
    assert len(presses_in(answer, "treatment_info")) == 10
    assert presses_in(answer, "talk_to_human")


async def test_in_english_too(world: World) -> None:
    await world.says(world.mali, "how much is botox?")
    answer = said(await world.says(world.mali, "what about a nose job?"))
    assert "did not find that treatment" in answer


async def test_what_is_asked_next_is_not_about_the_treatment_before(world: World) -> None:
    await world.says(world.mali, "โบราคาเท่าไหร่")
    await world.says(world.mali, "แล้วดูดไขมันล่ะ")
    assert NOT_FOUND in said(await world.says(world.mali, "เจ็บไหมคะ"))


async def test_a_treatment_named_after_it_is_answered(world: World) -> None:
    await world.says(world.mali, "โบราคาเท่าไหร่")
    await world.says(world.mali, "แล้วดูดไขมันล่ะ")
    answer = said(await world.says(world.mali, "แล้วฟิลเลอร์ล่ะ"))
    assert "ฟิลเลอร์" in answer
    assert NOT_FOUND not in answer


async def test_a_name_that_several_have_is_asked_about_with_only_those(world: World) -> None:
    answer = await world.says(world.mali, "เลเซอร์เจ็บไหมคะ")
    assert "หลายทรีตเมนต์" in said(answer)
    assert 2 <= len(presses_in(answer, "treatment_info")) < 10


async def test_all_prices_of_such_a_name_are_told_and_no_other(world: World) -> None:
    await world.says(world.mali, "โบราคาเท่าไหร่")
    answer = said(await world.says(world.mali, "แล้วเลเซอร์ล่ะคะ"))
    assert "พิโค" in answer
    assert "โบทู" not in answer


async def test_the_short_name_is_priced_by_itself(world: World) -> None:
    await world.says(world.mali, "ฟิลเลอร์ราคาเท่าไหร่คะ")
    answer = said(await world.says(world.mali, "โบราคาเท่าไหร่"))
    assert "โบทู" in answer
    assert "ฟิลเลอร์" not in answer


async def test_while_a_booking_is_open_its_question_comes_again_behind_the_answer(world: World) -> None:
    asked = await world.says(world.mali, "อยากจองคิวค่ะ")
    answer = await world.says(world.mali, "ดูดไขมันราคาเท่าไหร่คะ")
    assert NOT_FOUND in said(answer)
    assert bool(presses_in(answer, "form")) == bool(presses_in(asked, "form"))


async def test_after_a_long_pause_an_unknown_name_leans_on_nothing(world: World) -> None:
    await world.says(world.mali, "โบราคาเท่าไหร่")
    world.clock.advance(timedelta(minutes=11))
    answer = said(await world.says(world.mali, "แล้วอโรม่าล่ะ"))
    assert "โบทู" not in answer
    assert NOT_FOUND not in answer


async def test_a_person_who_has_the_talk_answers_it(world: World) -> None:
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert NOT_FOUND not in said(await world.says(world.mali, "แล้วดูดไขมันล่ะ"))


@pytest.mark.parametrize("asked", ["ฉีดผิวขาวกี่บาท", "มีฉีดผิวขาวไหม", "whitening injection price?"])
async def test_a_whitening_injection_is_no_filler(world: World, asked: str) -> None:
    answer = await world.says(world.mali, asked)
    assert NOT_FOUND in said(answer) or "did not find that treatment" in said(answer)
    assert presses_in(answer, "talk_to_human")
