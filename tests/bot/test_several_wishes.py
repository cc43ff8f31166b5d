"""More than one wish for a time: none is lost behind the next, and each is changed or taken back by itself."""

import pytest

from tests.bot.booking_steps import SATURDAY, answers, calls, has_a_case, held, is_booked_by_phone, is_open
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk

pytestmark = pytest.mark.servers

JAW, FILLER, HYDRA = "โบท็อกซ์ลดกราม", "ฟิลเลอร์ (ไฮยาลูรอนิก แอซิด)", "ไฮดราเฟเชียล"
FRIDAY = "ศ. 27 พ.ย. 2569"


async def wishes_for_two(world: World) -> str:
    """Mali asks for the jaw on Saturday, and then for filler on Friday; the last answer."""
    return await answers(world, "ขอจองโบกรามเสาร์นี้บ่ายสอง", "ใช่ค่ะ", "ขอจองฟิลเลอร์วันศุกร์นี้บ่ายสาม", "ใช่ค่ะ")


async def test_the_second_wish_stands_beside_the_first_and_sales_hears_of_both(world: World) -> None:
    told = await wishes_for_two(world)

    assert f"{FILLER} {FRIDAY} 15:00 น." in told
    assert f"ยังอยู่ค่ะ: {JAW} {SATURDAY} 14:00 น." in told
    card = said(world.heard(world.fon)[-1:])
    assert FILLER in card
    assert f"{JAW} {SATURDAY} 14:00 น." in card
    assert calls(world) == ["wants_to_book"]
    stands = await answers(world, "นัดเมื่อไหร่นะ")
    assert f"{JAW} {SATURDAY} 14:00 น." in stands
    assert f"{FILLER} {FRIDAY} 15:00 น." in stands
    assert world.double.violations == []


async def test_one_that_is_named_is_taken_back_and_the_other_stays(world: World) -> None:
    await wishes_for_two(world)

    told = await answers(world, "ยกเลิกฟิลเลอร์")

    assert f"ยกเลิกคำขอนัด {FILLER}" in told
    assert f"ยังอยู่ค่ะ: {JAW}" in told
    card = said(world.heard(world.fon)[-1:])
    assert FILLER in card
    assert f"แต่ยังขอ {JAW}" in card
    stands = await answers(world, "นัดเมื่อไหร่นะ")
    assert JAW in stands
    assert FILLER not in stands
    assert world.double.violations == []


@pytest.mark.parametrize(
    ("words", "gone", "stays"),
    [
        ("ฟิลเลอร์", [FILLER], [JAW]),
        ("โบกรามค่ะ", [JAW], [FILLER]),
        ("อันแรก", [FILLER], [JAW]),
        ("ทั้งหมดเลยค่ะ", [JAW, FILLER], []),
        ("ใช่ค่ะ", [], [JAW, FILLER]),
        ("ไม่ค่ะ", [], [JAW, FILLER]),
    ],
)
async def test_a_bare_cancellation_asks_which(
    world: World, words: str, gone: list[str], stays: list[str]
) -> None:
    await wishes_for_two(world)
    asked = await world.says(world.mali, "ยกเลิกนัดค่ะ")
    assert "ยังไม่ได้ยกเลิกอะไร" in said(asked)
    assert len(presses_in(asked, "my_withdraw")) == 3

    await answers(world, words)

    stands = await answers(world, "นัดเมื่อไหร่นะ")
    assert all(name in stands for name in stays)
    assert not any(name in stands for name in gone)
    assert world.double.violations == []


async def test_a_button_takes_back_the_one_it_names(world: World) -> None:
    await wishes_for_two(world)
    asked = await world.says(world.mali, "ยกเลิกนัดค่ะ")

    told = said(await world.presses(world.mali, presses_in(asked, "my_withdraw")[1]))

    assert f"ยกเลิกคำขอนัด {JAW}" in told
    assert f"ยังอยู่ค่ะ: {FILLER}" in told


@pytest.mark.parametrize("first", ["ขอจองโบกรามวันเสาร์นี้", "ขอจองโบวันเสาร์นี้"])
async def test_a_second_wish_in_the_middle_lays_the_first_aside_and_comes_back_to_it(
    world: World, first: str
) -> None:
    await answers(world, first)

    told = await answers(world, "ขอจองฟิลเลอร์วันศุกร์นี้บ่ายสาม")
    assert "ไว้ให้ก่อน" in told
    assert f"{FILLER} {FRIDAY} 15:00 น. ถูกต้องไหมคะ" in told

    done = await answers(world, "ใช่ค่ะ")
    assert f"รับคำขอนัดแล้วค่ะ: {FILLER}" in done
    assert "ต่อด้วยเรื่องที่เก็บไว้" in done
    assert SATURDAY in done
    await answers(world, *(["กราม"] if first == "ขอจองโบวันเสาร์นี้" else []), "บ่ายสอง")
    done = await answers(world, "ใช่ค่ะ")
    assert f"รับคำขอนัดแล้วค่ะ: {JAW} {SATURDAY} 14:00 น." in done
    assert f"ยังอยู่ค่ะ: {FILLER} {FRIDAY} 15:00 น." in done
    assert not is_open(world)
    assert world.double.violations == []


