"""A picture, a place, a voice or a sticker in the middle of each form: nothing is lost, and the question stands behind it."""

from typing import Any

import pytest

from tests.bot.booking_steps import SATURDAY, answers, held, is_open
from tests.bot.registering import PHONE, kept
from tests.bot.test_dead_ends import a_check_in_waits, check_ins
from tests.bot.world import World, a_photo, presses_in, said

pytestmark = pytest.mark.servers

FORMS = {
    "booking": ["จองไฮดราค่ะ"],
    "the yes of a booking": ["จองไฮดราเสาร์นี้บ่ายสองค่ะ"],
    "registration": ["สมัครสมาชิก", "แป้งค่ะ"],
    "health": ["คำถามสุขภาพ", "ไฮดรา"],
}


def sent(world: World, what: str) -> dict[str, Any]:
    events = world.double.events
    if what == "location":
        return events.location(world.mali, 13.75, 100.5)
    if what == "file":
        return events.file(world.mali, "a.pdf", b"%PDF")
    if what == "photo":
        return events.photo(world.mali, a_photo())
    return events.sticker(world.mali, keywords=["Happy"])


@pytest.mark.parametrize("what", ["location", "file", "photo", "sticker"])
@pytest.mark.parametrize("form", FORMS)
async def test_the_question_stands_behind_it(world: World, form: str, what: str) -> None:
    await answers(world, *FORMS[form])

    told = await world.does(world.mali, sent(world, what))

    assert presses_in(told[-1:], "form"), "with its buttons"
    assert is_open(world)
    assert world.double.violations == []


@pytest.mark.parametrize("what", ["location", "file", "sticker"])
async def test_a_follow_up_stands_behind_it_with_its_two_answers(world: World, what: str) -> None:
    await a_check_in_waits(world)

    told = await world.does(world.mali, sent(world, what))

    assert len(presses_in(told[-1:], "feels")) == 2
    assert check_ins(world) == []


async def test_two_messages_at_once_are_both_taken(world: World) -> None:
    await answers(world, "จองไฮดราค่ะ")
    events = world.double.events

    told = await world.does(world.mali, events.text(world.mali, "เสาร์"), events.text(world.mali, "บ่ายสอง"))

    assert f"{SATURDAY} 14:00 น. ถูกต้องไหมคะ" in said(told[-1:])
    assert held(world) == []


async def test_so_are_a_name_and_a_number(world: World) -> None:
    await answers(world, "สมัครสมาชิก")
    events = world.double.events

    await world.does(world.mali, events.text(world.mali, "แป้งค่ะ"), events.text(world.mali, "0812345678"))

    await answers(world, "ถูกต้องค่ะ")
    assert kept(world)[:2] == ("แป้ง", PHONE)
