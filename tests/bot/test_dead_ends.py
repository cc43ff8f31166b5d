"""Ways that ended nowhere, walked to their end: by real webhooks, the real workflow and LINE's double."""

from datetime import timedelta

import pytest

from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk

pytestmark = pytest.mark.servers


async def test_a_red_flag_is_taken_by_whoever_is_first_and_the_others_hear_who(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)
    await world.says(world.mali, "ตามัวมากเลยค่ะ มองไม่เห็น")
    asked = presses_in(await world.says(world.ploy, "งานของฉัน"), "accept")[0]
    first_of_list = presses_in(await world.says(world.anan, "งานของฉัน"), "accept")[0]
    assert "รับงานของลูกค้า มะลิ แล้ว" in said(await world.presses(world.ploy, asked))
    assert "พลอย รับเรื่องนี้ไว้แล้วค่ะ" in said(await world.presses(world.anan, first_of_list))


async def test_every_free_time_of_a_day_can_be_reached(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[0])
    times = await world.presses(world.fon, presses_in(days, "day")[1])
    assert "15:00 น." in said(times)
    later = await world.presses(world.fon, presses_in(times, "day")[0])
    assert "15:30 น." in said(later)
    assert "19:00 น." in said(later), "the branch closes at eight, and it takes fifty minutes"
    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, presses_in(later, "slot")[-1]))
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in said(await world.presses(world.fon, presses_in(times, "day")[0]))
    assert world.double.violations == []


async def test_a_day_weeks_ahead_can_be_reached(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).accepted() and None)
    await world.settle()
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[0])
    seen = len(presses_in(days, "day"))
    for _ in range(4):
        days = await world.presses(world.fon, presses_in(days, "book")[0])
        seen += len(presses_in(days, "day"))
    assert seen == 60
    assert presses_in(days, "book") == []
    assert presses_in(await world.presses(world.fon, presses_in(days, "day")[-1]), "slot")
    assert world.double.violations == []


async def test_a_returning_customer_gets_to_a_new_time(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)
    world.clock.advance(timedelta(days=28))
    await world.settle()
    wish = world.kit.buttons.make("ask_to_book", now=world.clock())
    await world.presses(world.mali, wish)
    tasks_before = len(world.heard(world.anan)) + len(world.heard(world.ploy))
    opened = await world.presses(world.fon, presses_in(world.heard(world.fon), "next")[-1])
    assert "เปิดเคสใหม่" in said(opened)
    assert len(world.heard(world.anan)) + len(world.heard(world.ploy)) == tasks_before + 1
    again = await world.presses(world.fon, presses_in(world.heard(world.fon), "next")[-1])
    assert "จึงทำรายการนี้ไม่ได้" in said(again)
    for who in (world.anan, world.ploy):
        if accept := presses_in(world.heard(who), "accept"):
            await world.presses(who, accept[-1])
    days = await world.presses(world.fon, presses_in(world.heard(world.fon), "book")[-1])
    times = await world.presses(world.fon, presses_in(days, "day")[0])
    assert "เรียบร้อยแล้วค่ะ" in said(await world.presses(world.fon, presses_in(times, "slot")[0]))
    assert world.double.violations == []
