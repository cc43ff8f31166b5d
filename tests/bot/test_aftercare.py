"""How to look after the skin: the first day's rules on the first day, the next day's from then on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.turns import aftercare
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from workflow.cases import TreatmentSession
from workflow.catalogue import Protocol

FINISHED = datetime(2026, 11, 23, 5, tzinfo=UTC)
LINES = {"today": ["keep your head up for 4 hours"], "d1": ["sunscreen"]}


def finished(at: datetime | None) -> TreatmentSession:
    return TreatmentSession(id=uuid4(), started_at=FINISHED, finished_at=at)


@pytest.mark.parametrize(
    ("later", "fresh"),
    [
        (timedelta(0), True),
        (timedelta(hours=23), True),
        (timedelta(days=1), False),
        (timedelta(days=30), False),
    ],
)
def test_a_treatment_is_fresh_for_a_day(later: timedelta, fresh: bool) -> None:
    assert aftercare._is_fresh(finished(FINISHED), FINISHED + later) is fresh


@pytest.mark.parametrize(
    ("kept", "when", "told"),
    [
        (LINES, aftercare.TODAY, LINES["today"]),
        (LINES, aftercare.NEXT_DAY, LINES["d1"]),
        ({"d1": LINES["d1"]}, aftercare.TODAY, LINES["d1"]),  # kept before there was a first day
        ({}, aftercare.TODAY, []),
    ],
)
def test_the_lines_are_those_of_the_day(kept: dict[str, list[str]], when: str, told: list[str]) -> None:
    steps = Protocol(id=uuid4(), aftercare={"th": kept})

    assert aftercare.care_lines(steps, "th", when=when) == told


@pytest.mark.servers
async def test_who_asks_how_to_prepare_is_told_that_and_not_what_follows(world: World) -> None:
    told = said(await world.says(world.mali, "โบท็อกต้องเตรียมตัวยังไงคะ"))

    assert "เตรียมตัวก่อนทำ" in told
    assert "มาแบบไม่แต่งหน้า" in told
    assert "วันแรกอยู่ในท่าศีรษะตั้ง" not in told


@pytest.mark.servers
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("หลังทำต้องดูแลยังไงบ้าง", "วิธีดูแลผิว"),
        ("ก่อนทำต้องเตรียมตัวยังไง", "เตรียมตัวก่อนทำ"),
        ("how should i prepare?", "Before your treatment"),
    ],
)
async def test_where_no_treatment_is_named_she_chooses_it_by_a_button(
    world: World, words: str, told: str
) -> None:
    asked = await world.says(world.mali, words)

    assert told in said(await world.presses(world.mali, presses_in(asked, "care")[0]))


@pytest.mark.servers
async def test_how_to_prepare_is_told_for_what_she_has_booked(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).booked() and None)
    await world.settle()

    told = said(await world.says(world.mali, "ต้องเตรียมตัวยังไงบ้างคะ"))

    assert "เตรียมตัวก่อนทำ" in told
    assert world.double.violations == []
