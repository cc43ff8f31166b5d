"""What becomes of a time when she gives up, cannot come, or stays with it after all."""

import pytest

from tests.bot.booking_steps import SATURDAY, answers, calls, has_a_case, held, is_open, offered
from tests.bot.world import World, said
from tests.factories.cases import Walk

pytestmark = pytest.mark.servers

ASKED = ("จองไฮดราเสาร์นี้บ่ายสอง", "ใช่ค่ะ")
HELD = ("จองวันเสาร์บ่ายสองค่ะ", "ใช่ค่ะ")
ON_SATURDAY = "2026-11-28"


async def test_giving_up_another_time_gives_back_what_was_held(world: World) -> None:
    await has_a_case(world)
    await answers(world, *HELD, "ขอเปลี่ยนเป็นวันศุกร์")

    told = await answers(world, "ไม่เอาแล้ว")

    assert f"{SATURDAY} 14:00 น. ที่กันไว้ คืนให้แล้ว" in told
    assert held(world) == []
    assert "ไม่รับเวลา" in said(world.heard(world.fon)[-1:])


@pytest.mark.parametrize("words", ["ไม่เลื่อนแล้วค่ะ", "ไม่เปลี่ยนแล้วค่ะ", "i won't move it after all"])
async def test_who_stays_with_her_time_is_told_that_it_stands(world: World, words: str) -> None:
    await has_a_case(world)
    await answers(world, *HELD, "ขอเปลี่ยนเป็นวันศุกร์")

    told = await answers(world, words)

    assert SATURDAY in told or "Sat 28 Nov 2026" in told
    assert len(held(world)) == 1
    assert not is_open(world)


@pytest.mark.parametrize("moving", [(), ("ขอเลื่อนนัดค่ะ",), ("ขอเลื่อนนัดเป็นวันศุกร์ค่ะ",)])
async def test_a_visit_that_is_not_moved_after_all_stands(world: World, moving: tuple[str, ...]) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await answers(world, *moving)

    told = await answers(world, "ไม่เลื่อนแล้วค่ะ")

    assert "นัดเดิม" in told or "นัดหมาย" in told
    assert not is_open(world)


@pytest.mark.parametrize("yes", ["ใช่", "ok", "ค่ะ", "ได้เลย", "ใช่ค่ะ", "yes"])
async def test_a_typed_yes_to_whether_to_cancel_is_taken(world: World, yes: str) -> None:
    await answers(world, *ASKED)
    assert "ต้องการยกเลิกใช่ไหม" in await answers(world, "ไปไม่ได้แล้วค่ะ")

    told = await answers(world, yes)

    assert "ให้แล้วค่ะ" in told or "is withdrawn" in told


@pytest.mark.parametrize("words", ["ไม่", "ไม่ค่ะ", "ไม่ยกเลิกค่ะ", "no"])
async def test_a_typed_no_to_it_keeps_the_wish_and_says_so(world: World, words: str) -> None:
    await answers(world, *ASKED, "ไปไม่ได้แล้วค่ะ")

    told = await answers(world, words)

    assert "ยังรอเจ้าหน้าที่ยืนยัน" in told or "not confirmed yet" in told


async def test_a_yes_long_after_another_matter_cancels_nothing(world: World) -> None:
    await answers(world, *ASKED, "ไปไม่ได้แล้วค่ะ", "ราคาโบเท่าไหร่คะ")

    assert "ให้แล้วค่ะ" not in await answers(world, "ใช่ค่ะ")
    assert "ยังรอเจ้าหน้าที่ยืนยัน" in await answers(world, "นัดเมื่อไหร่นะ")


async def test_who_goes_nowhere_cancels_nothing_and_is_free(world: World) -> None:
    await answers(world, "จองไฮดราวันศุกร์นี้")

    told = await answers(world, "พรุ่งนี้ไม่ได้ไปไหนค่ะ")

    assert "อ. 24 พ.ย. 2569 สะดวกกี่โมงดีคะ" in told
    await answers(world, "บ่ายสอง", "ใช่ค่ะ")
    assert "ต้องการยกเลิก" not in await answers(world, "เสาร์นี้ไม่ได้ไปไหนค่ะ")
    assert calls(world) == ["wants_to_book"]


async def test_a_held_day_that_is_free_no_more_is_let_go_and_another_is_asked_for(world: World) -> None:
    await has_a_case(world)
    await answers(world, *HELD)

    told = await world.says(world.mali, "เสาร์ไม่ว่างแล้ว")

    assert held(world) == []
    assert ON_SATURDAY not in offered(world, told)
    assert len(offered(world, told)) == 10


async def test_a_wished_day_that_is_free_no_more_is_asked_anew(world: World) -> None:
    await answers(world, *ASKED)

    told = await world.says(world.mali, "เสาร์นี้ไม่ว่างแล้วค่ะ")

    assert ON_SATURDAY not in offered(world, told)
    stands = await answers(world, "ไม่เอาแล้ว", "นัดเมื่อไหร่นะ")
    assert "ไฮดราเฟเชียล" in stands
    assert SATURDAY not in stands


@pytest.mark.parametrize(
    "words",
    [
        "is it confirmed?",
        "has my appointment been confirmed yet",
        "ได้คิวหรือยังคะ",
        "คอนเฟิร์มยังคะ",
        "ยืนยันนัดหรือยังคะ",
    ],
)
async def test_whether_it_is_confirmed_is_told(world: World, words: str) -> None:
    await answers(world, *ASKED)

    told = await answers(world, words)

    assert "ยังรอเจ้าหน้าที่ยืนยัน" in told or "not confirmed yet" in told
