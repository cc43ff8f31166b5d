"""Words of danger in any chat, from anybody: a person of the clinic hears of them, whatever goes wrong."""

from datetime import timedelta
from typing import Any

import pytest

from simulator.faults import Fault
from tests.bot.world import World, said

pytestmark = pytest.mark.servers


def in_a_group(event: dict[str, Any], who: str) -> dict[str, Any]:
    return {**event, "source": {"type": "group", "groupId": "C" + "1" * 32, "userId": who}}


async def test_a_second_message_of_danger_in_the_same_minute_is_answered_too(world: World) -> None:
    await world.says(world.mali, "อยากตาย ไม่อยากอยู่แล้ว")
    world.clock.advance(timedelta(seconds=5))
    assert "1669" in said(await world.says(world.mali, "ตามองไม่เห็นเลยค่ะ"))


async def test_what_to_do_in_an_emergency_is_said_with_the_free_answer(world: World) -> None:
    world.double.faults.script("push", Fault.MONTHLY, times=100)
    assert "1669" in said(await world.says(world.mali, "ตามองไม่เห็นเลยค่ะ"))
    [kept] = world.double.requests_to("reply")
    assert kept.status == 200


async def test_danger_told_in_a_group_is_answered_in_her_own_chat(world: World) -> None:
    event = in_a_group(world.double.events.text(world.mali, "ตามองไม่เห็นเลยค่ะ"), world.mali)
    assert "1669" in said(await world.does(world.mali, event))
    assert world.double.requests_to("reply") == []
