"""Where she stands: who asks after a wish that nobody has agreed to yet hears that it waits, and is no appointment."""

from datetime import timedelta

import pytest

from tests.bot.booking_steps import answers, has_a_case
from tests.bot.world import World

pytestmark = pytest.mark.servers


async def test_a_request_that_waits_is_told_when_she_asks_for_her_appointment(world: World) -> None:
    await answers(world, "จองไฮดราเฟเชียลเสาร์นี้บ่ายสอง", "ใช่ค่ะ")

    told = await answers(world, "นัดของฉันวันไหนคะ")

    assert "รอเจ้าหน้าที่ยืนยัน" in told
    assert "ไฮดราเฟเชียล" in told
    assert "14:00" in told
    assert "ยังไม่มีนัด" not in told


async def test_a_time_that_is_held_is_told_to_be_held(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันศุกร์บ่ายสองค่ะ", "ใช่ค่ะ")

    told = await answers(world, "นัดของฉันวันไหนคะ")

    assert "กันเวลา" in told
    assert "14:00" in told


async def test_who_has_wished_for_nothing_is_told_that_there_is_nothing(world: World) -> None:
    assert "ยังไม่มีนัด" in await answers(world, "นัดของฉันวันไหนคะ")


async def test_a_yes_after_days_is_told_of_the_wish_that_waits(world: World) -> None:
    await answers(world, "จองไฮดราเฟเชียลเสาร์นี้บ่ายสอง", "ใช่ค่ะ")
    assert "ไม่มีเรื่องที่รอคำตอบ" in await answers(world, "ค่ะ"), "a mere ค่ะ asks for nothing"
    world.clock.advance(timedelta(days=2))
    await world.settle()

    told = await answers(world, "ใช่ค่ะ")

    assert "รอเจ้าหน้าที่ยืนยัน" in told
    assert "14:00" in told


async def test_who_named_no_time_is_not_told_of_a_request_for_one(world: World) -> None:
    await answers(world, "อยากจองค่ะ")
    world.clock.advance(timedelta(days=2))
    await world.settle()

    told = await answers(world, "นัดของฉันวันไหนคะ")

    assert "เรื่องเวลานัดของคุณถึงเจ้าหน้าที่แล้ว" in told
    assert "คำขอนัด ยังรอ" not in told


async def test_the_questions_about_health_are_those_of_what_she_asked_a_time_for(world: World) -> None:
    await answers(world, "จองโบลดกรามวันเสาร์บ่ายสอง", "ใช่ค่ะ")

    assert "ก่อนทำ โบท็อกซ์ลดกราม" in await answers(world, "ตอบคำถามสุขภาพ")
