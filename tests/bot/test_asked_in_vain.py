"""A question that is answered by what is no answer: repeated twice, then a person has it, and nothing ends without a word."""

import pytest
import sqlalchemy as sa

from scheduler.jobs.remind import remind_day_before
from tests.bot.booking_steps import answers, is_open
from tests.bot.test_dead_ends import a_check_in_waits
from tests.bot.test_reminded import booked, rung
from tests.bot.world import World, presses_in, said
from workflow.store.models import Task, TaskKind

pytestmark = pytest.mark.servers


def tried(world: World) -> list[str]:
    """What was tried before a person was called."""
    statement = sa.select(Task.detail).where(Task.kind == TaskKind.CALL_CUSTOMER)
    details = world.read(lambda session: list(session.scalars(statement)))
    [detail] = [one for one in details if one["why"] == "not_understood"]
    return [step["asked"] for step in detail["tried"]["steps"]]


async def in_health_questions(world: World, *, agrees: bool) -> None:
    await answers(world, "คำถามสุขภาพ", "ไฮดรา")
    if agrees:
        await world.presses(world.mali, presses_in(world.heard(world.mali)[-1:], "form")[0])


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        (["จองไฮดราค่ะ"], "ใช่"),
        (["จองไฮดราค่ะ"], "ไม่รู้"),
        (["จองไฮดราค่ะ"], "ไม่"),
        (["จองไฮดราเสาร์นี้ค่ะ"], "ใช่ค่ะ"),
        (["จองไฮดราเสาร์นี้บ่ายสองค่ะ"], "ไม่"),
        (["จองไฮดราเสาร์นี้บ่ายสองค่ะ"], "กกกก"),
        (["สมัครสมาชิก", "แป้งค่ะ"], "ใช่"),
        (["สมัครสมาชิก", "แป้งค่ะ", "0812345678"], "ไม่"),
        (["สมัครสมาชิก", "แป้งค่ะ"], "กกกก"),
        (["คำถามสุขภาพ"], "ใช่"),
        (["คำถามสุขภาพ", "ไฮดรา"], "ยินยอมค่ะ"),
        (["คำถามสุขภาพ", "ไฮดรา"], "กกกก"),
    ],
)
async def test_a_form_asks_twice_more_and_then_gives_it_to_a_person(
    world: World, begun: list[str], words: str
) -> None:
    question = await answers(world, *begun)
    assert question

    for _ in range(2):
        assert presses_in(await world.says(world.mali, words), "form"), "it is asked again"
    assert "แจ้งเจ้าหน้าที่" in await answers(world, words)

    assert len(tried(world)) == 3
    assert not is_open(world)
    assert world.double.violations == []


@pytest.mark.parametrize("words", ["ไม่ได้กินยาค่ะ", "กกกก"])
async def test_so_does_a_question_about_health(world: World, words: str) -> None:
    await in_health_questions(world, agrees=True)

    for _ in range(2):
        assert presses_in(await world.says(world.mali, words), "form")
    assert "แจ้งเจ้าหน้าที่" in await answers(world, words)

    assert len(tried(world)) == 3


async def test_so_does_a_follow_up(world: World) -> None:
    await a_check_in_waits(world)

    assert presses_in(await world.says(world.mali, "กกกก"), "feels")
    assert presses_in(await world.says(world.mali, "ดดดด"), "feels")
    assert "แจ้งเจ้าหน้าที่" in await answers(world, "หหหห")

    assert tried(world) == ["check_in", "check_in", "person"]


async def test_so_does_the_consent_a_photo_waits_for(world: World) -> None:
    await world.sends_photo(world.mali)

    for _ in range(2):
        assert presses_in(await world.says(world.mali, "ใช่"), "consent")
    assert "แจ้งเจ้าหน้าที่" in await answers(world, "ใช่")

    assert tried(world) == ["consent"] * 3


async def test_so_does_a_reminder(world: World) -> None:
    booked(world)
    await rung(world, remind_day_before, world.mali)

    for _ in range(2):
        assert presses_in(await world.says(world.mali, "ใช่ไหมคะ"), "confirm")
    assert "แจ้งเจ้าหน้าที่" in await answers(world, "ใช่ไหมคะ")


async def test_an_answer_begins_the_count_anew(world: World) -> None:
    await answers(world, "จองไฮดราค่ะ", "ใช่", "ใช่", "เสาร์นี้")

    assert presses_in(await world.says(world.mali, "ใช่"), "form")
    assert presses_in(await world.says(world.mali, "ใช่"), "form")
    assert is_open(world)


async def test_days_that_cannot_be_had_are_understood(world: World) -> None:
    await answers(world, "จองไฮดราค่ะ")

    for _ in range(4):
        assert "ผ่านไปแล้ว" in said(await world.says(world.mali, "เมื่อวานค่ะ"))
    assert is_open(world)
