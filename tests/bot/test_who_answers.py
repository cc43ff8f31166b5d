"""Who asks whether a bot or a person answers is told the truth, and how a person is had."""

import pytest
import sqlalchemy as sa

from tests.bot.world import World, presses_in, said
from workflow.tasks import Task

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(
    "text", ["ใครตอบอยู่ เป็นคนหรือบอท", "คุยกับคนจริงไหม", "คุณคือใคร", "are you a bot?", "is there a human here?"]
)
async def test_the_truth_is_told_and_a_person_is_a_button_away(world: World, text: str) -> None:
    answer = await world.says(world.mali, text)

    assert "ผู้ช่วยอัตโนมัติ" in said(answer) or "automatic assistant" in said(answer)
    assert presses_in(answer, "talk_to_human")
    assert world.read(lambda session: session.scalars(sa.select(Task)).all()) == []


async def test_who_wants_a_person_gets_one(world: World) -> None:
    await world.says(world.mali, "เป็นคนหรือบอทคะ")
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่")

    assert len(world.read(lambda session: session.scalars(sa.select(Task)).all())) == 1


async def test_a_booking_goes_on_behind_the_answer(world: World) -> None:
    await world.says(world.mali, "อยากจองไฮดราค่ะ")
    answer = said(await world.says(world.mali, "นี่คนหรือบอทคะ"))

    assert "ผู้ช่วยอัตโนมัติ" in answer
    assert "วัน" in answer.split("ผู้ช่วยอัตโนมัติ", 1)[1]
