"""What is asked for in the middle of a booking instead: sooner, later, another branch, another area; none of it is dropped."""

import pytest
import sqlalchemy as sa

from tests.bot.booking_steps import SATURDAY, answers, offered
from tests.bot.world import World, said
from workflow.store.models import Branch

pytestmark = pytest.mark.servers

JAW, WRINKLES = "โบท็อกซ์ลดกราม", "โบทูลินั่มท็อกซินลดริ้วรอย"


def another_branch(world: World) -> None:
    """The clinic has a second branch, open until nine."""

    def opens(session: sa.orm.Session) -> None:
        first = session.scalars(sa.select(Branch)).one()
        columns = {one.key for one in sa.inspect(Branch).column_attrs} - {"id"}
        facts = {name: getattr(first, name) for name in columns}
        session.add(Branch(**facts | {"key": "thonglor", "name_th": "สาขาทองหล่อ", "name_en": "Thonglor"}))

    world.read(opens)


@pytest.mark.parametrize(
    ("asked", "words", "first", "last"),
    [
        ("จองไฮดราเสาร์นี้บ่ายสาม", "เร็วกว่านี้ได้ไหม", "10:00", "14:00"),
        ("จองไฮดราเสาร์นี้บ่ายสาม", "มีเช้ากว่านี้ไหม", "10:00", "14:00"),
        ("จองไฮดราเสาร์นี้บ่ายสาม", "ช้ากว่านี้มีไหมคะ", "15:30", "19:00"),
        ("จองไฮดราเสาร์นี้บ่ายสาม", "do you have anything earlier?", "10:00", "14:00"),
        ("จองไฮดราเสาร์นี้บ่ายสาม", "a bit later please", "15:30", "19:00"),
        ("จองไฮดราเสาร์นี้หลังบ่ายสี่", "มีเร็วกว่านี้ไหม", "10:00", "15:00"),
    ],
)
async def test_sooner_and_later_times_are_offered(
    world: World, asked: str, words: str, first: str, last: str
) -> None:
    await answers(world, asked)

    times = offered(world, await world.says(world.mali, words))

    assert times[0] == first
    assert last in times
    assert "15:00" not in times or last == "15:00"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("มีเช้ากว่านี้ไหม", "เร็วสุดที่ว่างคือ 10:00 น."),
        ("ช้ากว่านี้", "ช้าสุดที่ว่างคือ 19:00 น."),
        ("anything earlier?", "10:00 is the earliest"),
    ],
)
async def test_where_there_is_none_it_is_said(world: World, words: str, answer: str) -> None:
    await answers(world, "จองไฮดราเสาร์นี้")

    told = await answers(world, words)

    assert answer in told
    assert "กี่โมง" in told or "what time" in told


async def test_an_earlier_day_is_offered_or_said_to_be_none(world: World) -> None:
    await answers(world, "จองไฮดราเสาร์นี้บ่ายสาม")
    days = offered(world, await world.says(world.mali, "มีวันที่เร็วกว่านี้ไหมคะ"))
    assert days == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]

    assert "วันที่ว่างเร็วสุดคือ จ. 23 พ.ย. 2569" in await answers(world, "มีเร็วกว่านี้ไหม")


async def test_later_days_follow_those_that_were_offered(world: World) -> None:
    await answers(world, "จองไฮดรา")

    assert offered(world, await world.says(world.mali, "ช้ากว่านี้มีไหมคะ"))[0] == "2026-12-03"


async def test_where_there_is_one_branch_that_is_said(world: World) -> None:
    await answers(world, "จองไฮดราเสาร์นี้")

    told = await answers(world, "เอาสาขาอื่น")

    assert "มีสาขาเดียว" in told
    assert f"{SATURDAY} สะดวกกี่โมงดีคะ" in told


async def test_another_branch_is_offered_and_told_to_staff(world: World) -> None:
    another_branch(world)
    await answers(world, "จองไฮดราเสาร์นี้")

    told = await world.says(world.mali, "เอาสาขาอื่นได้ไหม")
    assert offered(world, told)[0] == "thonglor"
    told_then = await answers(world, "อันแรก", "บ่ายสาม")
    assert f"สาขาทองหล่อ {SATURDAY} 15:00 น." in told_then
    assert "สาขาทองหล่อ" in await answers(world, "ใช่ค่ะ")

    assert "สาขาทองหล่อ" in said(world.heard(world.fon)[-1:])
    assert "สาขาทองหล่อ" in await answers(world, "นัดเมื่อไหร่นะ")
    assert world.double.violations == []


async def test_the_area_names_the_kind_at_a_booking_of_the_other(world: World) -> None:
    assert WRINKLES in await answers(world, "จองโบหน้าผากเสาร์นี้บ่ายสอง")

    told = await answers(world, "กราม")

    assert f"{JAW} {SATURDAY} 14:00 น. ถูกต้องไหมคะ" in told
    assert f"{JAW} {SATURDAY} 14:00 น. ถูกต้องไหมคะ" in await answers(world, "กรามค่ะ")
    assert WRINKLES not in await answers(world, "ใช่ค่ะ")


async def test_a_part_of_the_day_is_shown_while_the_day_is_asked(world: World) -> None:
    assert "ตั้งแต่ 16:00 น." in await answers(world, "จองไฮดรา", "หลังบ่ายสี่")
    assert "ก่อน 14:00 น." in await answers(world, "จองไฮดรา", "ก่อนบ่ายสอง")
