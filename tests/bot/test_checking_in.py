"""A follow-up is answered by its buttons, in words or by a number, and all of them mean the same."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.wording.short_words import feels_said
from tests.bot.test_dead_ends import a_check_in_waits
from tests.bot.world import World, identity, presses_in, said
from workflow.customers import ask
from workflow.store.models import Appointment, CheckIn, Task, TaskKind

pytestmark = pytest.mark.servers


def kept(world: World) -> list[str | None]:
    return world.read(lambda session: list(session.scalars(sa.select(CheckIn.text))))


def calls(world: World) -> list[str]:
    statement = sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)
    made = world.read(lambda session: [one.detail["why"] for one in session.scalars(statement)])
    return [why for why in made if why == "side_effect"]


@pytest.mark.parametrize(
    ("words", "feels"),
    [
        ("1", "good"),
        ("๑ ค่ะ", "good"),
        ("ปกติดีค่ะ", "good"),
        ("ดีขึ้นแล้วค่ะ", "good"),
        ("ไม่มีอาการอะไรค่ะ", "good"),
        ("all good", "good"),
        ("2", "odd"),
        ("มีเรื่องกังวลค่ะ", "odd"),
        ("ไม่ค่อยดีค่ะ", "odd"),
        ("not so good", "odd"),
        ("ดีขึ้นแต่ยังบวมค่ะ", None),
        ("12", None),
        ("ใช่ค่ะ", None),
    ],
)
def test_a_short_answer_says_how_she_is(words: str, feels: str | None) -> None:
    assert feels_said(words) == feels


@pytest.mark.parametrize("words", ["1", "ปกติดีค่ะ", "all good"])
async def test_well_in_words_is_as_good_as_the_button(world: World, words: str) -> None:
    await a_check_in_waits(world)

    told = said(await world.says(world.mali, words))

    assert "ทุกอย่างเรียบร้อย" in told or "all is well" in told
    assert kept(world) == ["good"]
    assert calls(world) == []


@pytest.mark.parametrize("words", ["2", "ไม่ค่อยดีค่ะ"])
async def test_a_worry_in_words_brings_a_person_as_the_button_does(world: World, words: str) -> None:
    await a_check_in_waits(world)

    assert "ทีมของคลินิกได้รับแจ้งแล้ว" in said(await world.says(world.mali, words))

    assert kept(world) == ["odd"]
    assert calls(world) == ["side_effect"]


async def test_a_number_means_nothing_where_no_follow_up_waits(world: World) -> None:
    await world.says(world.mali, "1")

    assert kept(world) == []
    await a_check_in_waits(world)
    await world.says(world.mali, "1")
    await world.says(world.mali, "2")
    assert kept(world) == ["good"], "it was answered already"


async def test_a_question_in_between_leaves_the_follow_up_waiting(world: World) -> None:
    await a_check_in_waits(world)
    assert "10:00–20:00" in said(await world.says(world.mali, "เปิดกี่โมงคะ"))
    world.clock.advance(timedelta(hours=5))

    await world.says(world.mali, "ปกติดีค่ะ")

    assert kept(world) == ["good"]


async def test_a_yes_to_a_booking_that_could_be_to_the_follow_up_too_is_asked_again_once(
    world: World,
) -> None:
    await a_check_in_waits(world)
    await world.says(world.mali, "อยากจองโบกรามวันเสาร์นี้บ่ายสามค่ะ")

    asked = said(await world.says(world.mali, "ใช่ค่ะ"))

    assert "คำถามติดตามผลหลังทำที่รอคำตอบอยู่" in asked
    assert "สรุปเป็น" in asked
    assert kept(world) == []
    assert "รับคำขอนัดแล้ว" in said(await world.says(world.mali, "ใช่ค่ะ"))
    assert kept(world) == []


async def test_a_number_that_could_be_to_the_follow_up_chooses_no_treatment(world: World) -> None:
    await a_check_in_waits(world)
    assert "สนใจทำอะไรดีคะ" in said(await world.says(world.mali, "อยากจองคิวค่ะ"))

    asked = said(await world.says(world.mali, "2"))

    assert "คำถามติดตามผลหลังทำที่รอคำตอบอยู่" in asked
    assert "สนใจทำอะไรดีคะ" in asked
    assert kept(world) == []


def a_reminder_waits_too(world: World) -> None:
    known = identity(world, world.mali)

    def remind(session: sa.orm.Session) -> None:
        agreed = session.scalars(sa.select(Appointment.id)).one()
        ask(
            session,
            identity=session.merge(known),
            kind="confirm_appointment",
            ref=str(agreed),
            now=world.clock(),
            lasts=timedelta(hours=5),
        )

    world.read(remind)


@pytest.mark.parametrize("words", ["ไม่ค่ะ", "ใช่ค่ะ"])
async def test_a_yes_or_no_that_may_be_to_a_reminder_or_the_follow_up_is_asked_about(
    world: World, words: str
) -> None:
    await a_check_in_waits(world)
    a_reminder_waits_too(world)

    asked = await world.says(world.mali, words)

    assert "เป็นเรื่องนัด" in said(asked)
    assert [len(presses_in(asked, one)) for one in ("confirm", "ask_to_move", "feels")] == [1, 1, 2]
    made = world.read(lambda session: list(session.scalars(sa.select(Task.detail))))
    assert not any(one.get("why") == "wants_to_change" for one in made)
    assert kept(world) == []

    await world.presses(world.mali, presses_in(asked, "feels")[1])
    assert kept(world) == ["odd"]


async def test_how_she_is_goes_to_the_follow_up_though_a_reminder_waits(world: World) -> None:
    await a_check_in_waits(world)
    a_reminder_waits_too(world)

    await world.says(world.mali, "ไม่มีอาการอะไรค่ะ")

    assert kept(world) == ["good"]