async def test_giving_up_the_second_comes_back_to_the_first(world: World) -> None:
    await answers(world, "ขอจองโบกรามวันเสาร์นี้", "ขอจองฟิลเลอร์วันศุกร์นี้")

    told = await answers(world, "ไม่เอาแล้ว")

    assert f"{JAW} {SATURDAY} สะดวกกี่โมงดีคะ" in told


@pytest.mark.parametrize("words", ["เปลี่ยนเป็นฟิลเลอร์ค่ะ", "ไม่ใช่ ฟิลเลอร์ค่ะ"])
async def test_what_is_put_in_its_place_leaves_nothing_behind(world: World, words: str) -> None:
    await answers(world, "ขอจองโบกรามวันเสาร์นี้บ่ายสอง")

    told = await answers(world, words)

    assert f"{FILLER} {SATURDAY} 14:00 น." in told
    assert JAW not in told
    assert JAW not in await answers(world, "ใช่ค่ะ")


async def test_a_wish_beside_a_time_that_is_held_leaves_it(world: World) -> None:
    await has_a_case(world)
    told = await answers(world, "จองวันเสาร์บ่ายสองค่ะ", "ใช่ค่ะ", "ขอจองฟิลเลอร์วันศุกร์นี้บ่ายสาม", "ใช่ค่ะ", "นัดเมื่อไหร่นะ")

    assert len(held(world)) == 1
    assert f"{HYDRA} (ทำความสะอาดผิวล้ำลึก) {SATURDAY} 14:00 น." in told
    assert f"{FILLER} {FRIDAY} 15:00 น." in told
    await answers(world, "ยกเลิกฟิลเลอร์")
    assert len(held(world)) == 1


async def test_another_time_of_one_leaves_the_other(world: World) -> None:
    await wishes_for_two(world)

    told = await answers(world, "ขอเลื่อนโบกรามเป็นสี่โมงเย็น", "ใช่ค่ะ", "นัดเมื่อไหร่นะ")

    assert f"{JAW} {SATURDAY} 16:00 น." in told
    assert "14:00" not in told
    assert f"{FILLER} {FRIDAY} 15:00 น." in told


async def test_a_further_treatment_on_a_day_of_its_own_is_another_wish(world: World) -> None:
    await has_a_case(world)
    told = await answers(world, "จองวันศุกร์นี้บ่ายสองค่ะ", "ขอจองฟิลเลอร์วันเสาร์นี้บ่ายสามด้วยค่ะ")
    assert f"{FILLER} {SATURDAY} 15:00 น. ถูกต้องไหมคะ" in told

    told = await answers(world, "ใช่ค่ะ")

    assert f"{FRIDAY} 14:00 น. ถูกต้องไหมคะ" in told


async def test_one_treatment_of_a_visit_is_taken_out_of_it(world: World) -> None:
    await answers(world, "จองฟิลเลอร์กับโบกรามเสาร์นี้บ่ายสอง", "ใช่ค่ะ")

    told = await answers(world, "ยกเลิกโบกราม")

    assert f"ยกเลิกคำขอนัด {JAW}" in told
    assert f"ยังอยู่ค่ะ: {FILLER} {SATURDAY} 14:00 น." in told
    assert f"แต่ยังขอ {FILLER}" in said(world.heard(world.fon)[-1:])


async def test_who_would_rather_move_it_than_cancel_is_heard(world: World) -> None:
    await answers(world, "จองไฮดราเสาร์นี้บ่ายสอง", "ใช่ค่ะ", "ติดธุระค่ะ")

    assert "อา. 29 พ.ย. 2569" in await answers(world, "ไม่ยกเลิกค่ะ ขอเลื่อนเป็นวันอาทิตย์นี้")


async def test_a_visit_that_is_agreed_leaves_the_wish_for_another_treatment(world: World) -> None:
    found = world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted().id)
    await world.settle()
    await answers(world, "ขอจองฟิลเลอร์วันเสาร์นี้บ่ายสาม", "ใช่ค่ะ")

    await is_booked_by_phone(world, found)

    told = await answers(world, "นัดเมื่อไหร่นะ")
    assert f"{FRIDAY} 14:00 น." in told
    assert f"{FILLER} {SATURDAY} 15:00 น." in told
