"""What the bot does not understand comes to the list of what is to be reviewed: with consent, masked, and nothing of health."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.bot.hearing import unsure
from tests.bot.world import World, identity, presses_in, said
from workflow.customers import Purpose, ask, grant_consent
from workflow.learning import LastWords, Utterance, UtteranceWhy, waiting_utterances

pytestmark = pytest.mark.servers

UNKNOWN = "อู้วหู่วอู้ว โทร 081-234-5678 ชื่อมะลิ"
MASKED = "<name> โทร <phone> ชื่อ<name>"


def agree(world: World) -> None:
    def work(session: sa.orm.Session) -> None:
        grant_consent(
            session,
            customer=world.cast.mali,
            purpose=Purpose.IMPROVE_UNDERSTANDING,
            wording_version="v",
            channel_id=world.cast.channel.id,
            event_id=None,
            now=world.clock.now(),
        )

    world.read(work)


def waiting(world: World) -> list[Utterance]:
    def work(session: sa.orm.Session) -> list[Utterance]:
        found = list(waiting_utterances(session, limit=99))
        session.expunge_all()
        return found

    return world.read(work)


def last_words(world: World) -> list[dict[str, Any]]:
    return world.read(lambda session: list(session.scalars(sa.select(LastWords.heard))))


async def test_without_her_consent_nothing_is_kept(world: World) -> None:
    await world.says(world.mali, UNKNOWN)
    assert (waiting(world), last_words(world)) == ([], [])


async def test_with_it_what_was_not_understood_is_kept_masked(world: World) -> None:
    agree(world)

    await world.says(world.mali, UNKNOWN)

    (row,) = waiting(world)
    assert (row.text, row.language, row.why, row.times) == (MASKED, "th", UtteranceWhy.UNKNOWN, 1)
    assert row.guess == row.ranking[0]["intent"]
    assert row.model.endswith("+use3")
    (kept,) = last_words(world)
    assert kept["text"] == MASKED


async def test_she_agrees_on_the_card_and_takes_it_back_in_the_chat(world: World) -> None:
    asked = await world.says(world.mali, "สแกนผิว")
    yes = next(data for data in presses_in(asked, "consent") if "improve_understanding&a=yes" in data)
    assert "ช่วยให้ผู้ช่วยเข้าใจดีขึ้น" in said(asked)
    await world.presses(world.mali, yes)
    await world.says(world.mali, UNKNOWN)
    assert len(waiting(world)) == 1

    offered = await world.says(world.mali, "ขอถอนความยินยอม")
    answer = await world.presses(world.mali, presses_in(offered, "withdraw")[0])

    assert "ข้อความของคุณที่รอใช้สอนผู้ช่วยถูกลบแล้ว" in said(answer)
    assert (waiting(world), last_words(world)) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "ตามองไม่เห็นเลยค่ะ",
        "หน้าบวมแดงร้อนเลย",
        "ปวดมากเลยค่ะหลังทำ",
        "อู้วหู่วอู้ว คันๆ",
        "เป็น HIV อยู่ อู้วหู่ว",
        "ท้อง 3 เดือนทำเลเซอร์ได้ไหมคะ",
        "กินยารักษาซึมเศร้าอยู่ ฉีดฟิลเลอร์ได้ไหม",
    ],
)
async def test_what_tells_of_symptoms_is_never_kept(world: World, text: str) -> None:
    agree(world)
    await world.says(world.mali, text)
    assert (waiting(world), last_words(world)) == ([], [])


async def test_an_answer_to_a_question_of_ours_is_not_kept(world: World) -> None:
    agree(world)
    world.read(
        lambda session: ask(
            session,
            identity=session.merge(identity(world, world.mali)),
            kind="confirm",
            now=world.clock.now(),
            lasts=timedelta(hours=1),
        )
    )
    await world.says(world.mali, UNKNOWN)
    assert waiting(world) == []


async def test_what_she_said_before_she_asked_for_a_person_is_kept(world: World) -> None:
    agree(world)
    await world.says(world.mali, "คลินิกเปิดกี่โมงคะ")
    assert waiting(world) == []

    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")

    assert [(row.text, row.why) for row in waiting(world)] == [("คลินิกเปิดกี่โมงคะ", UtteranceWhy.TAKEN_OVER)]
    await world.says(world.mali, UNKNOWN)
    assert len(waiting(world)) == 1, "what she tells the person is theirs"


async def test_an_unsent_message_leaves_the_list(world: World) -> None:
    agree(world)
    event = world.double.events.text(world.mali, UNKNOWN)
    await world.does(world.mali, event)
    assert len(waiting(world)) == 1
    await world.does(world.mali, world.double.events.unsend(world.mali, event["message"]["id"]))
    assert (waiting(world), last_words(world)) == ([], [])


CLOSE = (("ask_price", 0.46), ("ask_promotion", 0.41))


@pytest.mark.parametrize("typed", [False, True])
async def test_what_she_was_asked_about_stands_with_what_she_chose(world: World, *, typed: bool) -> None:
    agree(world)
    unsure(world, ฟิลเลอร์คุ้มๆ=CLOSE)
    asked = await world.says(world.mali, "ฟิลเลอร์คุ้มๆ")
    assert [(row.why, row.chosen) for row in waiting(world)] == [(UtteranceWhy.UNSURE, None)]

    if typed:
        await world.says(world.mali, "อันที่สอง")
    else:
        await world.presses(world.mali, presses_in(asked, "meant")[1])

    (row,) = waiting(world)
    assert (row.text, row.why, row.chosen, row.times) == (
        "ฟิลเลอร์คุ้มๆ",
        UtteranceWhy.CORRECTED,
        "ask_promotion",
        1,
    )


async def test_what_was_none_of_the_two_stays_as_it_was(world: World) -> None:
    agree(world)
    unsure(world, ฟิลเลอร์คุ้มๆ=CLOSE)
    await world.says(world.mali, "ฟิลเลอร์คุ้มๆ")
    await world.says(world.mali, "ไม่ใช่ทั้งสองอัน")
    assert ("ฟิลเลอร์คุ้มๆ", None) in {(row.text, row.chosen) for row in waiting(world)}


async def test_who_says_her_wish_anew_has_chosen_nothing(world: World) -> None:
    agree(world)
    unsure(world, ฟิลเลอร์คุ้มๆ=CLOSE, ขอราคาไฮฟู่ค่ะ=(("ask_price", 0.97), ("ask_promotion", 0.01)))
    await world.says(world.mali, "ฟิลเลอร์คุ้มๆ")

    told = said(await world.says(world.mali, "ขอราคาไฮฟู่ค่ะ"))

    assert "หมายถึง" not in told, "it was answered, about what she says now"
    assert [(row.text, row.why, row.chosen) for row in waiting(world)] == [
        ("ฟิลเลอร์คุ้มๆ", UtteranceWhy.UNSURE, None)
    ]


async def test_both_of_two_says_of_neither_that_it_was_meant(world: World) -> None:
    agree(world)
    unsure(world, ฟิลเลอร์คุ้มๆ=CLOSE)
    await world.says(world.mali, "ฟิลเลอร์คุ้มๆ")

    await world.says(world.mali, "ทั้งสองอย่างค่ะ")

    assert [(row.text, row.chosen) for row in waiting(world)] == [("ฟิลเลอร์คุ้มๆ", None)]


async def test_a_choice_is_not_put_to_words_before_the_ones_in_doubt(world: World) -> None:
    agree(world)
    of_health = "เป็นเบาหวาน เลื่อนหรือยกเลิก"
    unsure(
        world,
        **{
            "ฟิลเลอร์คุ้มๆ": (("ask_price", 0.45), ("greet", 0.02)),
            of_health.replace(" ", "_"): (("reschedule_appointment", 0.5), ("cancel_appointment", 0.4)),
        },
    )
    await world.says(world.mali, "ฟิลเลอร์คุ้มๆ")
    asked = await world.says(world.mali, of_health)

    await world.presses(world.mali, presses_in(asked, "meant")[1])

    assert {row.chosen for row in waiting(world)} == {None}
