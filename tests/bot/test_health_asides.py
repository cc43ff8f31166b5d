"""What is said instead of an answer about health: nothing of it is lost, nothing is taken for what it is not."""

import pytest
import sqlalchemy as sa

from bot.wording.health_asides import health_aside
from bot.wording.health_words import NOT_TO_THIS, health_said
from tests.bot.test_health_questions import FACTORS, answers, asked_about, asks_for_questions, calls, question
from tests.bot.world import World, presses_in, said
from workflow.store.models import Notice

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("ย้อนกลับ", "back"),
        ("ขอแก้คำตอบค่ะ", "back"),
        ("ตอบผิดค่ะ", "back"),
        ("เมื่อกี้กดผิด", "back"),
        ("go back", "back"),
        ("change my answer", "back"),
        ("พรุ่งนี้ค่อยตอบ", "stop"),
        ("I'll answer later", "stop"),
        ("ข้ามได้ไหมคะ", "skip"),
        ("ไม่สะดวกตอบค่ะ", "skip"),
        ("skip this one", "skip"),
        ("prefer not to say", "skip"),
        ("ทำไมต้องถามคะ", "why"),
        ("why do you ask?", "why"),
        ("do I have to answer this?", "why"),
        ("ไม่มีทุกข้อค่ะ", NOT_TO_THIS),
        ("none of these", NOT_TO_THIS),
        ("no to all", NOT_TO_THIS),
        ("ไม่ค่ะ", None),
        ("เคยแพ้", None),
        ("กลับบ้านกี่โมง", None),
    ],
)
def test_what_is_said_instead_of_an_answer_is_told_apart(words: str, meant: str | None) -> None:
    assert health_aside(words) == meant


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        ("pregnancy", "ยังไม่ได้ตรวจ"),
        ("pregnancy", "คิดว่าไม่"),
        ("pregnancy", "I think not"),
        ("herpes", "เมื่อก่อนเคย ตอนนี้ไม่"),
    ],
)
def test_half_an_answer_is_not_sure(factor: str, words: str) -> None:
    assert health_said(words, question(factor)) == "unsure"


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("ข้ามได้ไหม", "ข้อนี้สำคัญต่อความปลอดภัย"),
        ("ทำไมต้องถามคะ", "คำถามนี้ช่วยให้แพทย์"),
        ("อะไรคือ keloid", "ในที่นี้หมายถึงแผลเป็นนูน"),
        ("เริมคืออะไรคะ", "ในที่นี้หมายถึงเริม"),
        ("ไม่เข้าใจคำถามค่ะ", "ถ้าไม่แน่ใจว่าคำถามนี้ตรงกับคุณไหม"),
        ("ไม่มีทุกข้อค่ะ", "ยังไม่ชัดสำหรับข้อนี้"),
    ],
)
async def test_it_is_answered_and_the_question_stays(world: World, words: str, is_said: str) -> None:
    await asked_about(world, "pregnancy")
    before = answers(world)

    told = await world.says(world.mali, words)

    assert is_said in said(told)
    assert FACTORS["pregnancy"].ask_th in said(told)
    assert presses_in(told, "form")
    assert (answers(world), calls(world)) == (before, [])


async def test_asking_what_a_word_means_in_english_tells_of_nothing(world: World) -> None:
    await asks_for_questions(world)

    told = said(await world.says(world.mali, "what is herpes?"))

    assert "Here it means cold sores" in told
    assert calls(world) == []


async def test_words_take_back_the_answer_before_as_the_button_does(world: World) -> None:
    asked = await asked_about(world, "pregnancy")
    await world.presses(world.mali, presses_in(asked, "form")[1])
    told = await world.says(world.mali, "ตอบผิดค่ะ")

    assert FACTORS["pregnancy"].ask_th in said(told)
    await world.says(world.mali, "ไม่ค่ะ")
    assert answers(world)["pregnancy"] == "no"


