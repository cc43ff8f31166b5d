"""Two treatments, or two people, in one wish: nothing of it is lost on the way to whoever sees to it."""

import pytest

from bot.wording.company_words import party_in
from tests.bot.booking_steps import SATURDAY, answers, has_a_case, offered
from tests.bot.world import World, said

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(
    ("words", "yes", "both"),
    [
        ("จองไฮดรากับพิโคเสาร์นี้บ่ายสอง", "ใช่ค่ะ", ("ไฮดราเฟเชียล", "พิโคเลเซอร์")),
        ("book hydrafacial and pico laser this saturday 2pm", "yes", ("Hydradermabrasion", "Pico")),
    ],
)
async def test_both_treatments_are_read_back_and_told_to_staff(
    world: World, words: str, yes: str, both: tuple[str, str]
) -> None:
    asked = await answers(world, words)
    done = await answers(world, yes)

    for told in (asked, done):
        assert all(name.casefold() in told.casefold() for name in both)
        assert "เจ้าหน้าที่จะจัดให้" in told or "Our team arranges" in told
    card = said(world.heard(world.fon)[-1:])
    assert "ไฮดราเฟเชียล" in card
    assert "พิโคเลเซอร์" in card
    assert world.double.violations == []


async def test_the_other_one_stays_while_the_first_is_asked_about(world: World) -> None:
    told = await world.says(world.mali, "จองโบกับฟิลเลอร์ปาก วันเสาร์")
    assert len(offered(world, told)) == 2

    await answers(world, "กราม", "บ่ายสอง")
    told = await answers(world, "ใช่ค่ะ")

    assert "โบท็อกซ์ลดกราม + ฟิลเลอร์" in told
    assert SATURDAY in told
    assert "ฟิลเลอร์" in said(world.heard(world.fon)[-1:])


async def test_one_is_added_on_the_way(world: World) -> None:
    await answers(world, "จองไฮดราวันเสาร์")

    told = await answers(world, "ขอจองพิโคด้วยค่ะ", "บ่ายสอง")

    assert "ไฮดราเฟเชียล" in told
    assert "พิโคเลเซอร์" in told


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("จองไฮดรา 2 คนเสาร์นี้บ่ายสอง", "สำหรับ 2 คน"),
        ("ขอจองไฮดราให้แฟนด้วยเสาร์นี้บ่ายสอง", "สำหรับอีกคนด้วย"),
        ("book hydrafacial for two this saturday 2pm", "2"),
    ],
)
async def test_who_comes_along_is_told_to_staff(world: World, words: str, people: str) -> None:
    told = await answers(world, words)
    assert people in told or "for 2 people" in told

    await answers(world, "ใช่ค่ะ")

    card = said(world.heard(world.fon)[-1:])
    assert "สำหรับ 2 คน" in card or "สำหรับอีกคนด้วย" in card


async def test_a_time_that_is_held_carries_it_too(world: World) -> None:
    await has_a_case(world)

    told = await answers(world, "จอง 2 คนวันศุกร์บ่ายสองค่ะ", "ใช่ค่ะ")

    assert "สำหรับ 2 คน" in told
    assert "สำหรับ 2 คน" in said(world.heard(world.fon)[-1:])


async def test_another_time_keeps_what_else_was_wished(world: World) -> None:
    await answers(world, "จองไฮดรากับพิโคเสาร์นี้บ่ายสอง", "ใช่ค่ะ")

    told = await answers(world, "ขอเลื่อนเป็นบ่ายสามค่ะ")

    assert "พิโคเลเซอร์" in told
    assert f"{SATURDAY} 15:00" in told


async def test_this_or_that_is_asked(world: World) -> None:
    told = await world.says(world.mali, "จองไฮดราหรือพิโควันเสาร์ดีคะ")

    assert "พิโคเลเซอร์" in said(told)


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("จองสองคนค่ะ", "2"),
        ("for three people", "3"),
        ("มากับเพื่อนค่ะ", "more"),
        ("with my husband", "more"),
        ("จองวันที่ 2", None),
        ("for two o'clock", None),
        ("คนเดียวค่ะ", None),
    ],
)
def test_for_how_many_is_read(words: str, people: str | None) -> None:
    assert party_in(words) == people
