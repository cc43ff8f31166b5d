"""A sticker counts as a yes where exactly one question can be answered by it; never about health, and never as a consent."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.wording.stickers import sticker_says_yes
from scheduler.jobs.remind import remind_day_before
from tests.bot.booking_steps import SATURDAY, answers, has_a_case, held, is_open
from tests.bot.hearing import unsure
from tests.bot.test_dead_ends import a_check_in_waits
from tests.bot.test_health_questions import begins
from tests.bot.test_reminded import booked, confirmed, rung
from tests.bot.world import World, presses_in, said
from workflow.customers import Purpose, has_consent, health_answers
from workflow.store.models import CheckIn

pytestmark = pytest.mark.servers

OK = ["OK", "brown", "Thumbs up", "yes"]
SAD = ["sad", "cry", "tears"]
BROWN = ["brown", "line", "howdy"]


async def sends(world: World, keywords: list[str]) -> list[dict[str, Any]]:
    return await world.does(world.mali, world.double.events.sticker(world.mali, keywords=keywords))


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (OK, True),
        (["okay!"], True),
        (["thumbs-up", "good job"], True),
        (["YES", "cony"], True),
        (["โอเคค่ะ"], True),
        (SAD, False),
        (BROWN, False),
        ([], False),
        (["ok", "crying"], False),
        (["yes", "no"], False),
        (["good", "smile"], False),
        (["cony", "Staring", "hi", "whatsup", "HEY", "Peeking", "wave", "Hello"], False),
    ],
)
def test_only_a_plain_yes_is_read(keywords: list[str], *, expected: bool) -> None:
    assert sticker_says_yes(keywords) is expected


async def test_a_thumb_confirms_a_booking_as_a_yes_does(world: World) -> None:
    await has_a_case(world)
    await answers(world, "จองวันเสาร์นี้บ่ายสามค่ะ")

    assert "ไว้ให้คุณถึง" in said(await sends(world, OK))

    assert held(world) == ["2026-11-28T08:00:00+00:00"]
    assert world.double.violations == []


@pytest.mark.parametrize("keywords", [SAD, BROWN, []])
async def test_any_other_sticker_has_the_question_asked_again_with_its_buttons(
    world: World, keywords: list[str]
) -> None:
    await has_a_case(world)
    await answers(world, "จองวันเสาร์นี้บ่ายสามค่ะ")

    told = await sends(world, keywords)

    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in said(told)
    assert len(presses_in(told, "form")) == 4
    assert held(world) == []
    assert is_open(world)


@pytest.mark.parametrize("begun", ["อยากจองโบกรามค่ะ", "อยากจองโบกรามวันเสาร์นี้ค่ะ"])
async def test_a_thumb_is_no_answer_to_which(world: World, begun: str) -> None:
    asked = await answers(world, begun)
    question = "สะดวกวันไหนดีคะ" if "วันไหน" in asked else "สะดวกกี่โมงดีคะ"

    told = await sends(world, OK)

    assert question in said(told)
    assert presses_in(told, "form")


async def test_a_thumb_takes_the_one_time_that_was_named(world: World) -> None:
    assert "หมายถึง 15:00 น. ใช่ไหมคะ" in await answers(world, "อยากจองโบกรามวันเสาร์นี้ค่ะ", "3 โมง")

    assert f"{SATURDAY} 15:00 น. ถูกต้องไหมคะ" in said(await sends(world, OK))


async def test_a_thumb_confirms_a_reminder(world: World) -> None:
    booked(world)
    await rung(world, remind_day_before, world.mali)

    assert "ยืนยันนัด" in said(await sends(world, OK))
    assert confirmed(world)


@pytest.mark.parametrize("keywords", [SAD, []])
async def test_a_reminder_is_asked_again_with_buttons(world: World, keywords: list[str]) -> None:
    booked(world)
    await rung(world, remind_day_before, world.mali)

    told = await sends(world, keywords)

    assert len(presses_in(told, "confirm")) == 1
    assert len(presses_in(told, "ask_to_move")) == 1
    assert not confirmed(world)
    await world.presses(world.mali, presses_in(told, "confirm")[0])
    assert confirmed(world)


async def test_with_two_questions_open_it_answers_none(world: World) -> None:
    booked(world)
    await rung(world, remind_day_before, world.mali)
    await answers(world, "ขอเลื่อนนัดเป็นวันเสาร์นี้บ่ายสามค่ะ")

    told = await sends(world, OK)

    assert "ถูกต้องไหมคะ" in said(told)
    assert held(world) == []
    assert not confirmed(world)


async def test_how_she_is_must_be_said_in_words(world: World) -> None:
    await a_check_in_waits(world)

    for keywords in (OK, SAD, []):
        told = await sends(world, keywords)
        assert "รบกวนกดปุ่มหรือพิมพ์เล่าให้ฟัง" in said(told)
        assert len(presses_in(told, "feels")) == 2
    assert world.read(lambda session: session.scalar(sa.select(sa.func.count(CheckIn.id)))) == 0


async def test_a_consent_and_questions_about_health_are_not_answered_by_one(world: World) -> None:
    asked = await begins(world)

    told = await sends(world, OK)
    assert "รบกวนตอบเป็นคำพูดหรือกดปุ่ม" in said(told)
    assert not world.read(
        lambda session: has_consent(session, customer_id=world.cast.mali.id, purpose=Purpose.HEALTH_ANSWERS)
    )

    await world.presses(world.mali, presses_in(asked, "form")[0])
    for keywords in (OK, SAD):
        assert "รบกวนตอบเป็นคำพูดหรือกดปุ่ม" in said(await sends(world, keywords))
    assert (
        world.read(lambda session: health_answers(session, customer_id=world.cast.mali.id, now=world.clock()))
        == {}
    )


async def test_the_consent_a_photo_waits_for_is_asked_again(world: World) -> None:
    await world.sends_photo(world.mali)

    assert presses_in(await sends(world, OK), "consent")


async def test_a_thumb_takes_the_one_thing_that_may_be_meant(world: World) -> None:
    unsure(world, ราคาเอ่อ=(("ask_price", 0.4), ("out_of_scope", 0.3)))
    asked = await world.says(world.mali, "ราคาเอ่อ")
    assert len(presses_in(asked, "meant")) >= 1

    told = await sends(world, OK)

    assert "ราคาทรีตเมนต์" in said(told) or presses_in(told, "meant")


async def test_with_a_person_the_bot_is_silent(world: World) -> None:
    await answers(world, "ขอคุยกับเจ้าหน้าที่ค่ะ")

    assert await sends(world, OK) == []


async def test_where_nothing_waits_it_is_an_acknowledgement(world: World) -> None:
    assert "รับทราบ" in said(await sends(world, OK))