@pytest.mark.parametrize("words", ["เคยแพ้ยาชา", "แพ้ลิโดเคนค่ะ", "ใช่ค่ะ แพ้กุ้ง", "ไม่แพ้ยา แต่แพ้กุ้งค่ะ"])
async def test_telling_of_what_is_asked_is_a_yes_and_those_who_treat_read_the_words(
    world: World, words: str
) -> None:
    await asked_about(world, "product_allergy")

    told = await world.says(world.mali, words)

    assert answers(world)["product_allergy"] == "yes"
    assert "ดูก่อนแล้ว" in said(told)
    assert presses_in(told, "form")
    assert words in said(world.heard(world.anan)[-1:])
    assert calls(world) == [("asks_health", "anan")]


async def test_what_may_have_been_is_no_yes_to_what_is(world: World) -> None:
    await asked_about(world, "pregnancy")
    await world.says(world.mali, "เพิ่งคลอดค่ะ")

    assert answers(world)["pregnancy"] == "unsure"


@pytest.mark.parametrize("words", ["แพ้กุ้งนับไหมคะ", "ถ้าแพ้กุ้งล่ะคะ", "what if I am allergic"])
async def test_a_question_or_a_supposition_answers_nothing(world: World, words: str) -> None:
    await asked_about(world, "product_allergy")
    await world.says(world.mali, words)

    assert "product_allergy" not in answers(world)


async def test_what_she_denied_and_tells_of_later_is_asked_once_more(world: World) -> None:
    asked = await asked_about(world, "pregnancy")
    assert answers(world)["product_allergy"] == "no"
    told = await world.says(world.mali, "ไม่ใช่ค่ะ เคยแพ้")

    assert "ไม่ตรงกับที่ตอบไว้ก่อนหน้า" in said(told)
    assert FACTORS["product_allergy"].ask_th in said(told)
    assert "ปุ่มนี้เป็นของคำถามก่อนหน้า" in said(await world.presses(world.mali, presses_in(asked, "form")[0]))
    told = await world.says(world.mali, "ใช่ค่ะ")
    assert answers(world)["product_allergy"] == "yes"
    assert FACTORS["pregnancy"].ask_th in said(told), "and the one that was open is asked again"


async def test_another_wish_in_the_middle_is_taken_for_that(world: World) -> None:
    await asked_about(world, "pregnancy")
    told = await world.says(world.mali, "ท้องอยู่ ขอคุยกับเจ้าหน้าที่ค่ะ")

    assert "asked" in {why for why, _ in calls(world)}
    assert "ดูก่อนแล้ว" in said(told)


async def test_what_she_answered_before_she_stops_is_told_to_those_who_treat(world: World) -> None:
    asked = await asked_about(world, "pregnancy")
    await world.presses(world.mali, presses_in(asked, "form")[1])
    told = await world.says(world.mali, "พรุ่งนี้ค่อยตอบค่ะ")

    assert "อยากตอบเมื่อไหร่" in said(told)
    assert calls(world) == [("health_answers", "anan")]
    assert FACTORS["pregnancy"].ask_th in said(world.heard(world.anan)[-1:])


async def test_after_a_second_yes_that_is_none_the_last_answer_can_still_be_changed(world: World) -> None:
    asked = await asked_about(world, "pregnancy")
    await world.presses(world.mali, presses_in(asked, "form")[1])
    await world.says(world.mali, "ย้อนกลับ")
    for _ in range(2):
        told = await world.says(world.mali, "ได้ค่ะ")
        assert "ขัดข้อง" not in said(told)
    await world.says(world.mali, "ไม่ค่ะ")

    assert answers(world)["pregnancy"] == "no"


async def test_taken_back_in_the_middle_nothing_of_it_stays_and_she_is_told_so(world: World) -> None:
    await asked_about(world, "pregnancy")
    await world.says(world.mali, "ให้นมลูกอยู่ด้วยค่ะ")
    asked = await world.says(world.mali, "ขอถอนความยินยอมค่ะ")
    told = await world.presses(world.mali, presses_in(asked, "withdraw")[-2])

    assert "ลบคำตอบเรื่องสุขภาพแล้ว" in said(told)
    assert "รูป" not in said(told[:1]).split("quickReply")[0]
    assert answers(world) == {}
    kept = world.read(lambda session: [str(row.data) for row in session.scalars(sa.select(Notice))])
    assert not any("นมลูก" in row or "การให้นมบุตร" in row for row in kept)
    assert world.double.violations == []
