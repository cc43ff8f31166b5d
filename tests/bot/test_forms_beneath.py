"""A form that is begun in the middle of another: the other rests under it, and goes on once it is done or given up."""

from datetime import timedelta

import pytest

from tests.bot.booking_steps import SATURDAY, answers, calls, has_a_case, held, is_open
from tests.bot.registering import PHONE, kept
from tests.bot.world import World, presses_in, said

pytestmark = pytest.mark.servers

ASKED = f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ"
REGISTERS = ("ลงทะเบียน", "แป้ง", "0812345678")


async def comes_to_yes(world: World) -> None:
    assert ASKED in await answers(world, "อยากจองโบกรามค่ะ", "เสาร์นี้บ่ายสาม")


async def test_a_booking_goes_on_behind_a_registration_and_its_yes_is_taken(world: World) -> None:
    await comes_to_yes(world)
    assert "081-234-5678" in await answers(world, *REGISTERS)

    told = await world.says(world.mali, "ถูกต้องค่ะ")

    assert "บันทึกข้อมูลให้เรียบร้อย" in said(told)
    assert ASKED in said(told[-1:])
    assert presses_in(told[-1:], "form")
    assert kept(world) == ("แป้ง", PHONE, None)
    assert "รับคำขอนัดแล้วค่ะ" in await answers(world, "ใช่ค่ะ")
    assert calls(world) == ["wants_to_book"]
    assert not is_open(world)
    assert world.double.violations == []


async def test_a_time_can_be_held_after_a_registration_that_was_given_up(world: World) -> None:
    await has_a_case(world)
    await answers(world, "อยากจองคิวค่ะ", "เสาร์นี้บ่ายสาม", "ลงทะเบียน")

    told = await answers(world, "ไม่เอาแล้วค่ะ")

    assert "ยังไม่ได้บันทึกอะไรไว้" in told
    assert "ถูกต้องไหมคะ" in told
    await answers(world, "ใช่ค่ะ")
    assert held(world) == ["2026-11-28T08:00:00+00:00"]


async def test_a_booking_goes_on_behind_the_questions_about_health(world: World) -> None:
    await comes_to_yes(world)
    asked = await world.says(world.mali, "คำถามสุขภาพ")
    assert ASKED not in said(asked)

    told = await answers(world, "ยกเลิก")

    assert ASKED in told
    assert "รับคำขอนัดแล้วค่ะ" in await answers(world, "ใช่ค่ะ")


async def test_its_own_button_goes_on_with_it_while_the_other_is_open(world: World) -> None:
    await answers(world, "อยากจองโบกรามค่ะ")
    asked = await world.says(world.mali, "เสาร์นี้บ่ายสาม")
    await answers(world, "ลงทะเบียน", "แป้ง")

    told = await world.presses(world.mali, presses_in(asked, "form")[0])

    assert "รับคำขอนัดแล้วค่ะ" in said(told)
    assert "081-234-5678" in await answers(world, "ลงทะเบียน", "0812345678")


async def test_one_that_was_left_long_ago_is_not_asked_again_but_the_same_wish_picks_it_up(
    world: World,
) -> None:
    await comes_to_yes(world)
    await answers(world, *REGISTERS[:2])
    world.clock.advance(timedelta(minutes=20))
    await answers(world, REGISTERS[2])
    world.clock.advance(timedelta(minutes=20))

    told = await answers(world, "ถูกต้องค่ะ")

    assert "บันทึกข้อมูลให้เรียบร้อย" in told
    assert ASKED not in told
    assert not is_open(world)
    assert ASKED in await answers(world, "อยากจองคิวค่ะ")


async def test_what_is_put_off_is_not_asked_again(world: World) -> None:
    await comes_to_yes(world)
    await answers(world, "ขอคิดดูก่อนค่ะ", *REGISTERS)

    told = await answers(world, "ถูกต้องค่ะ")

    assert "บันทึกข้อมูลให้เรียบร้อย" in told
    assert ASKED not in told


async def test_letting_the_upper_one_rest_leaves_the_lower_one_its_place(world: World) -> None:
    await comes_to_yes(world)
    await answers(world, "ลงทะเบียน", "แป้ง")
    world.clock.advance(timedelta(minutes=31))

    assert ASKED in await answers(world, "อยากจองคิวค่ะ")
    assert "ต่อจากที่คุยกันไว้" in await answers(world, "ลงทะเบียน")
