"""Beside the answers of a registration: a yes that comes late, an afterthought, and what she asks about her number."""

from datetime import timedelta

import pytest

from tests.bot.registering import PHONE, comes_to_confirm, comes_to_number, is_open, kept
from tests.bot.world import World, said

pytestmark = pytest.mark.servers


async def test_a_yes_after_silence_saves_nothing_unseen_and_is_told_so(world: World) -> None:
    await comes_to_confirm(world)
    world.clock.advance(timedelta(minutes=45))

    read_back = await world.says(world.mali, "ใช่ค่ะ")
    assert "ยังไม่ได้บันทึก" in said(read_back)
    assert "081-234-5678" in said(read_back)
    assert kept(world) == ("มะลิ", None, None)

    await world.says(world.mali, "ใช่ค่ะ")
    assert kept(world) == ("แป้ง", PHONE, None)


@pytest.mark.parametrize("words", ["ไม่บันทึกค่ะ", "ไม่ใช่ค่ะ"])
async def test_a_no_after_silence_forgets_it(world: World, words: str) -> None:
    await comes_to_confirm(world)
    world.clock.advance(timedelta(minutes=45))

    assert "ยังไม่ได้บันทึกอะไรไว้" in said(await world.says(world.mali, words))
    assert not is_open(world)


@pytest.mark.parametrize("words", ["ไม่บันทึกแล้วค่ะ", "ไม่บันทึกดีกว่า", "ไว้ทีหลังก่อนนะคะ"])
async def test_a_label_with_an_afterthought_gives_it_up(world: World, words: str) -> None:
    await comes_to_confirm(world)

    assert "ยังไม่ได้บันทึกอะไรไว้" in said(await world.says(world.mali, words))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ใช้เบอร์แม่ได้ไหมคะ", "ติดต่อถึงคุณได้"),
        ("can I use my mother's number?", "who can reach you"),
        ("ไม่มีเบอร์ไทยค่ะ", "ตามด้วยรหัสประเทศ"),
        ("I don't have a Thai number", "country code"),
        ("ปลอดภัยไหมคะ ใครเห็นบ้าง", "เห็นเฉพาะเจ้าหน้าที่"),
        ("ไม่ให้ได้ไหมคะ", "ถูกต้องไหมคะ"),
    ],
)
async def test_what_she_asks_about_the_number_is_answered(world: World, words: str, told: str) -> None:
    await comes_to_number(world)

    assert told in said(await world.says(world.mali, words))


async def test_what_it_is_needed_for_is_told_at_the_reading_back_too(world: World) -> None:
    await comes_to_confirm(world)

    assert "nothing is saved until" in said(await world.says(world.mali, "why do you need it?"))


async def test_another_name_in_a_sigh_is_taken(world: World) -> None:
    await comes_to_confirm(world)

    assert "หวาน" in said(await world.says(world.mali, "เอ่อ ขอเปลี่ยนเป็นชื่อหวานดีกว่า"))
