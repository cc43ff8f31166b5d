"""A customer who names what bothers her, and no treatment, is told what the clinic has for it."""

import pytest

from tests.bot.world import World, presses_in, said

pytestmark = pytest.mark.servers


async def test_she_is_shown_what_is_for_her_concern_and_reads_on_by_a_button(world: World) -> None:
    shown = await world.says(world.mali, "หน้าเป็นสิวเยอะมากทำอะไรดี")

    assert "โปรแกรมรักษาสิว" in said(shown)
    assert "ร้อยไหม" not in said(shown)
    told = await world.presses(world.mali, presses_in(shown, "treatment_info")[0])
    assert "เตรียมตัว" in said(told)


async def test_the_prices_are_of_what_is_for_her_concern(world: World) -> None:
    shown = said(await world.says(world.mali, "รักษาฝ้าราคาเท่าไหร่คะ"))

    assert "เลเซอร์โทนนิ่ง" in shown
    assert "เลเซอร์กำจัดขน" not in shown


async def test_a_new_concern_is_not_taken_for_the_treatment_talked_of_before(world: World) -> None:
    await world.says(world.mali, "ฟิลเลอร์ราคาเท่าไหร่")

    shown = said(await world.says(world.mali, "หลุมสิวลึกๆ ทำอะไรได้บ้างคะ"))

    assert "ไมโครนีดเดิล" in shown
    assert "ฟิลเลอร์" not in shown


async def test_a_treatment_she_names_is_told_of_whatever_it_is_for(world: World) -> None:
    shown = said(await world.says(world.mali, "ฟิลเลอร์ช่วยเรื่องใต้ตาคล้ำไหมคะ"))

    assert "ฟิลเลอร์ (ไฮยาลูรอนิก แอซิด)" in shown
    assert "ทรีตเมนต์สำหรับเรื่องนี้" not in shown


async def test_in_english_too(world: World) -> None:
    shown = said(await world.says(world.mali, "what treatment do you have for acne scars?"))

    assert "What we have for this" in shown
    assert "icroneedling" in shown
