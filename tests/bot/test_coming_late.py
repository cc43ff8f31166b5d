"""Who is late for the visit of that day is told on; her words move nothing, and on another day they ask for a time."""

from datetime import timedelta

import pytest

from bot.wording.late_words import says_late
from tests.bot.booking_steps import answers, calls
from tests.bot.world import World, said
from tests.factories.cases import Walk


@pytest.mark.parametrize(
    "text",
    [
        *("ไปช้า 15 นาทีนะคะ", "ขอเลท 20 นาทีค่ะ", "รถติดมาก น่าจะถึงสายหน่อย", "ตื่นสาย ไปสายนิดนึงค่ะ", "จะไปสายค่ะ"),
        *("I'll be 30 minutes late", "running late, sorry", "stuck in traffic, will be there a bit late"),
    ],
)
def test_being_late_is_heard(text: str) -> None:
    assert says_late(text)


@pytest.mark.parametrize(
    "text",
    [
        *("วันเสาร์สายๆ ได้ไหม", "ไปสาย ๆ วันพุธได้มั้ยคะ", "ขอสายพนักงานหน่อยค่ะ", "เลื่อนไปวันศุกร์ค่ะ", "นั่งรถสายไหนไป"),
        *(
            "can I come late in the morning",
            "do you work late on Fridays",
            "is it too late to book",
            "see you later",
        ),
    ],
)
def test_late_in_the_morning_is_a_time_and_a_line_is_a_line(text: str) -> None:
    assert not says_late(text)


def _has_a_visit(world: World, *, hours: int) -> None:
    starts_at = world.clock() + timedelta(hours=hours)
    world.read(
        lambda session: Walk(session, world.cast, world.cast.mali).booked(starts_at=starts_at) and None
    )


@pytest.mark.servers
@pytest.mark.parametrize("text", ["ไปช้า 15 นาทีนะคะ รถติดมาก", "I'll be 30 minutes late"])
async def test_the_branch_hears_at_once_and_the_visit_stays(world: World, text: str) -> None:
    _has_a_visit(world, hours=2)

    told = await answers(world, text)

    assert "จะมาช้ากว่านัด" in told or "later than agreed" in told
    assert calls(world) == ["comes_late"]
    assert text[:8] in said(world.heard(world.fon))


@pytest.mark.servers
async def test_on_another_day_it_asks_for_another_time(world: World) -> None:
    _has_a_visit(world, hours=30)

    await answers(world, "ไปช้า 15 นาทีนะคะ รถติดมาก")

    assert "comes_late" not in calls(world)
