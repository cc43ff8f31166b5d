"""Laughter is answered like a sticker and counts for nothing; interest in what was talked of begins a booking of it."""

import pytest

from tests.bot.booking_steps import has_a_case, is_open
from tests.bot.world import World, identity, said

pytestmark = pytest.mark.servers


async def test_laughing_three_times_calls_nobody(world: World) -> None:
    for _ in range(3):
        assert "รับทราบค่ะ" in said(await world.says(world.mali, "5555"))

    talk = identity(world, world.mali).talk
    assert not talk or not talk.get("misses")


async def test_interest_after_a_price_is_a_wish_to_book_it(world: World) -> None:
    await has_a_case(world)
    await world.says(world.mali, "ขอราคาฟิลเลอร์ค่ะ")
    answer = said(await world.says(world.mali, "สนใจค่ะ"))

    assert "ไม่มีเรื่องที่รอคำตอบ" not in answer
    assert is_open(world) or "นัด" in answer


async def test_interest_in_nothing_named_is_a_yes_to_nothing(world: World) -> None:
    assert "ไม่มีเรื่องที่รอคำตอบ" in said(await world.says(world.mali, "สนใจค่ะ"))
