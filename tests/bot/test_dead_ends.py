"""Ways that ended nowhere, walked to their end: by real webhooks, the real workflow and LINE's double."""

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
